package fix_imports_taken

import (
	"fmt"
	"os"
	"sort"
)

var atomicfile2 = fmt.Sprint(sort.IntsAreSorted(nil))

func other(name string, data []byte) error {
	_ = os.Args
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}
