package rewrite

import (
	"go/ast"
	"go/token"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/internal/module"
)

// TestSourceLines asks a source for its lines.
func TestSourceLines(t *testing.T) {
	b := loadText(t, "package p\n\nfunc f() {\n\tprintln(1) // one\n\tprintln(2); println(3)\n\n\tprintln(4,\n\t\t5)\n  \tprintln(6)\n}", module.Writer())
	s := &source{file: b.File, tok: b.Fset.File(b.File.FileStart), text: []byte(b.src), eol: "\n"}
	for n, want := range map[int]string{0: "", 1: "package p", 2: "", 4: "println(1) // one", 5: "println(2); println(3)", 10: "}", 11: "", -1: ""} {
		if got := s.line(n); got != want {
			t.Errorf("line %d: got %q, want %q", n, got, want)
		}
	}
	var stmts []ast.Stmt
	for c := range b.Root.Preorder((*ast.ExprStmt)(nil)) {
		stmts = append(stmts, c.Node().(ast.Stmt))
	}
	for i, want := range []struct {
		indent    string
		own       bool
		nextLine  int
		paragraph bool // the next line ends one
	}{
		{"\t", true, 5, false}, {"\t", false, 6, true}, {"\t", false, 6, true}, {"\t", true, 9, false}, {"  \t", true, 10, true},
	} {
		n := stmts[i]
		if got := s.indent(n.Pos()); got != want.indent {
			t.Errorf("statement %d: got indentation %q, want %q", i+1, got, want.indent)
		}
		if got := s.ownLines(n.Pos(), n.End()); got != want.own {
			t.Errorf("statement %d: got that it has lines of its own: %t, want %t", i+1, got, want.own)
		}
		if got := s.tok.Line(s.nextLine(n.End())); got != want.nextLine {
			t.Errorf("statement %d: got next line %d, want %d", i+1, got, want.nextLine)
		}
		if got := s.endsParagraph(want.nextLine); got != want.paragraph {
			t.Errorf("statement %d: got that line %d ends the paragraph: %t, want %t", i+1, want.nextLine, got, want.paragraph)
		}
	}
	if got := s.nextLine(b.File.FileEnd); got != b.File.FileEnd {
		t.Errorf("behind the last line: got %d, want the end of the file, %d", got, b.File.FileEnd)
	}
	if !s.shareLine(stmts) || s.shareLine(stmts[2:]) || s.shareLine(stmts[:1]) {
		t.Error("got other statements that share a line than the second and the third")
	}
}

// TestEditsMeet has an edit meet another one, which takes it in, or not.
func TestEditsMeet(t *testing.T) {
	edit := func(pos, end token.Pos) analysis.TextEdit { return analysis.TextEdit{Pos: pos, End: end} }
	for _, test := range []struct {
		name string
		edit analysis.TextEdit // beside one from 10 to 20
		kept bool
	}{
		{"before", edit(5, 10), true},
		{"behind", edit(20, 25), true},
		{"the same", edit(10, 20), true},
		{"at the beginning", edit(10, 15), false},
		{"at the end", edit(15, 20), false},
		{"in the middle", edit(12, 18), false},
		{"around it", edit(9, 21), true},
		{"across its end", edit(15, 25), true},
		{"inserted before", edit(10, 10), true},
		{"inserted behind", edit(20, 20), true},
		{"inserted in the middle", edit(15, 15), false},
	} {
		got := false
		for _, e := range outermost([]analysis.TextEdit{edit(10, 20), test.edit}) {
			got = got || e.Pos == test.edit.Pos && e.End == test.edit.End
		}
		if got != test.kept {
			t.Errorf("%s: got that it is kept: %t, want %t", test.name, got, test.kept)
		}
	}
	for _, test := range []struct {
		a, b analysis.TextEdit
		want bool
	}{
		{edit(1, 5), edit(5, 9), false}, {edit(1, 5), edit(4, 9), true}, {edit(5, 9), edit(1, 5), false}, {edit(4, 9), edit(1, 5), true}, {edit(1, 9), edit(3, 4), true},
	} {
		if got := overlap([]analysis.TextEdit{test.a}, []analysis.TextEdit{test.b}); got != test.want {
			t.Errorf("%v and %v: got that they overlap: %t, want %t", test.a, test.b, got, test.want)
		}
	}
}

// TestMerge puts edits together that several callers ask for.
func TestMerge(t *testing.T) {
	edit := func(pos, end token.Pos, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: pos, End: end, NewText: []byte(text)}
	}
	for _, test := range []struct {
		name  string
		edits []analysis.TextEdit
		count int // 0 if they get in each other's way
	}{
		{"one after the other", []analysis.TextEdit{edit(5, 9, "b"), edit(1, 5, "a")}, 2},
		{"the same twice", []analysis.TextEdit{edit(1, 5, "a"), edit(7, 9, "b"), edit(1, 5, "a")}, 2},
		{"two texts at one place", []analysis.TextEdit{edit(1, 5, "a"), edit(1, 5, "b")}, 0},
		{"two insertions at one place", []analysis.TextEdit{edit(5, 5, "a"), edit(5, 5, "b")}, 0},
		{"an insertion before", []analysis.TextEdit{edit(5, 5, "a"), edit(5, 9, "b")}, 2},
		{"one over the other", []analysis.TextEdit{edit(1, 5, "a"), edit(4, 9, "b")}, 0},
	} {
		o := &handout{edits: test.edits}
		if ok := o.merge(); ok != (test.count > 0) || ok && len(o.edits) != test.count {
			t.Errorf("%s: got %t and %d edits, want %d", test.name, ok, len(o.edits), test.count)
		}
	}
}

func TestOverlapping(t *testing.T) {
	for _, test := range []struct {
		edits []analysis.TextEdit
		want  bool
	}{
		{nil, false},
		{[]analysis.TextEdit{{Pos: 5, End: 9}, {Pos: 1, End: 5}}, false},
		{[]analysis.TextEdit{{Pos: 5, End: 5}, {Pos: 5, End: 9}, {Pos: 9, End: 9}}, false},
		{[]analysis.TextEdit{{Pos: 5, End: 9}, {Pos: 1, End: 6}}, true},
		{[]analysis.TextEdit{{Pos: 1, End: 9}, {Pos: 3, End: 3}}, true},
		{[]analysis.TextEdit{{Pos: 1, End: 3}, {Pos: 1, End: 3}}, true},
	} {
		if got := Overlapping(test.edits); got != test.want {
			t.Errorf("Overlapping(%v) = %v, want %v", test.edits, got, test.want)
		}
	}
}

func TestOverlap(t *testing.T) {
	edit := func(pos, end token.Pos) []analysis.TextEdit { return []analysis.TextEdit{{Pos: pos, End: end}} }
	for _, test := range []struct {
		a, b []analysis.TextEdit
		want bool
	}{
		{edit(1, 3), edit(2, 4), true}, {edit(1, 3), edit(3, 4), false}, {edit(3, 4), edit(1, 3), false}, {edit(1, 9), edit(3, 4), true}, {edit(3, 4), edit(1, 9), true}, {edit(1, 3), nil, false}, {nil, edit(1, 3), false}, {edit(2, 3), edit(2, 3), true},
	} {
		if got := overlap(test.a, test.b); got != test.want {
			t.Errorf("%v and %v: got %t, want %t", test.a, test.b, got, test.want)
		}
	}
}
