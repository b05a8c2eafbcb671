package rename

import (
	"go/ast"
	"testing"
)

func TestModeQuestions(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/f.Chmod(0)", false}, {"if info, err := os.Stat(path); err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { f.Chmod(0) }", false},
		{"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { return err }", false}, {"info, err := os.Stat(path); if err == nil { /*?*/f.Chmod(info.Mode()) } else { print() }", true}, {"info, err := os.Stat(path); if err != nil { print() } else { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if err != nil { return err } else { /*?*/f.Chmod(info.Mode()) }", false},
		{"info, err := os.Stat(path); if err != nil { f.Chmod(0) } else { /*?*/f.Chmod(info.Mode()) }", false}, {"info, err := os.Lstat(path); if err == nil { /*?*/f.Chmod(info.Mode()) }", true}, {"info, err := os.Stat(path); if !os.IsNotExist(err) { /*?*/f.Chmod(info.Mode()) }", true}, {"if ok { /*?*/f.Chmod(0) }", false}, {"if err == nil { /*?*/f.Chmod(0) }", false},
		{"info, err := os.Stat(path); if info != nil { /*?*/f.Chmod(info.Mode()); _ = err }", true}, {"info, err := os.Stat(path); if err == io.EOF { /*?*/f.Chmod(info.Mode()) }", false}, {"info, serr := os.Stat(path); if ok { if serr == nil { /*?*/f.Chmod(info.Mode()) } }", true}, {"info, serr := os.Stat(path); if serr == nil { if ok { /*?*/f.Chmod(info.Mode()) } }", true},
		{"if err == nil { /*?*/f.Chmod(0) }; _, err = os.Stat(path)", false}, {"info, serr := os.Stat(path); if errors.Is(serr, io.EOF) { /*?*/f.Chmod(info.Mode()) }", true}, {"info, serr := os.Stat(path); if known(serr) { /*?*/f.Chmod(info.Mode()) } ## func known(error) bool { return false }", false}, {"_, serr := os.ReadFile(path); if serr == nil { /*?*/f.Chmod(0) }", false},
	}, func(s *subject) bool { return s.ifExists(s.c) })
	ask[ast.Node](t, []row[int]{
		{"f.Write(data)", 0}, {"f.Chmod(0)", 1}, {"os.Chmod(path+\".tmp\", 0)", 1}, {"os.Chmod(f.Name(), 0)", 1}, {"os.Chmod(path, 0)", 1}, {"os.Chmod(other, 0)", 0}, {"_ = f >> os.Chmod(path, 0)", 1}, {"lib.Perm(f)", 1}, {"f.Chmod(0); os.Chmod(path, 0)", 2}, {"set(path) ## func set(p string) { os.Chmod(p, 0) }", 1},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\tos.Chmod(f.Name(), 0)\n\treturn f.Name()\n}", 1},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\tos.Chmod(\"y\", 0)\n\treturn f.Name()\n}", 0},
		{"func save(path string) {\n\ttmp := made(path)\n\tos.Chmod(tmp, 0)\n\tos.Rename(tmp, path)\n}\nfunc made(path string) string {\n\tf, _ := os.CreateTemp(\"\", \"x\")\n\treturn f.Name()\n}", 1},
	}, func(s *subject) int { return len(s.modeChanges(s.d, s.historyOf(s.d))) })
	ask[ast.Node](t, []row[bool]{
		{"f.Close()", false}, {"_ = f >> syncDir(filepath.Dir(path))", true}, {"os.MkdirAll(other, 0o700)", true}, {"os.Mkdir(other, 0o700)", true}, {"os.MkdirAll(other, 0o755)", false}, {"os.MkdirAll(other, os.FileMode(n))", false}, {"os.Chmod(other, 0o700)", false}, {"mkdirAll(0o700) ## func mkdirAll(n int) {}", false}, {"Mkdir(0o700) ## func Mkdir(n int) {}", false},
		{"func save(secret string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", secret)\n}", true}, {"func saveToken(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", p)\n}\nfunc save() {}", true}, {"func save(secrets string) {\n\tdst := secrets + \".x\"\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", dst)\n}", true},
		{"func save(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", \"credentials\")\n}", false}, {"func save(p string) {\n\tos.MkdirAll(p, 0o700)\n\tput(p)\n}\nfunc put(p string) { os.WriteFile(\"x.tmp\", nil, 0); os.Rename(\"x.tmp\", p) }", false},
		{"func save(path string) {\n\ttmp := made()\n\tos.Rename(tmp, path)\n}\nfunc made() string {\n\tos.MkdirAll(\"d\", 0o700)\n\tf, _ := os.CreateTemp(\"d\", \"x\")\n\treturn f.Name()\n}", true},
	}, func(s *subject) bool { return s.keepsToItself(s.d) })
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/(path + \".tmp\")", true}, {"_ = /*?*/path", false}, {"_ = /*?*/f.Name()", true}, {"_ = /*?*/other", false}, {"tmp := path + \".tmp\"; _ = /*?*/tmp", true}, {"g, _ := os.Open(other); _ = /*?*/g.Name()", false}, {"_ = /*?*/lib.Name()", false}, {"own := f.Name(); _ = /*?*/own", true}, {"_ = /*?*/err.Error()", false},
	}, func(s *subject) bool { return s.isDraft(s.expr(), s.d) })
}
