package fix_closure

import (
	"archive/tar"
	"compress/gzip"
	"io"
	"log"
	"os"
)

var _ = os.Args

func propagates(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = io.Copy(f, r)
	return err
}

func twoSteps(name string, r io.Reader) (n int64, err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return 0, err
	}
	defer func() {
		// The error of Close matters.
		e := f.Close()
		if err == nil {
			err = e // now
		}
	}()
	return io.Copy(f, r)
}

// The result has no name, so that the error of Close is lost.
func unnamed(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		closeErr := f.Close()
		if err == nil {
			err = closeErr
		}
	}()
	_, err = io.Copy(f, r)
	return err
}

func logs(name string, wt io.WriterTo) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Print("closing: ", err)
		}
	}()
	_, err = wt.WriteTo(f)
	return err
}

func quiet(c io.Closer) { c.Close() }

func helper(name string, wt io.WriterTo) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer quiet(f)
	_, err = wt.WriteTo(f)
	return err
}

// The literal writes before it closes.
func archive(name string, write func(*tar.Writer) error) (string, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return "", err
	}
	zw := gzip.NewWriter(f)
	tw := tar.NewWriter(zw)
	rollback := false
	defer func() {
		tw.Close()
		zw.Close()
		f.Close()
		if rollback {
			os.Remove(name)
		}
	}()
	if err := write(tw); err != nil {
		rollback = true
		return "", err
	}
	return name, nil
}

func archiveErrors(name string, write func(*gzip.Writer) error) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	defer func() {
		if cerr := zw.Close(); cerr != nil && err == nil {
			err = cerr
		}
		if cerr := f.Close(); cerr != nil && err == nil {
			err = cerr
		}
	}()
	return write(zw)
}
