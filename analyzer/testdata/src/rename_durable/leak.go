package rename_durable

import (
	"io"
	"os"
)

// What cannot be renamed stays, which a flush does not change.
func left(r io.Reader) error {
	tmp, err := write(r, ".")
	if err != nil {
		return err
	}
	return os.Rename(tmp, "left.json") // want `unsafely: no-sync, leak, no-dirsync; use atomicfile.Create and Commit \(by hand: .*\), or atomicfile.Rename against no-sync$`
}
