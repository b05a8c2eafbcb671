package fix_lent

import "os"

var tested func(*os.File) error = usedInTests
