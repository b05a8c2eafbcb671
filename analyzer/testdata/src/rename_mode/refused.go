package rename_mode

import (
	"io/fs"
	"os"
	"path/filepath"
)

func group(path string, b []byte) error {
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode 0o640 may be narrower than that of an old file, which the writer keeps`
}

func given(path string, b []byte, perm fs.FileMode) error {
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, perm)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode perm may be narrower than that of an old file, which the writer keeps`
}

func wholeSecret(path string, b []byte) error {
	if err := os.WriteFile(path+".tmp", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode 0o600 may be narrower than that of an old file, which the writer keeps`
}

func wholeGiven(path string, b []byte, perm fs.FileMode) error {
	if err := os.WriteFile(path+".tmp", b, perm); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode perm may be narrower than that of an old file, which the writer keeps`
}

// Who may not write the old file may still replace it.
func readOnly(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".s")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Chmod(0o444); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `by hand: the next writer could not replace a file that is read-only\), or atomicfile.Rename against no-sync$`
}

func made(path string) string {
	os.MkdirAll(path, 0o755)
	return path
}

// What makes the name of the temporary makes its directory, too.
func named(path string, b []byte) error {
	f, err := os.CreateTemp(made(filepath.Dir(path)), ".s")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `by hand: made\(filepath.Dir\(path\)\) may do more than name the temporary`
}

func later(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".s")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	defer os.Rename(f.Name(), path) // want `by hand: the rename is part of another statement`
	return f.Close()
}

// What is installed over a file that nobody may run has to run.
func program(path string, b []byte) error {
	f, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode 0o755 is that of a program, and that of an old file, which the writer keeps, may be another`
}

func wholeProgram(path string, b []byte) error {
	if err := os.WriteFile(path+".tmp", b, 0o755); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the mode 0o755 is that of a program`
}

// The temporary tells others that somebody writes.
func busy(path string) bool {
	_, err := os.Stat(path + ".busy")
	return err == nil
}

func sought(path string, b []byte) error {
	f, err := os.Create(path + ".busy")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".busy", path) // want `by hand: line \d+ looks for the temporary`
}

// Like a lock, which a caller tells by its error.
func locked(path string, b []byte) error {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".lock", path) // want `by hand: O_EXCL claims the name when the file is opened, the writer when it is published`
}

func tryLocked(path string, b []byte) bool { return !os.IsExist(locked(path, b)) }
