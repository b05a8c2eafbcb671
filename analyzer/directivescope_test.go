package analyzer

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestGoverned looks at the lines that the comment //here is about, as a nolint
// comment and as a directive.
func TestGoverned(t *testing.T) {
	for _, test := range []struct {
		src         string // from line 1 on
		whole, head lines
	}{
		{"package p //here\n\nvar v int\n", lines{1, 1}, lines{1, 1}},
		{"//here\npackage p\n\nvar v int\n", lines{1, 4}, lines{1, 2}},
		{"//here\n\npackage p\n", lines{1, 2}, lines{1, 2}},
		{"package p\n\nvar v int //here\nvar w int\n", lines{3, 3}, lines{3, 3}},
		{"package p\n\n//here\nvar v int\nvar w int\n", lines{3, 4}, lines{3, 4}},
		{"package p\n\n//here\n//another\n//and more\nvar v int\nvar w int\n", lines{3, 6}, lines{3, 6}},
		{"package p\n\n//before\n//here\nvar v int\nvar w int\n", lines{4, 5}, lines{4, 5}},
		{"package p\n\n//here\n\nvar v int\n", lines{3, 4}, lines{3, 4}},
		{"package p\n\n//here\nvar v = []int{\n\t1,\n}\n", lines{3, 6}, lines{3, 6}},
		{"package p\n\nvar v = []int{\n\t//here\n\t1,\n\t2,\n}\n", lines{4, 5}, lines{4, 5}},
		{"package p\n\nvar v = []int{\n\t1,\n\t//here\n}\n", lines{5, 6}, lines{5, 6}},
		{"package p\n\n//here\nfunc f() {\n\tprint()\n}\n", lines{3, 6}, lines{3, 4}},
		{"package p\n\n//here\nfunc f(\n\tn int,\n) {\n\tprint()\n}\n", lines{3, 8}, lines{3, 6}},
		{"package p\n\nfunc f(n int) {\n\t//here\n\tif n > 0 {\n\t\tprint()\n\t} else {\n\t\tprint()\n\t}\n}\n", lines{4, 9}, lines{4, 5}},
		{"package p\n\nfunc f(n int) {\n\t//here\n\tswitch {\n\tcase n > 0:\n\t\tprint()\n\t}\n}\n", lines{4, 8}, lines{4, 5}},
		{"package p\n\nfunc f(n int) {\n\tswitch {\n\t//here\n\tcase n > 0,\n\t\tn < 0:\n\t\tprint()\n\t}\n}\n", lines{5, 8}, lines{5, 7}},
		{"package p\n\nfunc f(c chan int) {\n\tselect {\n\t//here\n\tcase <-c:\n\t\tprint()\n\t}\n}\n", lines{5, 7}, lines{5, 6}},
		{"package p\n\nfunc f(n int) {\n\tprint(); /*\n*/ //here\n\tprint()\n}\n", lines{5, 6}, lines{5, 6}},
	} {
		fset := token.NewFileSet()
		syn, err := parser.ParseFile(fset, "p.go", test.src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		l := newLayout(fset.File(syn.FileStart), syn)
		for _, group := range syn.Comments {
			for i, comment := range group.List {
				if comment.Text != "//here" {
					continue
				}
				if got := l.governed(group.List[i:], wholeNode); got != test.whole {
					t.Errorf("%q: got lines %v for a nolint comment, want %v", test.src, got, test.whole)
				}
				if got := l.governed(group.List[i:], nodeHead); got != test.head {
					t.Errorf("%q: got lines %v for a directive, want %v", test.src, got, test.head)
				}
			}
		}
	}
}

// TestBeginning asks for the node with which the code of a line begins.
func TestBeginning(t *testing.T) {
	const src = "package p\n\nvar a, b = 1,\n\t2 + 3\n\nfunc f() { print() }; func g() {}\n"
	fset := token.NewFileSet()
	syn, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	file := fset.File(syn.FileStart)
	l := newLayout(file, syn)
	for line, want := range map[int]string{1: "package p", 2: "", 3: "var a, b = 1,\n\t2 + 3", 4: "2 + 3", 6: "func f() { print() }"} {
		got := ""
		switch n := l.beginning(line).(type) {
		case nil:
		case *ast.File:
			got = "package " + n.Name.Name
		default:
			got = src[file.Offset(n.Pos()):file.Offset(n.End())]
		}
		if got != want {
			t.Errorf("line %d begins with: got %q, want %q", line, got, want)
		}
	}
	if got, want := l.all(), (lines{1, 6}); got != want {
		t.Errorf("the lines of the file: got %v, want %v", got, want)
	}
	for line, want := range map[int]bool{2: false, 3: true, 4: true, 5: false} {
		if got := (lines{3, 4}).contain(line); got != want {
			t.Errorf("lines 3 to 4 have %d: got %t, want %t", line, got, want)
		}
	}
}
