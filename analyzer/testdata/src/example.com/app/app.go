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
	fsutil.Save("out", data)      // want `fsutil.Save can leave "out" half-written; wrap it in atomicfile.WritePath`
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

func flagged(path string, line []byte) error {
	f, err := fsutil.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // want `fsutil.OpenFile can leave path half-written; use atomicfile.OpenFile and Commit`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(line); err != nil {
		return err
	}
	log, err := fsutil.OpenFile(path+".all", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	if _, err := log.Write(line); err != nil {
		return err
	}
	in, err := fsutil.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = in.Write(line)
	return err
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
