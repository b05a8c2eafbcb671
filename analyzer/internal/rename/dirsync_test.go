package rename

import (
	"go/ast"
	"testing"
)

func TestSyncsOtherDir(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = f >> /*?*/syncDir(filepath.Dir(path))", false}, {"_ = f >> /*?*/syncDir(\"x\")", false}, {"_ = f >> /*?*/syncDir(other)", false}, {"_ = f >> d, _ := os.Open(filepath.Dir(path)); /*?*/d.Sync()", false}, {"_ = f >> d, _ := os.Open(other); /*?*/d.Sync()", false},
		{"_ = f >> d, _ := os.Open(filepath.Dir(path)); /*?*/syncBy(d, filepath.Dir(filepath.Dir(path))) ## func syncBy(d *os.File, p string) {}", true}, {"_ = f >> /*?*/syscall.Sync()", false}, {"_ = f >> /*?*/syncDir(filepath.Dir(filepath.Dir(path)))", true}, {"_ = f >> d, _ := os.Open(filepath.Dir(filepath.Dir(path))); /*?*/d.Sync()", true}, {"_ = f >> d := opened(filepath.Dir(filepath.Dir(path))); /*?*/d.Sync() ## func opened(p string) *os.File { return nil }", true},
		{"_ = f >> d := opened(); /*?*/d.Sync() ## func opened() *os.File { return nil }", false}, {"_ = f >> d := opened(n); /*?*/d.Sync() ## func opened(n int) *os.File { return nil }", false}, {"_ = f >> var d *os.File; /*?*/d.Sync()", false}, {"_ = f >> d, _ := os.Open(filepath.Dir(filepath.Dir(path))); if ok { d, _ = os.Open(filepath.Dir(path)) }; /*?*/d.Sync()", false},
		{"_ = f >> d := kept; /*?*/d.Sync() ## var kept *os.File", false},
	}, func(s *subject) bool { return s.syncsOtherDir(s.call()) })
	ask[ast.Node](t, []row[bool]{
		{"_ = f", false}, {"_ = f >> syncDir(filepath.Dir(path))", true}, {"_ = f >> syncDir(filepath.Dir(filepath.Dir(path)))", false}, {"_ = f >> work() ## func work() {}", false}, {"_ = f >> f.Sync()", true}, {"f.Sync()", false}, {"defer syncDir(filepath.Dir(path))", true}, {"syncDir(filepath.Dir(path))", true},
		{"func save(path string) {\n\tput(path)\n\tsyncDir(filepath.Dir(path))\n}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", true}, {"func save(path string) {\n\tput(path)\n}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", false},
		{"func save(path string) {\n\tfsync()\n\tput(path)\n}\nfunc fsync() {}\nfunc put(path string) { os.WriteFile(path+\".tmp\", nil, 0); os.Rename(path+\".tmp\", path) }", false},
		{"func save(path string) {\n\tdefer fsync()\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n}\nfunc fsync() {}", false}, {"func save(path string) {\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t\tfsync()\n\t}()\n}\nfunc fsync() {}", true},
		{"func save(path string) {\n\tdefer func() {\n\t\tos.Rename(path+\".tmp\", path)\n\t}()\n\tfsync()\n}\nfunc fsync() {}", false}, {"func save(path string) {\n\tdefer os.Rename(path+\".tmp\", path)\n\tfsync()\n}\nfunc fsync() {}", false},
	}, func(s *subject) bool { return s.syncsDirAfter() })
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data)", false}, {"syscall.Sync()", true}, {"fsync() ## func fsync() {}", true}, {"syncDir(path)", false}, {"lib.FlushPath(path + \".tmp\")", true}, {"lib.FlushPath(path)", false}, {"_ = f >> syscall.Sync()", false}, {"if err != nil { syscall.Sync(); return err }", false}, {"if err != nil { lib.FlushPath(path + \".tmp\"); return err }", false},
		{"g, _ := os.Open(path + \".tmp\"); g.Sync()", true}, {"g, _ := os.Open(path); g.Sync()", false}, {"g, _ := os.OpenFile(path+\".tmp\", 0, 0); g.Sync()", true}, {"g, _ := os.Create(path + \".tmp\"); g.Sync()", false}, {"g := kept; g.Sync() ## var kept *os.File", false}, {"g := opened(); g.Sync() ## func opened() *os.File { return nil }", false},
		{"lib.Flush(f)", false}, {"_ = f >> lib.FlushPath(path + \".tmp\")", false}, {"var s lib.Syncer; s.Sync()", false}, {"sync2(path+\".tmp\") ## var sync2 func(string)", false}, {"fsync(path+\".tmp\") ## var fsync func(string)", true}, {"fsync(path) ## var fsync func(string)", false},
		{"type T struct{ w interface{ Sync() error } }\nfunc (t *T) save(path string) {\n\tt.Sync()\n\tos.Rename(path+\".tmp\", path)\n}\nvar _ = 1\nfunc (t *T) Sync() {}", true}, {"type T struct{ lib.Syncer }\nfunc (t T) save(path string) {\n\tt.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", true},
		{"type T struct{ lib.Syncer }\nfunc (t T) save(path string, u T) {\n\tu.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", false}, {"type T struct{ lib.Syncer }\nfunc (T) save(path string, u T) {\n\tu.Sync()\n\tos.Rename(path+\".tmp\", path)\n}", false},
	}, func(s *subject) bool { return s.syncsByName() })
}
