package rewrite

import (
	"go/ast"
	"testing"
)

func TestOpensByName(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", false}, {"_ = /*?*/len(name)", false}, {"_ = /*?*/fmt.Sprintf(name)", false}, {"/*?*/lib.Save(name)", true}, {"/*?*/hook(name)", true},
		{"/*?*/errors.New(name)", false}, {"/*?*/log.SetPrefix(name)", false}, {"_ = /*?*/strings.ToLower(name)", false}, {"_ = /*?*/strconv.Quote(name)", false},
		{"_ = /*?*/filepath.Join(name, other)", false}, {"/*?*/filepath.Walk(name, nil)", true}, {"/*?*/filepath.WalkDir(name, nil)", true}, {"/*?*/filepath.Glob(name)", true},
		{"/*?*/filepath.EvalSymlinks(name)", true}, {"/*?*/filepath.Abs(name)", false}, {"/*?*/os.Stat(name)", true}, {"/*?*/os.Setenv(name, other)", false},
		{"/*?*/all(f)", true}, {"/*?*/texts(name)", true}, {"/*?*/anything(name) ## func anything(v ...any) {}", false}, {"/*?*/one(name) ## func one(v any) {}", true},
	}, func(s *subject) bool { return s.h.opensByName(s.call()) })
}

func TestLooksHere(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Stat(name)", true}, {"/*?*/os.Getpid()", false}, {"/*?*/filepath.Walk(name, nil)", true}, {"_ = /*?*/filepath.Join(name)", false}, {"/*?*/lib.Save(name)", false},
		{"/*?*/os.Setenv(name, other)", false}, {"/*?*/os.Exit(1)", false}, {"/*?*/hook(name)", false}, {"/*?*/os.NewFile(3, name)", false},
	}, func(s *subject) bool { return s.h.looksHere(s.call()) })
}

func TestCallsBack(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/hook(name)", true}, {"own := func() {}; /*?*/own()", false}, {"var own func(); if ask() { own = func() {} } else { own = runtime.GC }; /*?*/own()", false},
		{"/*?*/t.hook(name)", true}, {"/*?*/work()", false}, {"/*?*/pkgHook(name)", true}, {"var a asker; /*?*/a.Ask(name)", false}, {"_ = /*?*/len(name)", false},
		{"_ = /*?*/[]byte(name)", false}, {"/*?*/(hook)(name)", true}, {"/*?*/(t.hook)(name)", true}, {"/*?*/func() {}()", false}, {"hooks := []func(){}; /*?*/hooks[0]()", false},
		{"func save(name string, wrap func(error) error) error {\n\tf, err := os.Create(name)\n\t_ = f\n\treturn /*?*/wrap(err)\n}", false},
		{"func save(name string, wrap func(error) bool) error {\n\tf, err := os.Create(name)\n\t_ = f\n\t/*?*/wrap(err)\n\treturn err\n}", true},
		{"func save(name string, wrap func() error) error {\n\tf, err := os.Create(name)\n\t_, _ = f, err\n\treturn /*?*/wrap()\n}", true},
		{"func save(name string, stop context.CancelFunc) error {\n\tf, err := os.Create(name)\n\t_ = f\n\t/*?*/stop()\n\treturn err\n}", false},
	}, func(s *subject) bool { return s.h.callsBack(s.call()) })
}

func TestRunsCommand(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{`/*?*/exec.Command("x").Run()`, true}, {`/*?*/exec.Command("x").Start()`, true}, {`/*?*/exec.Command("x").Output()`, true}, {`/*?*/exec.Command("x").CombinedOutput()`, true},
		{`/*?*/exec.Command("x").Wait()`, false}, {`/*?*/exec.Command("x").String()`, false}, {`/*?*/exec.LookPath("x")`, false}, {`var l looker; /*?*/l.Run()`, false}, {`/*?*/hook(name)`, false},
	}, func(s *subject) bool { return s.h.runsCommand(s.call()) })
}

func TestNeedsName(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/os.Stat(name)", true}, {"/*?*/os.Stat(other)", false}, {"/*?*/lib.Write(f)", false},
		{"_ = /*?*/len(name)", false}, {"/*?*/hook(name)", true}, {"/*?*/hook(filepath.Clean(name))", true}, {"/*?*/hook(other)", false},
		{"/*?*/func() { os.Stat(name) }()", true}, {"/*?*/func() { os.Stat(other) }()", false}, {"/*?*/func() { print(name) }()", false},
		{"var a asker = looker{}; /*?*/a.Ask(other)", true}, {"var l looker; /*?*/l.Ask(other)", false}, {"var a asker; /*?*/a.Ask(other) ## ", true},
		{"func save(name string) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t/*?*/os.Stat(name)\n\t\treturn err\n\t}\n\treturn f.Close()\n}", false},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { os.Stat(t.path) }", true},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { t.again() }\nfunc (t *pair) again() { os.Stat(t.path) }", true},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { print(t.path) }", false},
		{"func save(t *pair) error {\n\tf, err := os.Create(t.path)\n\t_ = f\n\t/*?*/t.look()\n\treturn err\n}\nfunc (t *pair) look() { os.Stat(\"x\") }", false},
		{"func save() error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nvar place string\nfunc look() { os.Stat(place) }", true},
		{"func save() error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nconst place = \"x\"\nfunc look() { os.Stat(place) }", true},
		{"func save(place string) error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look(place)\n\treturn err\n}\nfunc look(place string) { os.Stat(place) }", true},
		{"func save(place string) error {\n\tf, err := os.Create(place)\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nfunc look() { place := \"\"; os.Stat(place) }", false},
		{"func save() error {\n\tf, err := os.Create(text())\n\t_ = f\n\t/*?*/look()\n\treturn err\n}\nfunc look() { os.Stat(text()) }", false},
		{"func save() error {\n\tf, err := os.Create(\"x\")\n\t_ = f\n\t/*?*/os.Stat(\"x\")\n\treturn err\n}", true},
	}, func(s *subject) bool { return s.h.needsName(s.call()) })
}
