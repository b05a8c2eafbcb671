package fix_checks

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// The writer puts another file in the place of the old one.
func comparesAround(name string, r io.Reader) (bool, error) {
	before, err := os.Stat(name)
	if err != nil {
		return false, err
	}
	if err := writeCompared(name, r); err != nil {
		return false, err
	}
	after, err := os.Stat(name)
	if err != nil {
		return false, err
	}
	return os.SameFile(before, after), nil
}

func writeCompared(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ finds out whether the file is the same one, and it would be another`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// What else is known of the file is the same.
func sizesAround(name string, r io.Reader) (int64, error) {
	before, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	if err := writeMeasured(name, r); err != nil {
		return 0, err
	}
	after, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return after.Size() - before.Size(), nil
}

func writeMeasured(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// A function compares, and another one remembers.
type watched struct {
	path string
	last os.FileInfo
}

func (w *watched) remember() (err error) {
	w.last, err = os.Lstat(w.path)
	return err
}

func (w *watched) moved() bool {
	now, err := os.Stat(w.path)
	return err != nil || !unmoved(w.last, now)
}

func unmoved(a, b os.FileInfo) bool { return os.SameFile(a, b) }

func (w *watched) write(text []byte) error {
	return os.WriteFile(w.path, text, 0o644) // want `no fix: line \d+ finds out whether the file is the same one`
}

// So do the numbers of inodes.
func inodes(name string, text []byte) (bool, error) {
	was, err := inode(name)
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(name, text, 0o644); err != nil { // want `no fix: line \d+ finds out whether the file is the same one`
		return false, err
	}
	is, err := inode(name)
	return was == is, err
}

func inode(name string) (uint64, error) {
	var st syscall.Stat_t
	err := syscall.Stat(name, &st)
	return uint64(st.Ino), err
}

// Of an open file it is known, too.
func throughHandle(name string, r io.Reader) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	was, err := f.Stat()
	f.Close()
	if err != nil {
		return err
	}
	if err := writeReopened(name, r); err != nil {
		return err
	}
	if is, err := os.Stat(name); err != nil || !os.SameFile(was, is) {
		return errors.New("replaced")
	}
	return nil
}

func writeReopened(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ finds out whether the file is the same one`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// Another file is compared.
func comparesOthers(name, other string, r io.Reader) (bool, error) {
	a, err := os.Stat(other)
	if err != nil {
		return false, err
	}
	b, err := os.Stat(other + ".link")
	if err != nil {
		return false, err
	}
	return os.SameFile(a, b), writeBesides(name, r)
}

func writeBesides(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// An error of reading keeps the file from being published.
func endsEarly(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: .*ReadFrom`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.ReadFrom(r); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

func isSame(a, b string) bool {
	ai, err := os.Stat(a)
	if err != nil {
		return false
	}
	bi, err := os.Stat(b)
	return err == nil && os.SameFile(ai, bi)
}

// What was compared before, and is not kept, is compared as it was.
func copyUnlessSame(from, name string, text []byte) error {
	if isSame(from, name) {
		return nil
	}
	return writeUnlessSame(name, text)
}

func writeUnlessSame(name string, text []byte) error {
	return os.WriteFile(name, text, 0o644) // want `^fix$`
}

func linkedAfter(name, link string, text []byte) (bool, error) {
	if err := writeLinked(name, text); err != nil {
		return false, err
	}
	return isSame(name, link), nil
}

func writeLinked(name string, text []byte) error {
	return os.WriteFile(name, text, 0o644) // want `no fix: line \d+ finds out whether the file is the same one`
}
