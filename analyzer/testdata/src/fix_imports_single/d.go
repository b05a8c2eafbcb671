package fix_imports_single

import "os"

type dir struct{ root *os.Root }
