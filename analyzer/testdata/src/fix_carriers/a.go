// Package fix_carriers has functions that give the file to something which
// writes to it later.
package fix_carriers

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"sync"
)

var pool = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// The deferred Close completes the file.
func pooled(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	gz := pool.Get().(*gzip.Writer)
	defer pool.Put(gz)
	gz.Reset(f)
	defer gz.Close()
	_, err = io.WriteString(gz, text)
	return err
}

type encoder struct{ w *bufio.Writer }

// The encoder still holds the file when the function has ended.
func (e *encoder) save(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ has e.w keep f`
	if err != nil {
		return err
	}
	defer f.Close()
	e.w.Reset(f)
	defer e.w.Flush()
	_, err = e.w.WriteString(text)
	return err
}

type cleanups []func()

func (c *cleanups) add(f func()) { *c = append(*c, f) }

func (c *cleanups) run() {
	for _, f := range *c {
		f()
	}
}

// What is registered writes when the function ends.
func registered(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var c cleanups
	defer c.run()
	w := bufio.NewWriter(f)
	c.add(func() { w.Flush() })
	_, err = w.WriteString(text)
	return err
}

var atExit []func()

func onExit(f func()) int {
	atExit = append(atExit, f)
	return len(atExit)
}

func runExit() {
	for _, f := range atExit {
		f()
	}
}

// Who knows when that is run.
func later(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ has atExit keep f`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	onExit(func() { w.Flush() })
	if _, err := w.WriteString(text); err != nil {
		return err
	}
	runExit()
	return nil
}

type table struct{ out io.Writer }

func (t *table) to(w io.Writer) { t.out = w }

func (t *table) flush() { fmt.Fprintln(t.out, "end") }

// A method of the package keeps it, too.
func tabled(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	t := new(table)
	t.to(f)
	defer t.flush()
	_, err = f.WriteString(text)
	return err
}

type flushers map[*bufio.Writer]bool

func (s flushers) end() {
	for w := range s {
		w.Flush()
	}
}

// A key of a map, an element and what a pointer leads to are flushed as well.
func keyed(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	s := make(flushers)
	s[w] = true
	defer s.end()
	_, err = w.WriteString(text)
	return err
}

func copied(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	var ws [2]*bufio.Writer
	copy(ws[1:], []*bufio.Writer{w})
	defer func() { ws[1].Flush() }()
	_, err = w.WriteString(text)
	return err
}

func pointed(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var e encoder
	slot := &e.w
	*slot = bufio.NewWriter(f)
	defer func() { e.w.Flush() }()
	_, err = f.WriteString(text)
	return err
}

type reports struct{ entries sync.Map }

// What is called for each entry is not kept.
func (r *reports) save(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	r.entries.Range(func(k, v any) bool {
		_, err = fmt.Fprintln(f, k, v)
		return err == nil
	})
	return err
}
