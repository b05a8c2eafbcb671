package atomicfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// save writes text to name and then does what end says.
func save(name, text string, end func() error) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Finish(&err)
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return end()
}

func TestFinish(t *testing.T) {
	ok := func() error { return nil }
	recovering := func(name string, end func() error) (err error) {
		defer func() { recover() }()
		return save(name, "new", end)
	}
	for _, tt := range []struct {
		name string
		run  func(name string) error
		want string
	}{
		{"return", func(name string) error { return save(name, "new", ok) }, "new"},
		{"error", func(name string) error { return save(name, "new", func() error { return errRead }) }, "old"},
		{"panic", func(name string) error { return recovering(name, func() error { panic("boom") }) }, "old"},
		{"panic(nil)", func(name string) error { return recovering(name, func() error { panic(nil) }) }, "old"},
		{"runtime error", func(name string) error {
			return recovering(name, func() error { var p *int; *p = 1; return nil })
		}, "old"},
		{"nested panic", func(name string) error {
			return recovering(name, func() error {
				defer func() { panic("second") }()
				panic("first")
			})
		}, "old"},
		{"panic recovered within", func(name string) error {
			return save(name, "new", func() error { return recovering(name+"2", func() error { panic("boom") }) })
		}, "new"},
		{"Goexit", func(name string) error {
			done := make(chan bool)
			go func() {
				defer close(done)
				save(name, "new", func() error { runtime.Goexit(); return nil })
			}()
			<-done
			return nil
		}, "old"},
		{"saved while panicking", func(name string) error {
			defer func() { recover() }()
			defer save(name, "new", ok)
			panic("boom")
		}, "new"},
		{"saved while panicking, in a literal", func(name string) error {
			defer func() { recover() }()
			defer func() {
				var err error
				f, _ := atomicfile.Create(name)
				defer f.Finish(&err)
				f.WriteString("new")
			}()
			panic("boom")
		}, "new"},
		{"panic while saving while panicking", func(name string) error {
			defer func() { recover() }()
			defer save(name, "new", func() error { panic("second") })
			panic("first")
		}, "old"},
		{"created by a function that recovers, then panic", func(name string) (err error) {
			defer func() { recover() }()
			var f *atomicfile.File
			func() {
				defer func() { f, _ = atomicfile.Create(name); recover() }()
				panic("before")
			}()
			defer f.Finish(&err)
			f.WriteString("new")
			panic("boom")
		}, "old"},
		{"created by a function that recovers", func(name string) (err error) {
			var f *atomicfile.File
			func() {
				defer func() { f, _ = atomicfile.Create(name); recover() }()
				panic("before")
			}()
			defer f.Finish(&err)
			f.WriteString("new")
			return nil
		}, "new"},
		{"created by another deferred function while panicking", func(name string) (err error) {
			defer func() { recover() }()
			var f *atomicfile.File
			defer func() { f.Finish(&err) }()
			defer func() { f, _ = atomicfile.Create(name); f.WriteString("new") }()
			panic("boom")
		}, "new"},
		{"deferred in a literal", func(name string) error {
			return func() (err error) {
				f, _ := atomicfile.Create(name)
				defer func() { f.Finish(&err) }()
				f.WriteString("new")
				return nil
			}()
		}, "new"},
		{"panic, deferred in a literal", func(name string) (err error) {
			defer func() { recover() }()
			f, _ := atomicfile.Create(name)
			defer func() { f.Finish(&err) }()
			f.WriteString("new")
			panic("boom")
		}, "old"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			name := filepath.Join(dir, "out")
			if err := os.WriteFile(name, []byte("old"), 0o666); err != nil {
				t.Fatal(err)
			}
			tt.run(name)
			wantFile(t, name, tt.want)
			wantNames(t, dir, "out")
		})
	}
}

// A panic is not swallowed, and its value not changed.
func TestFinishPassesPanicOn(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	defer func() {
		if got := recover(); got != "boom" {
			t.Errorf("recovered %v, want boom", got)
		}
	}()
	save(name, "new", func() error { panic("boom") })
}

// A function that recovers from its own panic must not return nil.
func TestFinishRecoveredInFunction(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	run := func() (err error) {
		defer func() { recover() }()
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer f.Finish(&err)
		panic("boom")
	}
	if err := run(); err == nil {
		t.Error("got no error from a function whose file was discarded")
	}
}

// A panic publishes nothing, however deep Finish is called.
func TestFinishFarBelow(t *testing.T) {
	for _, depth := range []int{1, 100, 130, 600, 3000} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		var below func(n int, do func())
		below = func(n int, do func()) {
			if n > 0 {
				below(n-1, do)
				return
			}
			do()
		}
		save := func(fail bool) (err error) {
			f, err := atomicfile.Create(name)
			if err != nil {
				return err
			}
			defer func() { recover() }()
			defer func() { below(depth, func() { f.Finish(&err) }) }()
			f.WriteString("half")
			if fail {
				panic("boom")
			}
			return nil
		}
		save(true)
		wantNames(t, dir)
		below(depth, func() {
			if err := save(false); err != nil {
				t.Errorf("at depth %d: %v", depth, err)
			}
		})
		wantNames(t, dir, "out")
	}
}
