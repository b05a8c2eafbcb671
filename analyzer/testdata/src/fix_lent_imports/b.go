package fix_lent_imports

import (
	"fmt"
	"os"
)

func body(f *os.File) error {
	fmt.Fprintln(f, "body")
	return tail(f)
}

func tail(f *os.File) error {
	_, err := fmt.Fprintln(f, "tail")
	return err
}
