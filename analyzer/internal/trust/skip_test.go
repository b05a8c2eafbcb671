package trust

import (
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// TestGuard asks whether os.WriteFile is left out if the file exists.
func TestGuard(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`if there(p) { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if !there(p) { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`if there(p) { log.Print(p) } else { return os.WriteFile(p, b, 0) }; return nil`, true},
		{`if there(p) { return nil } else if b == nil { return nil } else { return os.WriteFile(p, b, 0) }`, true},
		{`if b == nil { return nil } else if there(p) { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`for { if there(p) { break }; os.WriteFile(p, b, 0) }; return nil`, true},
		{`switch { case there(p): return nil }; return os.WriteFile(p, b, 0)`, true},
		{`switch { case !there(p): return os.WriteFile(p, b, 0) }; return nil`, true},
		{`ok := there(p); if ok { return nil }; return os.WriteFile(p, b, 0)`, true},
		{`write := func() error { return os.WriteFile(p, b, 0) }; if there(p) { return nil }; return write()`, false},
		{`if there(p) { return nil }; return func() error { return os.WriteFile(p, b, 0) }()`, true},
		{`if there(p) { _, err := os.ReadFile(p); if err != nil { return err }; return nil }; return os.WriteFile(p, b, 0)`, true},
		{`if !there(p) { if err := os.WriteFile(p, b, 0); err != nil { return err }; return verify(p) }; return nil`, true},

		{`if !there(p) { if err := os.WriteFile(p, b, 0); err != nil { return err } }; return verify(p)`, false},
		{`if there(p) { return errors.New("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { log.Fatal("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { log.Print("x") }; return os.WriteFile(p, b, 0)`, false},
		{`if !there(p) { return os.WriteFile(p, b, 0) }; return errors.New("x")`, false},
		{`if there(p) { return os.WriteFile(p, b, 0) }; return nil`, false},
		{`if there("x") { return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if err := os.WriteFile(p, b, 0); err != nil { return err }; if there(p) { return nil }; return nil`, false},
		{`if there(p) { if len(b) > 2 { return errors.New("x") }; return nil }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) { return verify(p) }; return os.WriteFile(p, b, 0)`, false},
		{`if there(p) && verify(p) == nil { return nil }; return os.WriteFile(p, b, 0)`, false},
	} {
		f, pkg := load(t, `func there(p string) bool { _, err := os.Stat(p); return err == nil }

func verify(p string) error { return nil }

func save(p string, b []byte) error { `+test.body+" }\n")
		s, ok := trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil)
		if !ok {
			t.Fatalf("%s: os.WriteFile is no sink", test.body)
		}
		if _, got := f.Guard(s); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}

// TestGuardOfCaller asks the same of functions that are called with the path.
func TestGuardOfCaller(t *testing.T) {
	for _, test := range []struct {
		call string
		want bool
	}{
		{`if there(p) { return nil }; return save(p)`, true},
		{`if there(p + "/x") { return nil }; return save(p + "/x")`, true},
		{`name := p + "/x"; if !there(name) { return save(p + "/x") }; return nil`, true},
		{`if there(p) { return nil }; return twice(p)`, true},

		{`if there(p) { return nil }; return save(p + "/x")`, false},
		{`if there(p) { return errors.New("x") }; return save(p)`, false},
		{`return save(p)`, false},
	} {
		f, pkg := load(t, `func there(p string) bool { _, err := os.Stat(p); return err == nil }

func save(to string) error { return os.WriteFile(to, nil, 0) }

func twice(to string) error { return save(to) }

func caller(p string) error { `+test.call+" }\n")
		s, _ := trace.SinkOf(pkg.Info, pkg.Call(t, "os.WriteFile"), nil)
		if _, got := f.Guard(s); got != test.want {
			t.Errorf("%s: got %t, want %t", test.call, got, test.want)
		}
	}
}
