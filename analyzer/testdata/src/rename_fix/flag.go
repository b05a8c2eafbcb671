package rename_fix

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A variable that only tells a deferred function whether the temporary is to
// be removed goes with that function.
func needsClose(filename string, r io.Reader, perm os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(filename), ".tmp-"+filepath.Base(filename))
	if err != nil {
		return err
	}
	needClose := true
	defer func() {
		if needClose {
			f.Close()
		}
	}()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}

	needClose = false
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), filename) // want `leak`
}

func toldSuccess(filename string, data []byte) error {
	tmp := filename + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	success := false
	defer func() {
		if !success {
			f.Close()
			os.Remove(tmp)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp, filename); err != nil { // want `no-sync`
		return err
	}
	success = true
	return nil
}

func declaredWithVar(filename string, data []byte) (err error) {
	var done bool
	f, err := os.CreateTemp(filepath.Dir(filename), "x")
	if err != nil {
		return err
	}
	defer func() {
		if !done {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := io.Copy(f, bytes.NewReader(data)); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filename); err != nil { // want `no-sync`
		return fmt.Errorf("rename: %w", err)
	}
	done = true
	return nil
}

func toldByResult(filename string, data []byte) (ok bool, err error) {
	f, err := os.CreateTemp(filepath.Dir(filename), "x")
	if err != nil {
		return false, err
	}
	defer func() {
		if !ok {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := io.Copy(f, bytes.NewReader(data)); err != nil {
		return false, err
	}
	if err := f.Close(); err != nil {
		return false, err
	}
	if err := os.Rename(f.Name(), filename); err != nil { // want `no-sync`
		return false, fmt.Errorf("rename: %w", err)
	}
	return true, nil
}

func keptOnBranch(filename string, data []byte, keep bool) (err error) {
	f, err := os.CreateTemp(filepath.Dir(filename), "x")
	if err != nil {
		return err
	}
	drop := true
	defer func() {
		if drop {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := io.Copy(f, bytes.NewReader(data)); err != nil {
		if keep {
			drop = false
		}
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filename); err != nil { // want `by hand: the declaration of drop would be left over`
		return fmt.Errorf("rename: %w", err)
	}
	drop = false
	return nil
}

func toldBefore(filename string, data []byte) (err error) {
	tmp := filename + ".tmp"
	f, err := os.Create(tmp)
	if err != nil {
		return err
	}
	removeTmp := true
	defer func() {
		f.Close()
		if removeTmp {
			os.Remove(tmp)
		}
	}()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	removeTmp = false
	return os.Rename(tmp, filename) // want `no-dirsync`
}
