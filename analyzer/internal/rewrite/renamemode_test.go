package rewrite

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestPerm(t *testing.T) {
	ask[ast.Expr](t, []row[string]{
		{renames("_ = /*?*/0o644"), "644 true \"\" "},
		{renames("_ = /*?*/0o600"), "600 true \"0o600\" "},
		{renames("_ = /*?*/0o700"), "700 true \"0o700\" "},
		{renames("_ = /*?*/0o755"), "755 true \"\" the mode 0o755 is that of a program, and that of an old file, which the writer keeps, may be another"},
		{renames("_ = /*?*/0o640"), "640 true \"\" the mode 0o640 may be narrower than that of an old file, which the writer keeps"},
		{renames("_ = /*?*/0o604"), "604 true \"\" the mode 0o604 may be narrower than that of an old file, which the writer keeps"},
		{renames("_ = /*?*/0o444"), "444 true \"\" the next writer could not replace a file that is read-only"},
		{renames("_ = /*?*/0o1644"), "1644 false \"\" the mode 0o1644 may be narrower than that of an old file, which the writer keeps"},
		{renames("_ = /*?*/os.FileMode(n)"), "0 false \"\" the mode os.FileMode(n) may be narrower than that of an old file, which the writer keeps"},
		{renames("_ = /*?*/os.ModePerm"), "777 true \"\" the mode 0o777 is that of a program, and that of an old file, which the writer keeps, may be another"},
		{renames("_ = /*?*/0o666"), "666 true \"\" "},
		{renames("_ = /*?*/0o645"), "645 true \"\" the mode 0o645 is that of a program, and that of an old file, which the writer keeps, may be another"},
		{renames("_ = /*?*/0"), "0 true \"\" the next writer could not replace a file that is read-only"},
	}, func(s *subject) string {
		perm, ok := s.replacement().perm(s.expr())
		narrow, reason := s.replacement().createdMode(s.expr())
		return fmt.Sprintf("%o %t %q %s", perm, ok, narrow, reason)
	})
}

func TestRunsAlways(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{renames("/*?*/work()"), true}, {renames("_ = /*?*/work()"), true}, {renames("if err := /*?*/work(); err != nil {\n\t\treturn err\n\t}"), true}, {renames("if n > 0 {\n\t\t/*?*/work()\n\t}"), false},
		{renames("if /*?*/work() != nil {\n\t\treturn err\n\t}"), false}, {renames("go /*?*/work()"), false}, {renames("defer /*?*/work()"), false}, {renames("func() { /*?*/work() }()"), false},
		{renames("lib.Tell(/*?*/work())"), false}, {renames("{\n\t\tif err := /*?*/work(); err != nil {\n\t\t\treturn err\n\t\t}\n\t}"), false}, {renames("switch err := /*?*/work(); err {\n\t}"), false},
		{renames("for err := /*?*/work(); err != nil; {\n\t}"), false}, {renames("{\n\t\terr = /*?*/work()\n\t}"), false}, {renames("var kerr = /*?*/work()\n\t_ = kerr"), false},
	}, func(s *subject) bool { return s.replacement().runsAlways(s.c) })
}

func TestAlwaysChmodded(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{renames("n++"), "none 0"},
		{renames("f.Chmod(0o644)"), "0o644 1"},
		{renames("os.Chmod(f.Name(), 0o644)"), "0o644 1"},
		{renames("os.Chmod(other, 0o644)"), "none 1"},
		{renames("global.Chmod(0o644)"), "none 1"},
		{renames("if n > 0 {\n\t\tf.Chmod(0o644)\n\t}"), "none 1"},
		{renames("if err := f.Chmod(0o644); err != nil {\n\t\treturn err\n\t}"), "0o644 1"},
		{renames("f.Chmod(0o600)\n\tf.Chmod(0o644)"), "0o600 2"},
		{renames("defer f.Chmod(0o644)"), "none 1"},
		{renames("tmp := f.Name()\n\tos.Chmod(tmp, 0o640)"), "0o640 1"},
		{renames("os.Chown(f.Name(), 1, 1)"), "none 0"},
		{renames("(f.Chmod)(0o644)"), "0o644 1"},
	}, func(s *subject) string {
		r := s.replacement()
		mode, ok := r.alwaysChmodded()
		if !ok {
			return fmt.Sprint("none ", r.modesSet())
		}
		return fmt.Sprint(s.text(mode), " ", r.modesSet())
	})
}

func TestModeUntil(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{renames("f.Write(data)"), "0o600 "},
		{renames("f.Chmod(0o644)\n\tf.Write(data)"), " "},
		{renames("f.Write(data)\n\tf.Chmod(0o644)"), " "},
		{renames("f.Write(data)\n\tf.Chmod(0o600)"), "0o600 "},
		{renames("f.Write(data)\n\tf.Chmod(0o640)"), "0o600 "},
		{renames("f.Chmod(0o640)\n\tf.Write(data)"), " "},
		{renames("f.Write(data)\n\tf.Chmod(0o644)\n\tf.Chmod(0o644)"), "0o600 "},
		{renames("f.Write(data)\n\tf.Chmod(0o444)"), " the next writer could not replace a file that is read-only"},
		{renames("f.Write(data)\n\tf.Chmod(os.FileMode(n))"), "0o600 "},
		{renames("f.Chmod(0o600)\n\tf.Write(data)\n\tf.Chmod(0o644)"), " "},
		{renames("f.Write(data)\n\tf.Chmod(0o604)"), "0o600 "},
		{renames("f.Write(data)\n\tf.Chmod(0o044)"), " the next writer could not replace a file that is read-only"},
	}, func(s *subject) string {
		r := s.replacement()
		sink, _ := r.opener()
		narrow, reason := r.publishedMode(sink)
		return narrow + " " + reason
	})
}

func TestWritesBetween(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("/*?*/f.Sync()"), false}, {renames("/*?*/f.Sync()\n\tf.Write(data)"), true}, {renames("f.Write(data)\n\t/*?*/f.Sync()"), false}, {renames("/*?*/f.Sync()\n\tf.Chmod(0o644)"), false},
		{renames("/*?*/f.Sync()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}"), true}, {renames("/*?*/f.Sync()\n\tf.Sync()\n\tf.Chown(1, 1)\n\tlog.Print(f.Name())"), false},
		{renames("/*?*/f.Sync()\n\tlib.Write(f)"), true}, {renames("w := bufio.NewWriter(f)\n\t/*?*/f.Sync()\n\tw.Flush()"), true}, {renames("/*?*/f.Sync()\n\twork()"), false},
		{renames("/*?*/f.Sync()\n\tf.Chmod(0o644)\n\tf.Truncate(1)"), true}, {renames("/*?*/f.Sync()\n\tglobal.Sync()"), false},
	}, func(s *subject) bool { return s.replacement().writesBetween(s.c) })
}
