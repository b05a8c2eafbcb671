package rename

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

func TestTemporaryNames(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"x.tmp"`, true}, {`_ = /*?*/"x"`, false}, {`_ = /*?*/(path + ".tmp")`, true}, {`_ = /*?*/(path + ".x")`, false}, {`_ = /*?*/path`, false}, {`tmp := path; _ = /*?*/tmp`, true}, {`name := path + ".new"; _ = /*?*/name`, true}, {`_ = /*?*/v.p ## var v struct{ p string }`, false}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x.tmp" }`, true},
		{`_ = /*?*/v.tmp ## var v struct{ tmp string }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x" }`, false}, {`_ = /*?*/filepath.Join(path, "temp")`, true}, {`_ = /*?*/filepath.Join(path, "x")`, false}, {`_ = /*?*/fmt.Sprintf("%s.tmp", path)`, true}, {`_ = /*?*/(tmp() + "x") ## func tmp() string { return "" }`, true},
		{`_ = /*?*/lib.Name()`, false}, {`_ = /*?*/shared ## const shared = "x.tmp"`, true}, {`_ = /*?*/shared ## var shared = "x"; func set() { shared = "x.tmp" }`, false},
	}, func(s *subject) bool { return s.looksTemporary(s.expr()) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/"x"`, false}, {`_ = /*?*/path`, false}, {`_ = /*?*/time.Now().String()`, true}, {`_ = /*?*/(path + time.Now().String())`, true}, {`_ = /*?*/(time.Now().String() + path)`, true}, {`_ = /*?*/(path + ".tmp")`, false}, {`_ = /*?*/fmt.Sprint(path, n)`, true}, {`_ = /*?*/fmt.Sprint(path, other)`, false}, {`_ = /*?*/fmt.Sprintf("%d", os.Getpid())`, true},
		{`_ = /*?*/filepath.Join(path, lib.Name())`, true}, {`_ = /*?*/filepath.Join(path, other)`, false}, {`_ = /*?*/filepath.Clean(path)`, false}, {`_ = /*?*/string(data)`, true}, {`_ = /*?*/string(path)`, false}, {`_ = /*?*/made() ## func made() string { return "x" }`, false}, {`_ = /*?*/made() ## func made() string { return time.Now().String() }`, true}, {`_ = /*?*/made(path) ## func made(s string) string { return s }`, false},
		{`_ = /*?*/made(lib.Name()) ## func made(s string) string { return s }`, true}, {`_ = /*?*/made(n) ## func made(n int) string { return "x" }`, false}, {`_ = /*?*/lib.Name()`, true}, {`own := "x"; _ = /*?*/own`, false}, {`own := time.Now().String(); _ = /*?*/own`, true}, {`own := path + ".x"; _ = /*?*/own`, false}, {`_ = /*?*/shared ## var shared = time.Now().String()`, false},
		{`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = "x" + lib.Name() }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = lib.Name() }`, false}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = fmt.Sprintf("x%d", os.Getpid()) }`, true}, {`_ = /*?*/v.p ## var v struct{ p string }; func set() { v.p = filepath.Join("a", lib.Name()) }`, true},
		{`own := filepath.Join(path, lib.Name()); _ = /*?*/own`, true}, {`own := filepath.Join(path, other); _ = /*?*/own`, false}, {`own := filepath.Join(lib.Name(), "x"); _ = /*?*/own`, false}, {`dir, _ := os.MkdirTemp("", ""); own := filepath.Join(dir, "x"); _ = /*?*/own`, true}, {`dir := os.TempDir(); own := filepath.Join(dir, "x"); _ = /*?*/own`, false},
		{`own := os.Getenv("x"); _ = /*?*/own`, false}, {`own, _ := os.Getwd(); _ = /*?*/own`, false}, {`own := filepath.Dir(lib.Name()); _ = /*?*/own`, false}, {`for _, own := range list { _ = /*?*/own }`, true}, {`own := made(); _ = /*?*/own ## func made() string { return "x" }`, false}, {`_ = /*?*/list[0]`, true}, {`_ = /*?*/errors.New`, false}, {`_ = /*?*/n`, true}, {`last := path; own := filepath.Join("d", last); _ = /*?*/own`, false},
		{`var own string; _ = /*?*/own`, false}, {`_ = /*?*/func() string { return "x" }()`, false}, {`h := lib.Name; _ = /*?*/h()`, true}, {`own := []string{lib.Name()}[0]; _ = /*?*/own`, true},
	}, func(s *subject) bool { return s.ownName(s.expr(), 0) })
	ask[ast.Expr](t, []row[bool]{
		{`_ = /*?*/path`, true}, {`_ = /*?*/"x"`, false}, {`put(lib.Name()) ## func put(p string) { _ = /*?*/p }`, true}, {`put(path) ## func put(p string) { _ = /*?*/p }`, false}, {`put(lib.Name()); put(path) ## func put(p string) { _ = /*?*/p }`, false},
	}, func(s *subject) bool { return s.givenName(s.expr()) })
	ask[ast.Node](t, []row[bool]{
		{"func Save(path string) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", path)\n}\nfunc save() {}", false}, {"func Save(dir string) {\n\tos.WriteFile(dir+\"/x\", nil, 0)\n\tos.Rename(dir+\"/x\", dir+\"/y\")\n}\nfunc save() {}", true}, {"func save(dir string) {\n\tos.WriteFile(dir+\"/x\", nil, 0)\n\tos.Rename(dir+\"/x\", dir+\"/y\")\n}\nfunc call() { save(\"\") }", false},
		{"func Save(dir string) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", dir+\"/y\")\n}\nfunc save() {}", true}, {"func Save(n int) {\n\tos.WriteFile(\"x\", nil, 0)\n\tos.Rename(\"x\", \"y\")\n}\nfunc save() {}", false}, {"func Save(dir string) {\n\ttmp := dir + \"/x\"\n\tdst := dir + \"/y\"\n\tos.WriteFile(tmp, nil, 0)\n\tos.Rename(tmp, dst)\n}\nfunc save() {}", true},
	}, func(s *subject) bool { return s.callersName(s.d.Path) })
}

