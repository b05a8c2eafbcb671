package fix_waited

import (
	"fmt"
	"io"
	"log"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"
)

var _ = os.Args

// The file remembers a failed write, whoever makes it.
func parts(name string, parts []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var wg sync.WaitGroup
	for _, part := range parts {
		wg.Go(func() { fmt.Fprintln(f, part) })
	}
	wg.Wait()
	return nil
}

// One group does not wait for what another has started.
func twoGroups(name string, part string) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file, and there is no telling whether what line [0-9]+ starts has written it`
	if err != nil {
		return err
	}
	defer f.Close()
	var first, second sync.WaitGroup
	first.Go(func() { fmt.Fprintln(f, part) })
	second.Go(func() { fmt.Fprintln(f, part) })
	second.Wait()
	first.Wait()
	return nil
}

// A group does not wait for what a statement has started.
func statement(name string, part string, done chan<- bool) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file, and there is no telling whether what line [0-9]+ starts has written it`
	if err != nil {
		return err
	}
	defer f.Close()
	go func() {
		fmt.Fprintln(f, part)
		done <- true
	}()
	var wg sync.WaitGroup
	wg.Go(func() { fmt.Fprintln(f, part) })
	wg.Wait()
	return nil
}

// The source may fail, and then nil was returned.
func logged(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ is in a function literal that may drop the error of io.Copy`
	if err != nil {
		return err
	}
	defer f.Close()
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := io.Copy(f, r); err != nil {
			log.Print(err)
		}
	})
	wg.Wait()
	return nil
}

func sent(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ is in a function literal that may drop the error of io.Copy`
	if err != nil {
		return err
	}
	defer f.Close()
	errs := make(chan error, 1)
	go func() {
		_, err := io.Copy(f, r)
		errs <- err
	}()
	_ = <-errs
	return nil
}

func calledBack(name string, each func(func(io.Reader) bool)) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ is in a function literal that may drop the error of io.Copy`
	if err != nil {
		return err
	}
	defer f.Close()
	each(func(r io.Reader) bool {
		if _, err := io.Copy(f, r); err != nil {
			log.Print(err)
			return false
		}
		return true
	})
	return nil
}

// Nobody hears what is returned.
func unheard(name string, each func(func(io.Reader) error)) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ is in a function literal that may drop the error of io.Copy`
	if err != nil {
		return err
	}
	defer f.Close()
	each(func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
	return nil
}

// The function keeps the error.
func kept(name string, each func(func(io.Reader) bool)) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var failed error
	each(func(r io.Reader) bool {
		if _, err := io.Copy(f, r); err != nil {
			failed = err
			return false
		}
		return true
	})
	return failed
}

func heard(name string, each func(func(io.Reader) error) error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return each(func(r io.Reader) error {
		_, err := io.Copy(f, r)
		return err
	})
}

// A group of x/sync hears, and its Wait says so.
func group(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var g errgroup.Group
	g.Go(func() error {
		_, err := io.Copy(f, r)
		return err
	})
	return g.Wait()
}

func groupUnheard(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ ends the file though the error of g.Wait in line [0-9]+ may not be nil`
	if err != nil {
		return err
	}
	defer f.Close()
	var g errgroup.Group
	g.Go(func() error {
		_, err := io.Copy(f, r)
		return err
	})
	g.Wait()
	return nil
}
