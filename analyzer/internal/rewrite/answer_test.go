package rewrite

import (
	"go/ast"
	"testing"
)

func TestUnclear(t *testing.T) {
	of := func(result, failed, body string) string {
		return "func save(name string, n int, ch chan int) " + result + " {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t" + failed + "\n\t}\n\tf.Write(nil)\n\t" + body + "\n}"
	}
	ask[*ast.ReturnStmt](t, []row[bool]{
		{of("int", "return 1", "f.Close()\n\t/*?*/return 1"), true}, {of("int", "return 1", "f.Close()\n\t/*?*/return 0"), false},
		{of("int", "return 1", "if n > 0 {\n\t\t/*?*/return 2\n\t}\n\treturn 0"), true}, {of("int", "return 1", "if n > 0 {\n\t\t/*?*/return 0\n\t}\n\treturn 0"), false},
		{of("int", "return 1", "if n > 0 {\n\t\t/*?*/return n\n\t}\n\treturn n"), true}, {of("int", "return 1", "f.Close()\n\t/*?*/return n"), false},
		{of("int", "return 1", "if n > 0 {\n\t\t/*?*/return 0\n\t}\n\tfor {\n\t}"), true}, {of("string", "return \"bad\"", "/*?*/return \"bad\""), true},
		{of("(int, string)", "return 0, \"bad\"", "/*?*/return 0, \"bad\""), true}, {of("(int, string)", "return 0, \"bad\"", "/*?*/return 1, \"bad\""), false},
		{of("bool", "return false", "if n > 0 {\n\t\t/*?*/return false\n\t}\n\treturn true"), false}, {of("error", "return err", "/*?*/return err"), false},
		{of("", "lib.Tell(err)\n\t\treturn", "lib.Tell(err)\n\t/*?*/return"), true}, {of("", "lib.Tell(err)\n\t\treturn", "/*?*/return"), false},
		{of("", "lib.Tell(err)\n\t\treturn", "log.Print(err)\n\t/*?*/return"), false}, {of("", "lib.Tell(err)\n\t\treturn", "if n > 0 {\n\t\tlib.Tell(err)\n\t}\n\t/*?*/return"), false},
		{of("", "lib.Tell(err)\n\t\treturn", "if n > 0 {\n\t\tlib.Tell(nil)\n\t\t/*?*/return\n\t}\n\tlib.Tell(nil)"), true},
		{"func save(name string) int {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t/*?*/return 1\n\t}\n\tf.Close()\n\treturn 0\n}", false},
		{"func save(name string) int {\n\tf, err := os.Create(name)\n\tprint(f, err)\n\t/*?*/return 1\n}", false},
		{"func save(name string) (n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn 1\n\t}\n\tf.Close()\n\t/*?*/return\n}", false},
	}, func(s *subject) bool { return s.p.unclear(s.c.Node()) })
}

func TestCalledIn(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"work(); log.Print(err)", 2}, {"work()", 1}, {"hook(name)", 0}, {"n++", 0}, {"_ = work()", 1}, {"err = work()", 0},
	}, func(s *subject) int { return len(s.p.calledIn(s.h.body)) })
}

// TestFixPrinting ends the program behind what it prints.
func TestFixPrinting(t *testing.T) {
	of := func(failed, before, rest string) string {
		return "func save(name string, data []byte, n int) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tk, err := f.Write(data)\n\tif err != nil {\n\t\t" + failed + "\n\t}\n\t" + before + "if err := f.Close(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tif k > n {\n\t\t" + rest + "\n\t}\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("log.Fatal(err)", "", "fmt.Println(n)\n\t\tos.Exit(1)"), "by hand: line 132 ends the function, and there is no telling whether it has failed"},
		{of("log.Fatal(err)", "", "fmt.Printf(\"%d\", n)\n\t\tos.Exit(1)"), "by hand: line 132 ends the function, and there is no telling whether it has failed"},
		{of("log.Fatal(err)", "", "fmt.Print(n)\n\t\tos.Exit(1)"), "by hand: line 132 ends the function, and there is no telling whether it has failed"},
		{of("log.Fatal(err)", "", "fmt.Fprint(os.Stderr, n)\n\t\tos.Exit(1)"), "by hand: line 132 can still fail for what was written when the file is published"},
		{of("log.Fatal(err)", "", "log.Print(n)\n\t\tos.Exit(1)"), "by hand: line 132 can still fail for what was written when the file is published"},
		{of("log.Fatal(err)", "", "fmt.Println(err)\n\t\tos.Exit(1)"), "by hand: line 132 ends the function, and there is no telling whether it has failed"},
		{of("log.Fatal(err)", "", "fmt.Println(n)\n\t\tpanic(n)"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{of("log.Fatal(err)", "", "os.Exit(1)\n\t\tfmt.Println(n)"), "by hand: line 131 can still fail for what was written when the file is published"},
		{of("log.Fatal(err)", "if k > n {\n\t\tfmt.Println(n)\n\t\tos.Exit(1)\n\t}\n\t", "return"), "by hand: line 129 ends the program, and there is no telling whether it has failed"},
		{of("log.Fatal(err)", "if k > n {\n\t\tfmt.Println(n)\n\t\tpanic(n)\n\t}\n\t", "return"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
		{of("fmt.Println(err)\n\t\tos.Exit(1)", "", "return"), "- f, err := os.Create(name)\n- if err := f.Close(); err != nil {\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ f.Close()\n+ if err := f.Commit(); err != nil {"},
	}, (*subject).fixed)
}
