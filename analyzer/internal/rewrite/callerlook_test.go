package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixCallerLooks lets callers look for the file.
func TestFixCallerLooks(t *testing.T) {
	of := func(callers string) string {
		return "func save(name string, data []byte) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n" + callers
	}
	ask[ast.Node](t, []row[string]{
		{of("func call(s string) bool {\n\tsave(s, nil)\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "by hand: line 131 looks for the file after a failure"},
		{of("func call(s string) bool {\n\tif save(s, nil) != nil {\n\t\treturn false\n\t}\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s, t string) bool {\n\tsave(s, nil)\n\t_, err := os.Stat(t)\n\treturn err == nil\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) bool {\n\t_, err := os.Stat(s)\n\tsave(s, nil)\n\treturn err == nil\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) bool {\n\t_, err := os.Stat(s)\n\tgo save(s, nil)\n\treturn err == nil\n}"), "by hand: line 130 looks for the file after a failure"},
		{of("func call(s string) {\n\tsave(s, nil)\n\tos.Create(s)\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) bool {\n\tsave(s, nil)\n\treturn exists(s)\n}\nfunc exists(s string) bool {\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "by hand: line 131 looks for the file after a failure"},
		{of("func call(s string) { save(s, nil) }\nfunc more(s string) bool {\n\tcall(s)\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "by hand: line 132 looks for the file after a failure"},
		{of("func call(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\nfunc more(s string) bool {\n\tcall(s)\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\nfunc more(s string) { call(s) }\nfunc most(s string) bool {\n\tmore(s)\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tpanic(err)\n\t}\n}\nfunc more(s string) {\n\tdefer func() { recover() }()\n\tcall(s)\n}\nfunc most(s string) bool {\n\tmore(s)\n\t_, err := os.Stat(s)\n\treturn err == nil\n}"), "by hand: line 140 looks for the file after a failure"},
		{of("func call(list []string) {\n\tfor _, s := range list {\n\t\tif _, err := os.Stat(s); err != nil {\n\t\t\tsave(s, nil)\n\t\t}\n\t}\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) {\n\tfor {\n\t\tif _, err := os.Stat(s); err == nil {\n\t\t\treturn\n\t\t}\n\t\tsave(s, nil)\n\t}\n}"), "by hand: line 131 looks for the file after a failure"},
		{of("func call(s string) {\n\tfor {\n\t\tt := s\n\t\tif _, err := os.Stat(t); err == nil {\n\t\t\treturn\n\t\t}\n\t\tsave(t, nil)\n\t}\n}"), "by hand: line 132 looks for the file after a failure"},
		{of("func call(s string) bool {\n\tseen := make(chan bool)\n\tgo func() {\n\t\t_, err := os.Stat(s)\n\t\tseen <- err == nil\n\t}()\n\tsave(s, nil)\n\treturn <-seen\n}"), "by hand: line 131 looks for the file after a failure"},
		{of("func call(s string, done chan bool) {\n\tgo func() {\n\t\tif save(s, nil) == nil {\n\t\t\tos.Stat(s)\n\t\t}\n\t\tdone <- true\n\t}()\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) bool {\n\tdefer os.Stat(s)\n\treturn save(s, nil) == nil\n}"), "by hand: line 130 looks for the file after a failure"},
		{of("func call(s string) {\n\tdefer func() {\n\t\tif recover() != nil {\n\t\t\tos.Stat(s)\n\t\t}\n\t}()\n\tmust(s)\n}\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tpanic(err)\n\t}\n}"), "by hand: line 132 looks for the file after a failure"},
		{of("func call(s string) {\n\tdefer look(s)\n\tmust(s)\n}\nfunc look(s string) {\n\tif recover() != nil {\n\t\tos.Stat(s)\n\t}\n}\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tpanic(err)\n\t}\n}"), "by hand: line 130 looks for the file after a failure"},
		{of("func call(s string) {\n\tdefer func() {\n\t\tif recover() != nil {\n\t\t\tos.Stat(s)\n\t\t}\n\t}()\n\tmust(s)\n}\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}"), "by hand: line 132 looks for the file after a failure"},
		{of("func call(s string) {\n\ttry(func() { must(s) })\n\tos.Stat(s)\n}\nfunc try(fn func()) {\n\tdefer func() { recover() }()\n\tfn()\n}\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}"), "by hand: line 131 looks for the file after a failure"},
		{of("func call(s string) {\n\ttry(func() { must(s) })\n\tos.Stat(s)\n}\nfunc try(fn func()) {\n\tfn()\n}\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}"), "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{of("func call(s string) {\n\ttry(s)\n\tos.Stat(s)\n}\nfunc try(s string) {\n\tdefer catch()\n\tmust(s)\n}\nfunc catch() { recover() }\nfunc must(s string) {\n\tif err := save(s, nil); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}"), "by hand: line 131 looks for the file after a failure"},
		{"func save(name string, data []byte) {\n\tif _, err := os.Stat(name); err == nil {\n\t\treturn\n\t}\n\tif err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tlog.Print(err)\n\t}\n}\nfunc call(s string) {\n\tfor range 3 {\n\t\tsave(s, nil)\n\t}\n}", "- if err := os.WriteFile(name, data, 0o644); err != nil {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"func save(name string, data []byte) {\n\tif there(name) {\n\t\treturn\n\t}\n\tif err := os.WriteFile(name, data, 0o644); err != nil {\n\t\tlog.Print(err)\n\t}\n}\nfunc there(s string) bool {\n\t_, err := os.Stat(s)\n\treturn err == nil\n}\nfunc call(s string) {\n\tfor range 3 {\n\t\tsave(s, nil)\n\t\tif there(s) {\n\t\t\treturn\n\t\t}\n\t}\n}", "by hand: line 133 looks for the file after a failure"},
		{"func save(name string, data []byte) error {\n\tif os.WriteFile(name, data, 0o644) != nil {\n\t\tlog.Print(\"not written\")\n\t}\n\treturn nil\n}\nfunc call(s string) error {\n\tif err := save(s, nil); err != nil {\n\t\treturn err\n\t}\n\t_, err := os.Stat(s)\n\treturn err\n}", "by hand: line 128 looks for the file after a failure"},
		{"func save(name string, data []byte) error {\n\tif os.WriteFile(name, data, 0o644) != nil {\n\t\treturn errors.New(\"not written\")\n\t}\n\treturn nil\n}\nfunc call(s string) error {\n\tif err := save(s, nil); err != nil {\n\t\treturn err\n\t}\n\t_, err := os.Stat(s)\n\treturn err\n}", "- if os.WriteFile(name, data, 0o644) != nil {\n+ if atomicfile.WriteFile(name, data, 0o644) != nil {"},
		{"func save(name string, data []byte) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tif _, err := f.Write(data); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}\n\tif err := f.Close(); err != nil {\n\t\tlog.Print(err)\n\t}\n\treturn nil\n}\nfunc call(s string) error {\n\tif err := save(s, nil); err != nil {\n\t\treturn err\n\t}\n\t_, err := os.Stat(s)\n\treturn err\n}", "by hand: line 136 looks for the file after a failure"},
	}, (*subject).fixed)
}

func TestSoughtBy(t *testing.T) {
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/os.Stat(name)", 1}, {"/*?*/os.Create(name)", 0}, {"/*?*/os.OpenFile(name, os.O_RDWR, 0)", 1}, {"/*?*/os.Remove(name)", 0}, {"/*?*/fmt.Print(name)", 0}, {"/*?*/lib.Save(name)", 1},
		{"/*?*/own(name) ## func own(s string) { os.Stat(s) }", 0}, {"/*?*/os.Link(name, other)", 0}, {"/*?*/os.WriteFile(name, nil, 0)", 0}, {"/*?*/lib.Any(f)", 0},
	}, func(s *subject) int { return len(s.h.soughtBy(s.call())) })
}

func TestComesBackFailed(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/do() ## func do() { if err := work(); err != nil { log.Fatal(err) } }", false}, {"/*?*/do() ## func do() { if err := work(); err != nil { log.Print(err) } }", true},
		{"/*?*/do() ## func do() { work() }", false}, {"/*?*/do() ## func do() { defer work() }", false}, {"/*?*/do() ## func do() { if number() > 0 { print() } }", false},
		{"/*?*/do() ## func do() { check(work()) }", false}, {"/*?*/do() ## func do() { if err := work(); err != nil { panic(err) } }", false}, {"/*?*/do() ## func do() (n int) { return 1 }", true},
		{"/*?*/lib.Any(f)", true}, {"/*?*/do() ## func do() { if work() == nil { return }; os.Exit(1) }", false},
	}, func(s *subject) bool { return (&callerCheck{Fixer: s.h.Fixer}).comesBackFailed(s.call()) })
}

func TestReachedAfterFailure(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"fails(); /*?*/os.Stat(name) ## func fails() error { return nil }", true}, {"/*?*/os.Stat(name); fails() ## func fails() error { return nil }", false},
		{"if fails() == nil { /*?*/os.Stat(name) } ## func fails() error { return nil }", false}, {"if fails() != nil { /*?*/os.Stat(name) } ## func fails() error { return nil }", true},
		{"if !fails() { /*?*/os.Stat(name) } ## func fails() bool { return false }", true}, {"if fails() { /*?*/os.Stat(name) } ## func fails() bool { return false }", true},
		{"fails(); /*?*/os.Stat(name) ## func fails() {}", true}, {"if n, err := fails(); err == nil { print(n); /*?*/os.Stat(name) } ## func fails() (int, error) { return 0, nil }", false},
		{"for range 3 { /*?*/os.Stat(name); fails() } ## func fails() error { return nil }", true},
		{"for range 3 { /*?*/os.Stat(name); if fails() != nil { break } } ## func fails() error { return nil }", false},
		{"if fails() == nil { /*?*/os.Stat(name); os.Stat(name) } ## func fails() error { return nil }", false},
	}, func(s *subject) bool {
		failing := s.Call(s.t, "fails(").Node().(*ast.CallExpr)
		return s.h.reachedAfterFailure(failing, s.h.fn, []*ast.CallExpr{s.call()}, failure{returns: true}) != nil
	})
}
