package fix_imports_last

import (
	"fmt"

	"os"

	"strings"
)

func save3(name string, data []byte) error {
	fmt.Println(strings.ToUpper(name))
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}
