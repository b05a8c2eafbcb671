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

// FailsFirst reports whether an error that concerns all packages, such as a
// wrong setting, is to be printed for this one. The go command starts a process
// for each package, and the first to ask is the one; it leaves a mark for the
// others beside the directories with the descriptions, which the go command
// removes in the end. A package that is wanted for its facts only is never the
// one, since the go command goes on if it fails.
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
