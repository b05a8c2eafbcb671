package rename

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
)

func TestRemoves(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Remove(path + \".tmp\")", true}, {"/*?*/os.Remove(path)", false}, {"/*?*/os.Remove(f.Name())", true}, {"/*?*/f.Close()", false}, {"/*?*/os.RemoveAll(path)", true}, {"/*?*/os.RemoveAll(other)", false}, {"/*?*/os.Remove(other)", false}, {"/*?*/cleanup(f) ## func cleanup(f *os.File) {}", true}, {"/*?*/cleanup() ## func cleanup() {}", true},
		{"/*?*/cleanup(n) ## func cleanup(n int) {}", false}, {"func(p string) { /*?*/os.Remove(p) }(path + \".tmp\")", true}, {"func(p string) { /*?*/os.Remove(p) }(path)", false}, {"func(p string) { /*?*/os.Remove(p) }(f.Name())", true}, {"own := func(p string) { /*?*/os.Remove(p) }; own(path + \".tmp\")", false}, {"var w io.Writer = f; /*?*/discard(w) ## func discard(w io.Writer) {}", false},
		{"func save(path string) {\n\t/*?*/cleanup()\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}\nfunc cleanup() {}", false},
	}, func(s *subject) bool { return s.removes(s.call(), s.d) })
	ask[ast.Node](t, []row[string]{
		{"f.Close()", ""}, {"os.Remove(path + \".tmp\")", "plain"}, {"defer os.Remove(path + \".tmp\")", "deferred"}, {"defer func() { os.Remove(path + \".tmp\") }()", "deferred"}, {"defer func() { if err != nil { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { if !ok { os.Remove(path + \".tmp\") } }()", "deferred ok false"},
		{"defer func() { if ok { os.Remove(path + \".tmp\") } }()", "deferred ok true"}, {"defer func() { if ok { } else { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { own := true; if own { os.Remove(path + \".tmp\") } }()", "deferred"}, {"defer func() { if (!(ok)) { os.Remove(path + \".tmp\") } }()", "deferred ok false"},
		{"func() { os.Remove(path + \".tmp\") }()", "plain"}, {"own := func() { os.Remove(path + \".tmp\") }; own()", "plain"}, {"own := func() { os.Remove(path + \".tmp\") }; defer own()", "deferred"}, {"own := func() { os.Remove(path + \".tmp\") }; defer func() { own() }()", "deferred"}, {"own := func() { os.Remove(path + \".tmp\") }; own(); own()", "plain, plain"},
		{"own := func() { os.Remove(path + \".tmp\") }; atEnd(own) ## func atEnd(func()) {}", "deferred"}, {"list2 := []func(){func() { os.Remove(path + \".tmp\") }}; _ = list2", "deferred"}, {"defer func() { if t.ok { os.Remove(path + \".tmp\") } }() ## var t struct{ ok bool }", "deferred"},
		{"func save(path string) {\n\tos.Remove(path+\".tmp\")\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}", ""}, {"func save(path string) {\n\tdefer os.Remove(path+\".tmp\")\n\tf, _ := os.Create(path+\".tmp\")\n\tf.Close()\n\tos.Rename(path+\".tmp\", path)\n}", "deferred"},
	}, func(s *subject) string {
		var all []string
		for _, r := range s.removals(s.d, s.d.Made) {
			text := "plain"
			if r.deferred {
				text = "deferred"
			}
			if r.guard != nil {
				text += fmt.Sprint(" ", r.guard.Name(), " ", r.armed)
			}
			all = append(all, text)
		}
		return strings.Join(all, ", ")
	})
	ask[*ast.BranchStmt](t, []row[bool]{
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true},
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tfor range 3 {\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false}, {"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tswitch {\n\t\tcase path == \"\":\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
		{"func save(paths []string) {\n\tfor _, path := range paths {\n\t\tswitch {\n\t\tcase path == \"\":\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(paths []string) {\nout:\n\tfor _, path := range paths {\n\t\tif path == \"\" {\n\t\t\t/*?*/break out\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
		{"func save(path string) {\n\tif path == \"\" {\n\t\t/*?*/goto out\n\t}\n\tos.Rename(path+\".tmp\", path)\nout:\n}", false}, {"func save(path string) {\n\tfor i := 0; i < 3; i++ {\n\t\tif i > 1 {\n\t\t\t/*?*/continue\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", true}, {"func save(path string) {\n\tfor range 3 {\n\t\t/*?*/break\n\t}\n\tos.Rename(path+\".tmp\", path)\n}", false},
		{"func save(path string, c chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-c:\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false}, {"func save(path string, v any) {\n\tfor {\n\t\tswitch v.(type) {\n\t\tcase int:\n\t\t\t/*?*/break\n\t\t}\n\t\tos.Rename(path+\".tmp\", path)\n\t}\n}", false},
	}, func(s *subject) bool { return s.leavesLoop(s.c, s.move.At) })
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/work() ## func work() error { return nil }", true}, {"_ = /*?*/work() ## func work() error { return nil }", true}, {"err = /*?*/work() ## func work() error { return nil }", false}, {"if /*?*/work() != nil { } ## func work() error { return nil }", false}, {"v.e = /*?*/work() ## func work() error { return nil }; var v struct{ e error }", false},
	}, func(s *subject) bool { return dropsError(s.c) })
	ask[*ast.ReturnStmt](t, []row[bool]{
		{"func save() (*os.File, error) { /*?*/return nil, errors.New(\"x\") }", true}, {"func save() (*os.File, error) { /*?*/return nil, nil }", false}, {"func save() (*os.File, error) { /*?*/return os.Stdout, errors.New(\"x\") }", false}, {"func save() error { /*?*/return errors.New(\"x\") }", false}, {"func save() (*os.File, *int) { /*?*/return nil, new(int) }", false},
		{"func save() (f *os.File, err error) { /*?*/return }", false}, {"func save() (*os.File, error) { /*?*/return os.Create(\"x\") }", false},
	}, func(s *subject) bool {
		return s.returnsError(s.c.Node().(*ast.ReturnStmt), &Draft{Path: ast.NewIdent("path")})
	})
}

// TestReturnsNoName asks about a file that has got its name from os.CreateTemp.
func TestReturnsNoName(t *testing.T) {
	ask[*ast.ReturnStmt](t, []row[bool]{
		{"func save() (*os.File, error) { /*?*/return nil, errors.New(\"x\") }", true}, {"func save() (string, error) { /*?*/return \"\", errors.New(\"x\") }", true}, {"func save() (string, error) { /*?*/return \"y\", errors.New(\"x\") }", false},
		{"func save() (string, error) { /*?*/return \"\", nil }", false}, {"func save() (n int, err error) { /*?*/return 0, errors.New(\"x\") }", false}, {"func save(name string) (string, error) { /*?*/return name, errors.New(\"x\") }", false},
	}, func(s *subject) bool { return s.returnsError(s.c.Node().(*ast.ReturnStmt), new(Draft)) })
}

// TestExits lists by which statements control leaves the way to the rename, and
// which one is the test of the creation.
func TestExits(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Close()", "return err"}, {"if ok { return nil }", "return nil, return err"}, {"func() error { return nil }()", "return err"}, {"for range n { continue }", "return err"}, {"_ = f >> return nil", "return err"},
		{"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\terr := os.Rename(path+\".tmp\", path)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}", "return err"}, {"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\terr := os.Rename(path+\".tmp\", path)\n\tif path == \"\" {\n\t\treturn err\n\t}\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\tos.WriteFile(path+\".tmp\", nil, 0)\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""}, {"func save(path string) error {\n\terr := os.WriteFile(path+\".tmp\", nil, 0)\n\tif os.IsExist(err) {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\terr := os.WriteFile(path+\".tmp\", nil, 0)\n\tif len(path) > 3 {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", "return err"}, {"func save(path string) error {\n\tif err := os.WriteFile(path+\".tmp\", nil, 0); err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
		{"func save(path string) error {\n\tvar err error\n\tif path != \"\" {\n\t\terr = os.WriteFile(path+\".tmp\", nil, 0)\n\t}\n\tif err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""}, {"func save(path string) error {\n\tvar err error\n\tfor range 3 {\n\t\terr = os.WriteFile(path+\".tmp\", nil, 0)\n\t}\n\tif err != nil {\n\t\treturn err\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", "return err"},
		{"func save(path string) error {\n\tif path != \"\" {\n\t\tif err := os.WriteFile(path+\".tmp\", nil, 0); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n\tos.Rename(path+\".tmp\", path)\n\treturn nil\n}", ""},
	}, func(s *subject) string {
		var all []string
		for _, c := range s.exitsBetween(s.d.Made, s.move.At) {
			all = append(all, s.text(c.Node()))
		}
		return strings.Join(all, ", ")
	})
	ask[ast.Node](t, []row[bool]{
		{"f.Close()", false}, {"_ = os.IsExist(err)", true}, {"_ = os.ErrExist", true}, {"_ = os.IsNotExist(err)", false}, {"_ = errors.Is(err, fs.ErrExist)", true},
	}, func(s *subject) bool { return s.expectsOld(s.d) })
}
