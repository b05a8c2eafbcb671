package driver

import (
	"archive/zip"
	"iter"
	"os"
	"path/filepath"
)

// WriteOutput writes text to where the go command wants the output of the
// package.
func (u *Unit) WriteOutput(text []byte) error {
	if u.Stdout == "" {
		_, err := os.Stdout.Write(text)
		return err
	}
	//atomiclint:ignore the go command made the name for this process alone, and removes the file afterwards
	return os.WriteFile(u.Stdout, text, 0o666)
}

// WantsArchive reports whether changed files go to an archive, from which the
// go command copies them when everything is built, and not to their place, as
// in go vet before Go 1.26.
func (u *Unit) WantsArchive() bool { return u.FixArchive != "" }

// WriteArchive writes that archive. It has the content of each file by name.
func (u *Unit) WriteArchive(files iter.Seq2[string, []byte]) error {
	//atomiclint:ignore the go command made the name for this process alone, and removes the file afterwards
	f, err := os.Create(u.FixArchive)
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f)
	if err := zw.SetComment(u.ID); err != nil {
		return err
	}
	for name, data := range files {
		w, err := zw.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return f.Close()
}

// FailsFirst reports whether the package is the one to print an error about
// that concerns all of them: the go command starts a process for each, and
// prints a line about each that fails. The description is in a directory beside
// those of the other packages, which go when the go command ends. The failure
// of a package that is wanted for its facts only would not count.
func (u *Unit) FailsFirst() bool {
	if u.VetxOnly {
		return false
	}
	mark := filepath.Join(filepath.Dir(filepath.Dir(u.file)), "atomiclint-failed")
	f, err := os.OpenFile(mark, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil {
		f.Close()
	}
	return !os.IsExist(err)
}
