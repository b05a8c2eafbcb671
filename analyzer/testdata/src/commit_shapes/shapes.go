// Package commit_shapes holds files that other code sees to.
package commit_shapes

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"text/template"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func returned(name string) (*atomicfile.File, error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return nil, fmt.Errorf("create: %w", err)
	}
	if _, err := f.WriteString("header\n"); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func straight(name string) (*atomicfile.File, error) { return atomicfile.Create(name) }

func byName(name string) (f *atomicfile.File, err error) {
	f, err = atomicfile.Create(name)
	return
}

type table struct {
	f *atomicfile.File
	w *bufio.Writer
}

func newTable(name string) (*table, error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return nil, err
	}
	return &table{f: f, w: bufio.NewWriter(f)}, nil
}

func (t *table) open(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	t.f = f
	t.w = bufio.NewWriter(t.f)
	return nil
}

func (t *table) Close() error {
	if err := t.w.Flush(); err != nil {
		t.f.Close()
		return err
	}
	return t.f.Commit()
}

func (t *table) Abort() { t.f.Close() }

func collected(names []string) error {
	var files []*atomicfile.File
	defer func() {
		for _, f := range files {
			f.Close()
		}
	}()
	for _, name := range names {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		files = append(files, f)
		f.WriteString(name)
	}
	for _, f := range files {
		if err := f.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func keyed(names []string) map[string]*atomicfile.File {
	m := make(map[string]*atomicfile.File)
	for _, name := range names {
		if f, err := atomicfile.Create(name); err == nil {
			f.WriteString(name)
			m[name] = f
		}
	}
	return m
}

func committedElsewhere(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	f.WriteString("x")
	return finish(f)
}

func finish(f *atomicfile.File) error {
	if _, err := f.WriteString("\n"); err != nil {
		return err
	}
	return f.Commit()
}

func deferredElsewhere(name string) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer done(f, &err)
	_, err = f.WriteString("x")
	return err
}

func done(f *atomicfile.File, err *error) {
	if *err != nil {
		f.Close()
		return
	}
	*err = f.Commit()
}

func deferredLiteral(name string) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			f.Close()
		}
	}()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

func asMethod(name string) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer capture(&err, f.Close)
	f.WriteString("x")
	return run(f.Commit)
}

func capture(err *error, fn func() error) {}
func run(fn func() error) error           { return fn() }

func inGoroutine(name string, wg *sync.WaitGroup) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer f.Close()
		f.WriteString("x")
		if err := f.Commit(); err != nil {
			fmt.Println(err)
		}
	}()
	return nil
}

func ownClosures(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	write := func(s string) {
		if err == nil {
			_, err = f.WriteString(s)
		}
	}
	stop := func() error {
		if err != nil {
			f.Close()
			return err
		}
		return f.Commit()
	}
	write("a")
	write("b")
	return stop()
}

func asWriter(name string, tmpl *template.Template, cmd *exec.Cmd) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd.Stdout = f
	if err := cmd.Run(); err != nil {
		return err
	}
	if err := tmpl.Execute(io.MultiWriter(f, os.Stdout), nil); err != nil {
		return err
	}
	return f.Commit()
}

func either(name string) (err error) {
	var out io.Writer = os.Stdout
	if name != "" {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		defer func() {
			if err == nil {
				err = f.Commit()
			}
		}()
		out = f
	}
	_, err = fmt.Fprintln(out, "x")
	return err
}

func closer(name string) (err error) {
	var out io.WriteCloser = os.Stdout
	if name != "" {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		out = f
	}
	defer out.Close()
	if _, err := fmt.Fprintln(out, "x"); err != nil {
		return err
	}
	if c, ok := out.(interface{ Commit() error }); ok {
		return c.Commit()
	}
	return nil
}

func joined(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	if err == nil {
		err = f.Commit()
	}
	return errors.Join(err, f.Close())
}

func probe(name string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	return f.Close() // nothing was written
}

func forever(name string, c <-chan string) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		select {
		case s, ok := <-c:
			if !ok {
				return f.Commit()
			}
			if _, err := f.WriteString(s); err != nil {
				return err
			}
		}
	}
}

func block(name string) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		_, err := f.WriteString("x")
		return err
	})
}

func retried(name string) (err error) {
	for range 3 {
		var f *atomicfile.File
		f, err = atomicfile.Create(name)
		if err != nil {
			continue
		}
		if _, err = f.WriteString("x"); err != nil {
			f.Close()
			continue
		}
		if err = f.Commit(); err == nil {
			return nil
		}
	}
	return err
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func generic(name string) {
	f := must(atomicfile.Create(name))
	defer f.Close()
	f.WriteString("x")
	if err := f.Commit(); err != nil {
		panic(err)
	}
}
