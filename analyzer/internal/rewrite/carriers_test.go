package rewrite

import (
	"go/ast"
	"strings"
	"testing"
)

// TestReasonStays asks several times why there is no fix, of a function that has
// two reasons.
func TestReasonStays(t *testing.T) {
	for range 20 {
		b := load(t, `
func save(name string, data []byte) {
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	v := bufio.NewWriter(w)
	for _, fn := range []func(){
		func() { v.Write(data) },
		func() { w.Write(data) },
	} {
		fn()
	}
	w.Flush()
}
`)
		const want = "line 49 may write to f at another time"
		if _, reason := b.fixer.Fix(b.sinkIn(t)); reason != want {
			t.Fatalf("got reason %q, want %q", reason, want)
		}
	}
}

// TestFixRanges lets what a loop takes out of a list write to the file.
func TestFixRanges(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"defer f.Close()\n\tws := []io.Writer{f}\n\tfor _, w := range ws {\n\t\tlib.Write(w)\n\t}", "by hand: line 130 ends the file though the error of lib.Write in line 127 may not be nil"},
		{"defer f.Close()\n\tws := []io.Writer{f}\n\tfor _, w := range ws {\n\t\tdefer w.Write(data)\n\t}", "by hand: line 130 ends the file though the error of w.Write in line 127 may not be nil"},
		{"defer f.Close()\n\tws := []io.Writer{f}\n\tfor _, w := range ws {\n\t\tif err := lib.Write(w); err != nil {\n\t\t\treturn err\n\t\t}\n\t}", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
	}, (*subject).fixed)
}

// TestCarriers lists what may write to the file.
func TestCarriers(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", "f"}, {"w := bufio.NewWriter(f); w.Flush()", "f w"}, {"w := bufio.NewWriter(f); x := bufio.NewWriter(w); x.Flush()", "f w x"}, {"var w io.Writer = f; w.Write(data)", "f w"}, {"var w, x io.Writer = f, nil; _, _ = w, x", "f w"}, {"w, err := two2(f); _, _ = w, err ## func two2(w io.Writer) (io.Writer, error) { return w, nil }", "f w"},
		{"k, err := f.Write(data); _, _ = k, err", "f"}, {"ws := []io.Writer{f}; for _, w := range ws { w.Write(data) }", "f ws w"}, {"ws := map[io.Writer]int{f: 1}; for w := range ws { w.Write(data) }", "f ws w"}, {"ws := []io.Writer{f}; for i := range ws { ws[i].Write(data) }", "f ws"}, {"own := pair{}; own.w = f; _ = own", "f own"}, {"m := map[io.Writer]int{}; m[f] = 1", "f m"}, {"ws := make([]io.Writer, 1); copy(ws, []io.Writer{f})", "f ws"}, {"global = f", "f"}, {"t.w = f", "f"},
		{"own := pair{}; p := &own; p.w = f; _ = own", "f own p"}, {"info, err := f.Stat(); _, _ = info, err", "f"}, {"var w io.Writer; w = f; _ = w", "f w"}, {"var b lib.Box; b.Put(f); _ = b", "f b"}, {"w := fill; _ = w", "f"}, {"own := new(pair); own.keep(f); _ = own ## func (t *pair) keep(w io.Writer) { t.w = w }", "f own"},
		{"var ptr int; p := &ptr; own := pair{}; own.w = f; _, _ = p, own", "f own"},
	}, func(s *subject) string {
		var names []string
		for _, obj := range inOrder(s.h.carriers) {
			names = append(names, obj.Name())
		}
		return strings.Join(names, " ")
	})
}

func TestKeepsArguments(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"var b lib.Box; /*?*/b.Put(f)", true}, {"var b lib.Box; /*?*/b.Add(f)", true}, {"var b lib.Box; /*?*/b.Send(f)", false}, {"var b lib.Box; /*?*/b.InitWith(f)", true},
		{"var b lib.Box; /*?*/b.Reset(f)", true}, {"var b lib.Box; /*?*/b.SetTo(f)", true}, {"var once sync.Once; /*?*/once.Do(func() {})", false}, {"/*?*/hook(name)", false},
	}, func(s *subject) bool { return s.h.keepsArguments(s.call()) })
}

func TestTakesArguments(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/func(int) {}", true}, {"_ = /*?*/func() {}", false}, {"_ = /*?*/hook", false}, {"_ = /*?*/(func(a, b int) {})", true},
	}, func(s *subject) bool { return takesArguments(s.expr()) })
}

func TestHolds(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/name", false}, {"_ = /*?*/err", false}, {"_ = /*?*/f", true}, {"_ = /*?*/[]string{}", false}, {"_ = /*?*/[]*os.File{}", true}, {"_ = /*?*/fs.FileInfo(nil)", false}, {"_, _ = /*?*/two()", false},
		{"_, _ = /*?*/os.Open(name)", true}, {"_ = /*?*/t", true}, {"_ = /*?*/ch", true}, {"_ = /*?*/hook", true}, {"_ = /*?*/fs.FileMode(0)", false}, {"_ = /*?*/fs.File(nil)", true}, {"/*?*/lib.Any(f)", false},
	}, func(s *subject) bool { return holds(s.Info.TypeOf(s.expr())) })
	if holds(nil) {
		t.Error("no type: got that it holds a reference, want that it does not")
	}
}
