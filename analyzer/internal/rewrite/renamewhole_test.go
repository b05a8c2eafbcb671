package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixRenameOfCall publishes by hand what one call writes.
func TestFixRenameOfCall(t *testing.T) {
	const (
		wrote   = "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\treturn err\n\t}"
		renamed = "return os.Rename(tmp, name)"
	)
	for _, test := range []struct{ name, tmp, wrote, renamed, want string }{
		{"the error in a variable", "", "err = os.WriteFile(tmp, data, 0o644)\n\tif err != nil {\n\t\treturn err\n\t}", renamed, "- tmp := name + \".tmp\"\n- err = os.WriteFile(tmp, data, 0o644)\n- return os.Rename(tmp, name)\n+ err = atomicfile.WriteFile(name, data, 0o644)\n+ return nil"},
		{"the error in a variable, checked late", "", "err = os.WriteFile(tmp, data, 0o644)\n\tlog.Print(name)\n\tif err != nil {\n\t\treturn err\n\t}", renamed, `by hand: there is something between the writing and the rename`},
		{"the error in a variable, not checked", "", "err = os.WriteFile(tmp, data, 0o644)", renamed, `by hand: the function goes on after a failed write`},
		{"the error in a variable, and success checked", "", "err = os.WriteFile(tmp, data, 0o644)\n\tif err == nil {\n\t\tlog.Print(name)\n\t}", renamed, `by hand: there is something between the writing and the rename`},
		{"the error in a variable, checked with an assignment", "", "err = os.WriteFile(tmp, data, 0o644)\n\tif n := 1; err != nil {\n\t\tlog.Print(n)\n\t\treturn err\n\t}", renamed, `by hand: there is something between the writing and the rename`},
		{"the error in a variable, checked and success as well", "", "err = os.WriteFile(tmp, data, 0o644)\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\tlog.Print(name)\n\t}", renamed, `by hand: there is something between the writing and the rename`},
		{"the error is blank", "", "_ = os.WriteFile(tmp, data, 0o644)", renamed, `by hand: the function goes on after a failed write`},
		{"another error is checked", "", "if os.WriteFile(tmp, data, 0o644); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"the error is checked, and it goes on", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\tlog.Print(err)\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"the error is checked, or something else", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil || finished {\n\t\treturn err\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"the error is checked, and something else", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil && finished {\n\t\treturn err\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"some errors are checked", "", "if err := os.WriteFile(tmp, data, 0o644); os.IsPermission(err) {\n\t\treturn err\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"the rename checked, or something else", "", wrote, "if err := os.Rename(tmp, name); err != nil || finished {\n\t\treturn err\n\t}\n\treturn failure", `by hand: the result of the rename is used in a way that cannot be followed`},
		{"the rename checked, and something else", "", wrote, "if err := os.Rename(tmp, name); err != nil && finished {\n\t\treturn err\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- if err := os.Rename(tmp, name); err != nil && finished {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename checked in a variable, or something else", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil || finished {\n\t\treturn failure\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- err = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the error is checked, and success as well", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\treturn err\n\t} else {\n\t\tlog.Print(name)\n\t}", renamed, `by hand: the function goes on after a failed write`},
		{"removed after an error", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\tos.Remove(tmp)\n\t\treturn err\n\t}", renamed, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- os.Remove(tmp)\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"removed by a deferred call", "", wrote + "\n\tdefer os.Remove(tmp)", renamed, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- defer os.Remove(tmp)\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"removed by a deferred literal", "", wrote + "\n\tdefer func() {\n\t\tos.Remove(tmp)\n\t}()", renamed, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- defer func() {\n- os.Remove(tmp)\n- }()\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"removed by a deferred literal on an error", "", "defer func() {\n\t\tif err != nil {\n\t\t\tos.Remove(tmp)\n\t\t}\n\t}()\n\t" + wrote, renamed, "- if err != nil {\n- tmp := name + \".tmp\"\n- defer func() {\n- os.Remove(tmp)\n- }()\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"removed by a deferred literal on a condition that calls", "", "defer func() {\n\t\tif work() != nil {\n\t\t\tos.Remove(tmp)\n\t\t}\n\t}()\n\t" + wrote, renamed, `by hand: a function literal does more than remove the temporary`},
		{"removed by a deferred literal, or not", "", "defer func() {\n\t\tif err != nil {\n\t\t\tos.Remove(tmp)\n\t\t} else {\n\t\t\tlog.Print(name)\n\t\t}\n\t}()\n\t" + wrote, renamed, `by hand: a function literal does more than remove the temporary`},
		{"removed by a deferred literal, with an assignment", "", "defer func() {\n\t\tif failed := err; failed != nil {\n\t\t\tos.Remove(tmp)\n\t\t}\n\t}()\n\t" + wrote, renamed, `by hand: a function literal does more than remove the temporary`},
		{"removed by a literal that is called", "", wrote + "\n\tfunc() {\n\t\tos.Remove(tmp)\n\t}()", renamed, `by hand: a function literal does more than remove the temporary`},
		{"removed, and the error kept", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\treturn errors.Join(err, os.Remove(tmp))\n\t}", renamed, `by hand: the removal of the temporary is part of something else`},
		{"removed, and the error blank", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\t_ = os.Remove(tmp)\n\t\treturn err\n\t}", renamed, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- _ = os.Remove(tmp)\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"removed, and the error checked", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\tif err := os.Remove(tmp); err != nil {\n\t\t\tlog.Print(err)\n\t\t}\n\t\treturn err\n\t}", renamed, `by hand: the removal of the temporary is part of something else`},
		{"removed on an error, and nothing else", "", wrote, "if err = os.Rename(tmp, name); err != nil {\n\t\tos.Remove(tmp)\n\t}\n\treturn err", `by hand: nothing would be left to do on an error`},
		{"removed on an error afterwards", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil {\n\t\tos.Remove(tmp)\n\t}\n\treturn err", "- if err != nil {\n- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- err = os.Rename(tmp, name)\n- os.Remove(tmp)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"removed on an error afterwards, or else", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil {\n\t\tos.Remove(tmp)\n\t} else {\n\t\tlog.Print(name)\n\t}\n\treturn err", `by hand: nothing would be left to do on an error`},
		{"the rename checked in a variable", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn nil", "- if err != nil {\n- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- err = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename checked in a variable, and success as well", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\tlog.Print(name)\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- err = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename in a variable that is returned", "", wrote, "err = os.Rename(tmp, name)\n\treturn", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- err = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename in a variable, success checked", "", wrote, "err = os.Rename(tmp, name)\n\tif err == nil {\n\t\tlog.Print(name)\n\t}\n\treturn err", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- err = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the error of the rename is blank", "", wrote, "_ = os.Rename(tmp, name)\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- _ = os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename checked", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\treturn err\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- if err := os.Rename(tmp, name); err != nil {\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"something is done if the rename fails", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\tlib.Any(name)\n\t\treturn err\n\t}\n\treturn nil", `by hand: line 48 is done only if the rename fails`},
		{"something is set if the rename fails", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\tfinished = true\n\t\treturn err\n\t}\n\treturn nil", `by hand: line 48 is done only if the rename fails`},
		{"something is done before the error is returned", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\treturn work()\n\t}\n\treturn nil", `by hand: line 48 is done only if the rename fails`},
		{"something is done if the rename fails, by a variable", "", wrote, "err = os.Rename(tmp, name)\n\tif err != nil {\n\t\tlib.Any(name)\n\t\treturn err\n\t}\n\treturn nil", `by hand: line 49 is done only if the rename fails`},
		{"something is done if either fails", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\tfinished = true\n\t\tlib.Any(err)\n\t\treturn err\n\t}", "if err := os.Rename(tmp, name); err != nil {\n\t\tfinished = true\n\t\tlib.Any(name)\n\t\treturn err\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- finished = true\n- return err\n- if err := os.Rename(tmp, name); err != nil {\n- lib.Any(name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"a message if the rename fails", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\tlog.Print(name)\n\t\terr = fmt.Errorf(\"publish: %w\", err)\n\t\treturn err\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- if err := os.Rename(tmp, name); err != nil {\n- log.Print(name)\n- err = fmt.Errorf(\"publish: %w\", err)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"a message of the error if the rename fails", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\tlog.Print(err.Error())\n\t\treturn err\n\t}\n\treturn nil", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- if err := os.Rename(tmp, name); err != nil {\n- log.Print(err.Error())\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {"},
		{"the rename checked, and success as well", "", wrote, "if err := os.Rename(tmp, name); err != nil {\n\t\treturn err\n\t} else {\n\t\tlog.Print(name)\n\t}\n\treturn nil", `by hand: the result of the rename is used in a way that cannot be followed`},
		{"the success of the rename checked", "", wrote, "if err := os.Rename(tmp, name); err == nil {\n\t\treturn nil\n\t}\n\treturn failure", `by hand: the result of the rename is used in a way that cannot be followed`},
		{"the rename within a condition", "", wrote, "if os.Rename(tmp, name) != nil {\n\t\treturn failure\n\t}\n\treturn nil", `by hand: the result of the rename is used in a way that cannot be followed`},
		{"the rename in parentheses", "", wrote, "return (os.Rename(tmp, name))", "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return (os.Rename(tmp, name))\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the rename wrapped", "", wrote, "return errors.Join(os.Rename(tmp, name))", `by hand: the result of the rename is used in a way that cannot be followed`},
		{"the rename in a goroutine", "", wrote, "go os.Rename(tmp, name)\n\treturn nil", `by hand: the rename is part of another statement`},
		{"a message before the rename", "", wrote + "\n\tlog.Print(tmp)", renamed, `by hand: there is something between the writing and the rename`},
		{"a message about the error", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\treturn fmt.Errorf(\"%s: %w\", tmp, err)\n\t}", renamed, "- tmp := name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return fmt.Errorf(\"%s: %w\", tmp, err)\n- return os.Rename(tmp, name)\n+ if err := atomicfile.WriteFile(name, data, 0o644); err != nil {\n+ return fmt.Errorf(\"%s: %w\", name, err)\n+ return nil"},
		{"a message where the name means something else", "", "if err := os.WriteFile(tmp, data, 0o644); err != nil {\n\t\tname := err.Error()\n\t\treturn errors.New(fmt.Sprint(tmp, name))\n\t}", renamed, `by hand: fmt.Sprint gets the name of the temporary`},
		{"the name of the temporary is kept", "", wrote + "\n\tlast := tmp\n\tlib.Any(last)", renamed, `by hand: the name of the temporary is used for something else`},
		{"the name of the temporary is a path of its own", "dir, base := filepath.Split(name)\n\ttmp := filepath.Join(dir, \".\"+base)", wrote, renamed, "- dir, base := filepath.Split(name)\n- tmp := filepath.Join(dir, \".\"+base)\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the name of the temporary is declared", "var tmp = name + \".tmp\"", wrote, renamed, "- var tmp = name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the name of the temporary is declared and set", "var tmp string\n\ttmp = name + \".tmp\"", wrote, renamed, "- var tmp string\n- tmp = name + \".tmp\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the name of the temporary is set with another", "tmp, last := name+\".tmp\", name\n\tlib.Any(last)", wrote, renamed, `by hand: the declaration of tmp would be left over`},
		{"the name of the temporary comes from a call", "tmp := lib.Name()", wrote, renamed, `by hand: the declaration of tmp would be left over`},
		{"the name of the temporary comes from a call of ours", "tmp := temporary(name)", wrote, renamed, "- tmp := temporary(name)\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the name of the temporary is a constant", "const tmp = \"state.tmp\"", wrote, renamed, "- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the temporary has a suffix that others look for", "tmp := name + \".lck\"", wrote, renamed, "- tmp := name + \".lck\"\n- if err := os.WriteFile(tmp, data, 0o644); err != nil {\n- return err\n- return os.Rename(tmp, name)\n+ return atomicfile.WriteFile(name, data, 0o644)"},
		{"the mode is that of a program", "", "if err := os.WriteFile(tmp, data, 0o755); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: the mode 0o755 is that of a program, and that of an old file, which the writer keeps, may be another`},
		{"the mode is read-only", "", "if err := os.WriteFile(tmp, data, 0o444); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: the next writer could not replace a file that is read-only`},
		{"the mode is for the group", "", "if err := os.WriteFile(tmp, data, 0o640); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: the mode 0o640 may be narrower than that of an old file, which the writer keeps`},
		{"the mode has other bits", "", "if err := os.WriteFile(tmp, data, 0o644|os.ModeSetuid); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: the mode 0o644 | os.ModeSetuid may be narrower than that of an old file, which the writer keeps`},
		{"the mode set by name", "", wrote + "\n\tif err := os.Chmod(tmp, 0o600); err != nil {\n\t\treturn err\n\t}", renamed, `by hand: os.Chmod gets the name of the temporary`},
	} {
		t.Run(test.name, func(t *testing.T) {
			tmp := test.tmp
			if tmp == "" {
				tmp = "tmp := name + \".tmp\""
			}
			src := "\nfunc save(name string, data []byte) (err error) {\n\t" + tmp + "\n\t" + test.wrote + "\n\t" + test.renamed + "\n}\n" + `
func temporary(name string) string { return name + ".new" }

func locked() bool {
	_, err := os.Stat("x.lck")
	return err == nil
}
`
			if got := load(t, src).renamed(t); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

func TestMakesMessage(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{renames("/*?*/log.Print(name)"), true}, {renames("_ = /*?*/fmt.Sprint(name)"), true}, {renames("_ = /*?*/err.Error()"), true}, {renames("if n > 0 {\n\t\t/*?*/os.Exit(1)\n\t}"), true},
		{renames("/*?*/os.Remove(other)"), false}, {renames("/*?*/lib.Wrap(err, other)"), true}, {renames("/*?*/lib.Save(other)"), false}, {renames("/*?*/lib.Tell(err)"), false},
		{renames("/*?*/work()"), false}, {renames("_ = /*?*/string(name)"), true}, {renames("_ = /*?*/len(name)"), true}, {renames("_ = /*?*/wrap(err) ## func wrap(err error) error { return err }"), false},
		{renames("/*?*/hook(other)"), false}, {renames("/*?*/t.hook(other)"), false}, {renames("_, _ = /*?*/lib.Fail(err)"), true},
	}, func(s *subject) bool { return s.replacement().makesMessage(s.call()) })
}

func TestOnlyTells(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("if n > 0 {\n\t\t/*?*/return err\n\t}"), true}, {renames("for range n {\n\t\t/*?*/break\n\t}"), true}, {renames("/*?*/log.Print(err)"), true},
		{renames("/*?*/err = fmt.Errorf(\"x: %w\", err)"), true}, {renames("/*?*/failure = err"), false}, {renames("/*?*/n = 1"), false}, {renames("/*?*/n++"), false}, {renames("/*?*/go work()"), false},
		{renames("if n > 0 {\n\t\t/*?*/return work()\n\t}"), false}, {renames("/*?*/t.err = err"), false}, {renames("/*?*/err, n = nil, 1"), false}, {renames("/*?*/_ = err"), false},
		{renames("/*?*/work()"), false},
	}, func(s *subject) bool { return s.replacement().onlyTells(s.stmt()) })
}

func TestCalledOutside(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("/*?*/log.Print(name)"), true}, {renames("/*?*/fmt.Print(name)"), false}, {renames("/*?*/work()"), false}, {renames("/*?*/lib.Tell(err)"), true}, {renames("/*?*/n++"), false},
		{renames("/*?*/hook(other)"), false}, {renames("/*?*/check(err)"), false}, {renames("/*?*/defer log.Print(name)"), true}, {renames("/*?*/if n > 0 { log.Print(name) }"), false},
	}, func(s *subject) bool { return s.replacement().calledOutside(s.stmt()) != nil })
}

func TestAssigned(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{renames("/*?*/err = work()"), true}, {renames("/*?*/k, err := two()\n\t_, _ = k, err"), false}, {renames("/*?*/n, err = two()"), false}, {renames("/*?*/n, err = 1, work()"), false},
		{renames("/*?*/t.err = work()"), false}, {renames("/*?*/work()"), false}, {renames("/*?*/if err := work(); err != nil { return err }"), false}, {renames("/*?*/_ = work()"), false},
	}, func(s *subject) bool { return s.replacement().assigned(s.stmt()) != nil })
}
