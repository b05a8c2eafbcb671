package fix_checks

import (
	"io"
	"os"
	"syscall"
)

// The caller writes on to the file that the function would replace.
func writesOn(name string, text string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0) // want `no fix: without O_CREATE`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := writeHead(name, text); err != nil {
		return err
	}
	_, err = f.WriteAt([]byte("tail"), 100)
	return err
}

func writeHead(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ has the same file open, which is used later`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

// The caller locks the file itself.
func locked(name string, text []byte) error {
	lock, err := os.Open(name)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return writeLocked(name, text)
}

func writeLocked(name string, text []byte) error {
	return os.WriteFile(name, text, 0o644) // want `no fix: line \d+ has the same file open, which is used later`
}

// Another method keeps the file open.
type journal struct {
	name string
	in   *os.File
}

func (j *journal) open() (err error) {
	j.in, err = os.Open(j.name)
	return err
}

func (j *journal) read() ([]byte, error) {
	if _, err := j.in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(j.in)
}

func (j *journal) rewrite(text string) error {
	f, err := os.Create(j.name) // want `no fix: line \d+ has the same file open, which is used later`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

// The caller has read the file, and has closed it.
func readBefore(name, text string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, err := io.Copy(io.Discard, f)
	if err != nil {
		return 0, err
	}
	return n, writeAgain(name, text)
}

func writeAgain(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
