// Package indirect hands paths to functions that write them in place.
package indirect

import (
	"os"
	"path/filepath"

	"example.com/fsutil"
)

func plain(dir string, data []byte) error {
	if err := fsutil.Save(filepath.Join(dir, "a"), data); err != nil { // want `fsutil.Save can leave`
		return err
	}
	return new(fsutil.Table).SaveAs("table.csv") // want `fsutil.Table.SaveAs can leave`
}

func taken(dest string, tmp []byte) (err error) {
	err = fsutil.Save(dest, tmp) // want `fsutil.Save can leave`
	return err
}

func dropped(data []byte) {
	fsutil.Save("b", data) // want `fsutil.Save can leave "b" half-written; wrap it in atomicfile.WritePath \(by hand: its error is dropped\)`
}

// The flags tell whether a file is made.
func flags(fs *fsutil.Files) {
	fs.Open("d")
	fs.OpenFile("d", os.O_RDONLY)
	fs.OpenFile("d", os.O_WRONLY|os.O_CREATE|os.O_APPEND)
	fs.Create("d")                                       // want `fsutil.Files.Create can leave "d" half-written`
	fs.OpenFile("d", os.O_WRONLY|os.O_CREATE|os.O_TRUNC) // want `fsutil.Files.OpenFile can leave "d" half-written`
}

func opened() (*os.File, error) {
	f, err := fsutil.Create("c") // want `fsutil.Create can leave "c" half-written; use atomicfile.Create and Commit \(by hand: it returns the file\)`
	if err == nil {
		f.WriteString("x")
	}
	return f, err
}
