package fix_lent

import (
	"fmt"
	"os"
)

func port(f *os.File) error {
	_, err := fmt.Fprintln(f, "plan9")
	return err
}
