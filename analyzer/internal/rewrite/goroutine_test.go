package rewrite

import (
	"go/ast"
	"testing"
)

// TestGroups looks for groups of goroutines, and for errors that literals keep.
func TestGroups(t *testing.T) {
	ask[ast.Stmt](t, []row[string]{
		{"var wg sync.WaitGroup; /*?*/wg.Wait()", "wg"}, {"wg := new(sync.WaitGroup); /*?*/wg.Wait()", "wg"}, {"var g errgroup.Group; /*?*/g.Wait()", "g"}, {"var g, h errgroup.Group; /*?*/lib.Both(&g, nil); h.Wait()", "g"}, {"var g, h errgroup.Group; /*?*/if ask() { g.Wait(); h.Wait() }", ""}, {"/*?*/work()", ""}, {"/*?*/mu.Lock()", ""}, {"var g errgroup.Group; /*?*/if ask() { g.Wait(); g.Wait() }", "g"},
	}, func(s *subject) string {
		if v := s.h.groupIn(s.stmt()); v != nil {
			return v.Name()
		}
		return ""
	})
	ask[*ast.FuncLit](t, []row[bool]{
		{"/*?*/func() error { return nil }()", true}, {"go /*?*/func() error { return nil }()", false}, {"own := /*?*/func() error { return nil }; own()", true}, {"var g errgroup.Group; g.Go(/*?*/func() error { return nil })", true}, {"lib.Any(/*?*/func() error { return nil })", false}, {"gen(/*?*/func() error { return nil })", true}, {"groups()[0].Go(/*?*/func() error { return nil }) ## func groups() []*errgroup.Group { return nil }", false},
		{"_ = filepath.WalkFunc(/*?*/func(string, fs.FileInfo, error) error { return nil })", true}, {"go gen(/*?*/func() error { return nil })", false}, {"/*?*/func() {}()", false}, {"var wg sync.WaitGroup; wg.Go(/*?*/func() {})", true},
	}, func(s *subject) bool { return s.h.hears(s.c) })
	ask[*ast.FuncLit](t, []row[int]{
		{"/*?*/func() { err = work() }()", 1}, {"/*?*/func() { own := work(); own = nil; _ = own }()", 0}, {"/*?*/func() { _ = work() }()", 0}, {"/*?*/func() { n = 1 }()", 0}, {"/*?*/func() { t.err = work() }()", 0}, {"/*?*/func() { err, failure = work(), nil }()", 2}, {"/*?*/func() { }()", 0},
	}, func(s *subject) int { return len(s.h.errorsKept(s.c.Node().(*ast.FuncLit))) })
}

func TestErrorsKept(t *testing.T) {
	ask[*ast.FuncLit](t, []row[int]{
		{"_ = /*?*/func() { err = work() }", 1}, {"_ = /*?*/func() { print(n); if ask() { err = work() } }", 1}, {"_ = /*?*/func() { func() { err = work() }() }", 1},
		{"_ = /*?*/func() { for { if ask() { n = 1; failure = work() } } }", 1},
	}, func(s *subject) int { return len(s.h.errorsKept(s.c.Node().(*ast.FuncLit))) })
}

func TestLosesError(t *testing.T) {
	ask[*ast.FuncLit](t, []row[bool]{
		{"_ = /*?*/func() { f.Write(data) }", false}, {"_ = /*?*/func() error { _, err := f.Write(data); return err }", false}, {"_ = /*?*/func() { _, err = f.Write(data) }", false},
		{"_ = /*?*/func() { lib.Write(global) }", false}, {"_ = /*?*/func() { lib.Write(f) }", true}, {"_ = /*?*/func() error { return lib.Write(f) }", false},
		{"_ = /*?*/func() error { lib.Write(f); return nil }", true}, {"_ = /*?*/func() error { if lib.Write(f) != nil { return errKnown }; return nil }", false},
		{"_ = /*?*/func() { f.Close(); work() }", false}, {"_ = /*?*/func() { print(f.Name()) }", false}, {"_ = /*?*/func() { if lib.Write(f) != nil { panic(1) } }", false},
		{"_ = /*?*/func() { if err := lib.Write(f); err != nil { log.Print(err) } }", true},
	}, func(s *subject) bool { return s.h.losesError(s.c.Node().(*ast.FuncLit), true) != nil })
}
