package rename_flaws

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// durable does everything.
func durable(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// A flag makes each write wait for the disk.
func flagged(path, tmp string, data []byte) error {
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	f.Close()
	if err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: close-ignored, leak, no-dirsync;`
}

const wait = syscall.O_DSYNC

func flaggedByConstant(path, tmp string, data []byte) error {
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY|wait, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: leak, no-dirsync;`
}

// A flag that only some callers want is theirs to choose.
func flaggedAtWill(path, tmp string, data []byte, sync bool) error {
	flags := os.O_CREATE | os.O_EXCL | os.O_WRONLY
	if sync {
		flags |= os.O_SYNC
	}
	f, err := os.OpenFile(tmp, flags, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: leak, no-dirsync;`
}

// A helper syncs the file by its name.
func byName(path, tmp string, data []byte) error {
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	if err := syncFile(tmp); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: leak, no-dirsync;`
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// A loop syncs several files by their names.
func inLoop(path, tmp, side string, data []byte) error {
	defer os.Remove(tmp)
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	for _, name := range []string{tmp, side} {
		if err := syncFile(name); err != nil {
			return err
		}
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

// The file is opened again to be synced.
func reopened(path, tmp string, data []byte) error {
	defer os.Remove(tmp)
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	f, err := os.Open(tmp)
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	f.Close()
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

// By the number of the descriptor.
func byNumber(path, tmp string, data []byte) error {
	defer os.Remove(tmp)
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := unix.Fdatasync(int(f.Fd())); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

// A sync of the old file, or after the rename, does not help.
func tooLate(path string, old *os.File, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "x")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := old.Sync(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil { // want `unsafely: no-sync`
		return err
	}
	return f.Sync()
}

// moveOrCopy tries to rename one file, and else fills another one, whose handle
// it keeps in the same variable.
func moveOrCopy(in *os.File, path string, r io.Reader) error {
	f := in
	if err := f.Close(); err != nil {
		return err
	}
	if os.Rename(f.Name(), path) == nil {
		return nil
	}
	f, err := os.Create(path + ".copy")
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// rotate comes to the rename again after it has filled a file.
func rotate(path string, parts [][]byte) error {
	var f *os.File
	for _, part := range parts {
		if f != nil {
			if err := os.Rename(f.Name(), path); err != nil { // want `unsafely: no-sync`
				return err
			}
		}
		var err error
		if f, err = os.Create(path + ".part"); err != nil {
			return err
		}
		if _, err := f.Write(part); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

var syncFlag = 0

func init() { syncFlag = syscall.O_DSYNC }

// maySync has the system sync each write where it can.
func maySync(path string, data []byte) error {
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL|syncFlag, 0o644)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}

// Flagged leaves the flags to its callers.
func Flagged(path string, flags int, data []byte) error {
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL|flags, 0o644)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path) // want `unsafely: no-dirsync;`
}