// TestDrafts lists what a path that is renamed may be.
func TestDrafts(t *testing.T) {
	of := func(body string) string {
		return "func save(path string, ok bool, list []string) error {\n\t" + body + "\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of(`os.WriteFile(path+".tmp", nil, 0); return os.Rename(path+".tmp", path)`), "whole"}, {of(`os.WriteFile(path+".x", nil, 0); return os.Rename(path+".tmp", path)`), ""}, {of(`f, _ := os.Create("x"); f.Close(); return os.Rename(f.Name(), path)`), "opened"}, {of(`f, _ := os.Open("x"); f.Close(); return os.Rename(f.Name(), path)`), ""}, {of(`f, _ := os.CreateTemp("", "x"); return os.Rename(f.Name(), path)`), "temp private"},
		{of(`f, _ := os.CreateTemp("", "x"); tmp := f.Name(); return os.Rename(tmp, path)`), "temp private"}, {of(`f, _ := os.CreateTemp("", "x"); tmp := f.Name(); if ok { tmp = "y"; os.WriteFile(tmp, nil, 0) }; return os.Rename(tmp, path)`), "whole"}, {of(`f, _ := os.CreateTemp("", "x"); if ok { f, _ = os.Create("y") }; return os.Rename(f.Name(), path)`), "temp private"},
		{of(`f, _ := os.OpenFile("x", os.O_RDWR, 0); f.Close(); return os.Rename(f.Name(), path)`), ""}, {of(`f, _ := os.OpenFile("x", os.O_RDWR|os.O_CREATE, 0); f.Close(); return os.Rename(f.Name(), path)`), "opened"}, {of(`lib.Put("x"); return os.Rename("x", path)`), "written"}, {of(`f, _ := lib.Open("x"); f.Close(); return os.Rename("x", path)`), "opened"}, {of(`f, _ := lib.OpenDurable("x"); f.Close(); return os.Rename("x", path)`), "opened excl sync"},
		{of(`f, _ := lib.Temp(); f.Close(); return os.Rename(f.Name(), path)`), "temp private"}, {of(`x, _ := lib.Draft(); return os.Rename(x, path)`), "written private"}, {of(`return os.Rename(path, "x")`), ""}, {of(`return os.Rename(made(), path)`) + "\nfunc made() string { f, _ := os.CreateTemp(\"\", \"x\"); return f.Name() }", "temp private"}, {of(`f := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() *os.File { f, _ := os.CreateTemp(\"\", \"x\"); return f }", "temp private"},
		{of(`f, _ := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() (*os.File, error) { return os.CreateTemp(\"\", \"x\") }", "temp private"}, {of(`_, f := made(); return os.Rename(f.Name(), path)`) + "\nfunc made() (int, *os.File) { f, _ := os.CreateTemp(\"\", \"x\"); return 1, f }", "temp private"}, {of(`_, p := made(); return os.Rename(p, path)`) + "\nfunc made() (int, string) { f, _ := os.CreateTemp(\"\", \"x\"); return 1, f.Name() }", "temp private"},
		{of(`p := made(); return os.Rename(p, path)`) + "\nfunc made() (p string) { f, _ := os.CreateTemp(\"\", \"x\"); p = f.Name(); return }", "temp private"}, {of(`os.WriteFile("x.tmp", nil, 0); return put(path)`) + "\nfunc put(path string) error { return os.Rename(\"x.tmp\", path) }", "whole"}, {of(`os.WriteFile("x", nil, 0); return put(path)`) + "\nfunc put(path string) error { return os.Rename(\"x\", path) }", ""},
		{of(`os.WriteFile(filepath.Clean("x"), nil, 0); return os.Rename("x", path)`), ""}, {of(`os.WriteFile("x", nil, 0); return os.Rename(filepath.Clean("x"), path)`), "whole"}, {of(`f, _ := os.Create("d/x"); f.Close(); return os.Rename(filepath.Base(f.Name()), path)`), "opened"}, {of(`defer func() { os.Rename("x.tmp", path) }(); os.WriteFile("x.tmp", nil, 0); return nil`), "whole"}, {of(`os.Rename("x.tmp", path); os.WriteFile("x.tmp", nil, 0); return nil`), ""},
		{of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole private"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.Remove(f.Name()); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); os.WriteFile(f.Name(), nil, 0); os.Remove(f.Name()); return os.Rename(f.Name(), path)`), "whole private"},
		{of(`f, _ := os.CreateTemp("", "x"); defer os.Remove(f.Name()); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole private"}, {of(`f, _ := os.Create("x"); f.Close(); os.WriteFile(f.Name(), nil, 0); return os.Rename(f.Name(), path)`), "whole"}, {of(`m := map[string]string{}; f, _ := os.CreateTemp("", "x"); m[path] = f.Name(); for k, tmp := range m { os.Rename(tmp, k) }; return nil`), "temp private"},
		{of(`f, _ := os.CreateTemp("", "x"); f.Close(); g, _ := os.OpenFile(f.Name(), os.O_CREATE|os.O_EXCL, 0); g.Close(); return os.Rename(f.Name(), path)`), "opened excl"}, {of(`f, _ := os.CreateTemp("", "x"); f.Close(); g, _ := os.OpenFile(f.Name(), os.O_CREATE, 0); g.Close(); return os.Rename(f.Name(), path)`), "opened private"},
		{of(`m := map[string]string{}; f, _ := os.CreateTemp("", "x"); m[path] = f.Name(); for tmp := range m { os.Rename(tmp, path) }; return nil`), ""}, {of(`f, _ := os.OpenFile("x", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0); f.Close(); return os.Rename("x", path)`), "opened appended"}, {of(`f, _ := os.OpenFile("x", os.O_CREATE|os.O_APPEND|os.O_TRUNC|os.O_WRONLY, 0); f.Close(); return os.Rename("x", path)`), "opened"},
		{of(`t := T{}; t.f, _ = os.CreateTemp("", "x"); return os.Rename(t.f.Name(), path)`) + "\ntype T struct{ f *os.File }", "temp private"}, {of(`t := T{}; t.File, _ = os.CreateTemp("", "x"); return os.Rename(t.Name(), path)`) + "\ntype T struct{ *os.File }", "temp private"}, {of(`return os.Rename(lib.Name(), path)`), ""}, {of(`made := func() *os.File { f, _ := os.CreateTemp("", "x"); return f }; return os.Rename(made().Name(), path)`), "temp private"},
		{of(`make2 := os.CreateTemp; f, _ := make2("", "x"); return os.Rename(f.Name(), path)`), "temp private"}, {of(`fd, _ := syscall.Open("x", 0, 0); syscall.Close(fd); return os.Rename("x", path)`), ""}, {of(`return os.Rename(list[0], path)`), ""}, {of(`type n interface{ Name() string }; var x n; return os.Rename(x.Name(), path)`), ""},
	}, func(s *subject) string {
		var all []string
		for _, d := range s.drafts(s.move.Src, s.move.At) {
			text := []string{"temp", "opened", "whole", "written"}[d.Kind]
			for _, is := range []struct {
				what string
				ok   bool
			}{{"private", d.private}, {"excl", d.flags.Has(trace.FlagExcl)}, {"sync", d.flags.Has(trace.FlagSync)}, {"appended", d.appended()}} {
				if is.ok {
					text += " " + is.what
				}
			}
			all = append(all, text)
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	})
}
