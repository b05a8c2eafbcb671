package rewrite

import (
	"go/ast"
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
