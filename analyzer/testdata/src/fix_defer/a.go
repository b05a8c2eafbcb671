package fix_defer

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

var _ = os.Args

var errShort = errors.New("short")

// The content is complete before the only return without an error.
func once(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	return nil
}

// More is done after the last write.
func more(name string, r io.Reader) (int64, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return 0, fmt.Errorf("creating: %w", err)
	}
	defer f.Close()
	n, err := io.Copy(f, r)
	if err != nil {
		return 0, err
	}
	fmt.Println(n, "bytes")
	if n == 0 {
		return 0, errShort
	}
	return n, nil
}

// The write is the return.
func tail(name string, wt io.WriterTo) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = wt.WriteTo(f)
	return err
}

func render(w io.Writer) error { return nil }

func tailCall(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return render(f)
}

// Several returns without an error.
func several(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if len(data) == 0 {
		return nil
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}

// Nothing closes the file.
func never(name string, r io.Reader) (string, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if err != nil {
		return "", fmt.Errorf("writing %s: %w", f.Name(), err)
	}
	return name, nil
}

// The check is an else.
func inverted(name string, data []byte) error {
	if f, err := os.Create(name); err != nil { // want `^fix$`
		return err
	} else {
		defer f.Close()
		if _, err := f.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// The file cannot be opened, but the function goes on.
func goesOn(name string, data []byte) error {
	var errs []error
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		errs = append(errs, err)
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// The file is removed if something fails.
func cleaned(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(name)
		}
	}()
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

// The function says that it closes the file once all is written.
func afterwards(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal("create: ", err)
	}
	if _, err := f.Write(data); err != nil {
		log.Fatal("write: ", err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			log.Fatal("close: ", err)
		}
	}()
}

// ... and does not look at the error of that.
func afterwardsQuietly(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal("create: ", err)
	}
	if _, err := f.Write(data); err != nil {
		log.Fatal("write: ", err)
	}
	defer f.Close()
	fmt.Println("wrote", name)
}

// What else is deferred stays.
func afterwardsMore(name string, data []byte) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal("create: ", err)
	}
	if _, err := f.Write(data); err != nil {
		log.Fatal("write: ", err)
	}
	defer func() {
		f.Close()
		fmt.Println("wrote", name)
	}()
}

// What is set if closing fails would not be set if publishing does.
func resetCount(name string, r io.Reader) (n int64, err error) {
	f, err := os.Create(name) // want `no fix: line \d+ sets n where closing fails, which is not where publishing does`
	if err != nil {
		return
	}
	defer func() {
		if cerr := f.Close(); cerr != nil && err == nil {
			n, err = 0, cerr
		}
	}()
	return io.Copy(f, r)
}

func resetFlag(name string, r io.Reader) (ok bool, err error) {
	f, err := os.Create(name) // want `no fix: line \d+ sets ok where closing fails`
	if err != nil {
		return
	}
	defer func() {
		cerr := f.Close()
		if cerr != nil {
			ok = false
			err = cerr
		}
	}()
	_, err = io.Copy(f, r)
	return err == nil, err
}

// Any error resets the count, also that of publishing.
func resetIfFailed(name string, r io.Reader) (n int64, err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return
	}
	defer func() {
		cerr := f.Close()
		if err == nil {
			err = cerr
		}
		if err != nil {
			n = 0
		}
	}()
	return io.Copy(f, r)
}

// A linter need not be told any more that the error of Close is dropped.
func silenced(name string, wt io.WriterTo) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // the reason
	_, err = wt.WriteTo(f)
	return err
}

// What else a comment says stays.
func silencedMore(name string, wt io.WriterTo) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck,revive
	_, err = wt.WriteTo(f)
	return err
}
