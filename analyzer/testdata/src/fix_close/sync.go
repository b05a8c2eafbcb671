package fix_close

import (
	"fmt"
	"io"
	"os"
)

// Where the error of flushing is kept, the file is published there.

func syncKept(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Sync()
	if err != nil {
		return err
	}
	return nil
}

func syncKeptIfNil(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return err
}

func syncKeptNamed(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	if _, err = f.Write(data); err != nil {
		return
	}
	err = f.Sync()
	return
}

func syncThenMode(dst, src string, r io.Reader) (err error) {
	f, err := os.Create(dst) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	if _, err = io.Copy(f, r); err != nil {
		return err
	}
	err = f.Sync()
	if err != nil {
		return err
	}
	fi, err := os.Stat(src)
	if err != nil {
		return err
	}
	return os.Chmod(dst, fi.Mode())
}

// More is written behind it.
func syncFirst(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.Write(data); err != nil {
		return err
	}
	err = f.Sync()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, "end")
	return err
}

// One way does without.
func syncSome(name string, data []byte, durable bool) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if durable {
		err = f.Sync()
	}
	return err
}

// Beside a Close that publishes the file it goes.

func syncClosed(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err != nil {
		f.Close()
		return err
	}
	err = f.Sync()
	if err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func syncClosedIfNil(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// Without it, the error of writing would be returned.
func syncOverwrites(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err != nil {
		fmt.Println(err)
	}
	err = f.Sync()
	if err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return err
}

func syncAnyway(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Sync(); err == nil {
		err = err1
	}
	if err1 := f.Close(); err == nil {
		err = err1
	}
	return err
}

// Another error than that of the flush is kept.
func syncOther(name string, data []byte, other error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Sync(); err == nil && err1 != nil {
		err = other
	}
	if err1 := f.Close(); err == nil {
		err = err1
	}
	return err
}
