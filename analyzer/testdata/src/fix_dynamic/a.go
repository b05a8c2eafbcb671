// Package fix_dynamic has functions that call what the call does not name, or
// that end otherwise than it seems.
package fix_dynamic

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
)

type ticker interface{ tick() }

type meter struct{ path string }

func (m *meter) tick() {
	if fi, err := os.Stat(m.path); err == nil {
		fmt.Println(fi.Size())
	}
}

func ticked(name string, rows []string, t ticker) error {
	f, err := os.Create(name) // want `no fix: line \d+ calls t.tick, which may look for the file, before that is published`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			return err
		}
		t.tick()
	}
	return nil
}

type index struct{ scan func(string) []string }

func newIndex() *index { return &index{scan: glob} }

func glob(pattern string) []string {
	names, _ := filepath.Glob(pattern)
	return names
}

func (x *index) save(name string) error {
	f, err := os.Create(name) // want `no fix: line \d+ calls x.scan, which may look for the file, before that is published`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, n := range x.scan("*") {
		if _, err := fmt.Fprintln(f, n); err != nil {
			return err
		}
	}
	return nil
}

type budget struct{ left int }

func (b *budget) use() {
	if b.left--; b.left == 0 {
		os.Exit(0)
	}
}

func budgeted(name string, rows []string, b *budget) error {
	f, err := os.Create(name) // want `no fix: line \d+ may end the program without a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		if _, err := fmt.Fprintln(f, row); err != nil {
			return err
		}
		b.use()
	}
	return nil
}

func end(quit func(int)) { quit(0) }

func ended(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ may end the program without a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	end(func(code int) { os.Exit(code) })
	return nil
}

func leave() { runtime.Goexit() }

func left(name, text string, enough bool) error {
	f, err := os.Create(name) // want `no fix: line \d+ may end the program without a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	if enough {
		leave()
	}
	_, err = f.WriteString("more")
	return err
}

type stop struct{}

func catch() {
	if r := recover(); r != nil && r != (stop{}) {
		panic(r)
	}
}

func caught(name string, next func() string) error {
	defer catch()
	f, err := os.Create(name) // want `no fix: line \d+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		if _, err := fmt.Fprintln(f, next()); err != nil {
			return err
		}
	}
}

// The iterator writes when the loop is left.
func copied(w io.Writer, rows []string) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer io.WriteString(w, "end")
		for _, row := range rows {
			if !yield(io.WriteString(w, row)) {
				return
			}
		}
	}
}

func ranged(name string, rows []string) (int, error) {
	f, err := os.Create(name) // want `no fix: line \d+ may write to the file when the loop is left`
	if err != nil {
		return 0, err
	}
	defer f.Close()
	sum := 0
	for n, err := range copied(f, rows) {
		if err != nil {
			return 0, err
		}
		if sum += n; sum > 10 {
			return sum, nil
		}
	}
	return sum, nil
}

// To be told to stop is how a recorder ends.
func record(ctx context.Context, name string, in <-chan string) error {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s := <-in:
			if _, err := fmt.Fprintln(f, s); err != nil {
				return err
			}
		}
	}
}
