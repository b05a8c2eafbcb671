// Package app uses the functions of a dependency.
package app

import (
	"os"
	"os/exec"
	"path/filepath"

	"example.com/fsutil"
	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/spf13/afero"
)

func save(data []byte) {
	fsutil.Save("out", data)      // want `fsutil.Save can leave a half-written "out" behind; let it write to the path that atomicfile.WritePath gives`
	new(fsutil.Table).SaveAs("t") // want `fsutil.Table.SaveAs can leave`
	dir, _ := fsutil.Scratch()
	fsutil.Save(filepath.Join(dir, "x"), data)
	os.WriteFile(filepath.Join(dir, "y"), data, 0o644)
}

func opened(path string) error {
	f, err := fsutil.Create(path) // want `fsutil.Create can leave`
	if err != nil {
		return err
	}
	f.WriteString("x")
	return f.Close()
}

func child(path string) error {
	f, err := fsutil.Create(path)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Stdout = f
	return cmd.Run()
}

func empty(path string) {
	f, _ := os.Create(path)
	fsutil.Discard(f)
	fsutil.Grow(f)
	f.Close()
}

func abstract(fs afero.Fs, data []byte) {
	fsutil.SaveTo(fs, "a", data) // want `fsutil.SaveTo can leave`
	fsutil.Own(nil, "b", data)
	atomicfile.WriteFile("c", data, 0o644)
	f, _ := fs.Create("d")
	f.Write(data)
}
