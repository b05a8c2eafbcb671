package fix_lent

import (
	"fmt"
	"io"
	"os"
)

func table(f *os.File, rows []string) error {
	for i, row := range rows {
		if _, err := fmt.Fprintln(f, i, row); err != nil {
			return err
		}
	}
	_, err := io.WriteString(f, "end\n")
	return err
}
