package main

import "fmt"

// handle writes a function that opens a file and writes to it.
func (g *gen) handle() {
	g.prologue()
	closes := g.opening()
	g.cleanup()
	g.over()
	for range 1 + g.n(3) {
		if g.endless || g.closed {
			break
		}
		g.segment()
		if g.open && !g.endless && g.one(12) {
			g.tell()
		}
	}
	if !g.endless {
		g.end()
	}
	for range closes {
		g.p("}")
	}
}

// prologue does what comes before the opening.
func (g *gen) prologue() {
	switch g.n(12) {
	case 8:
		g.p("if err := os.MkdirAll(filepath.Dir(%s), 0o755); err != nil {", g.path)
		g.leave("err")
		g.p("}")
	case 9:
		g.p("if err := %s(0); err != nil {", g.dep("Step"))
		g.leave("err")
		g.p("}")
	case 10:
		g.p("if %s() {", g.dep("Done"))
		g.ret()
		g.p("}")
	case 11:
		if g.results.named && g.results.kind == "error" {
			g.p("defer func() {\nif r := recover(); r != nil {\nerr = fmt.Errorf(\"recovered: %%v\", r)\n}\n}()")
		}
	}
}

// opening opens the file. It returns the number of blocks that it leaves open.
func (g *gen) opening() int {
	call := fmt.Sprintf("os.Create(%s)", g.path)
	perm := g.of("0o644", "0o666", "0o600", "0o755")
	switch g.n(16) {
	default:
	case 5:
		call = fmt.Sprintf("os.OpenFile(%s, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, %s)", g.path, perm)
	case 6:
		call = fmt.Sprintf("os.OpenFile(%s, os.O_RDWR|os.O_CREATE|os.O_TRUNC, %s)", g.path, perm)
	case 7:
		return g.exclusive(perm)
	case 8, 9, 10:
		return g.temporary()
	case 11, 12:
		call = g.opener(perm)
	case 13:
		g.p("if %s, err := %s; err != nil {", g.f, call)
		g.leave("err")
		g.p("} else {")
		g.open = true
		g.removes = g.removal(g.path)
		return 1
	}
	g.p("%s, err := %s", g.f, call)
	if g.one(20) {
		g.p("defer %s.Close()", g.f) // before the check
	}
	g.p("if err != nil {")
	g.leave("err")
	g.p("}")
	g.open = true
	g.removes = g.removal(g.path)
	return 0
}

// opener returns a call of a function beside this one, which opens the file and
// returns it.
func (g *gen) opener(perm string) string {
	switch g.n(10) {
	default:
		return g.helper("create", "func NAME(path string) (*os.File, error) {\nreturn os.Create(path)\n}\n") + "(" + g.path + ")"
	case 1:
		return g.helper("create", "func NAME(path string) (*os.File, error) {\nif err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {\nreturn nil, err\n}\nf, err := os.Create(path)\nif err != nil {\nreturn nil, fmt.Errorf(\"create: %w\", err)\n}\nreturn f, nil\n}\n") + "(" + g.path + ")"
	case 2:
		return g.helper("create", "func NAME(path string) (*os.File, error) {\nf, err := os.Create(path)\nreturn f, err\n}\n") + "(" + g.path + ")"
	case 3:
		return g.helper("create", "func NAME(path string, perm os.FileMode) (*os.File, error) {\nreturn os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm)\n}\n") + "(" + g.path + ", " + perm + ")"
	case 4:
		inner := g.helper("create", "func NAME(path string) (*os.File, error) {\nreturn os.Create(path)\n}\n")
		return g.helper("open", "func NAME(path string) (*os.File, error) {\nf, err := "+inner+"(path)\nif err != nil {\nreturn nil, fmt.Errorf(\"open: %w\", err)\n}\nreturn f, nil\n}\n") + "(" + g.path + ")"
	case 5:
		return g.helper("create", "func NAME(dir, name string) (*os.File, error) {\nreturn os.Create(filepath.Join(dir, name))\n}\n") + "(filepath.Dir(" + g.path + "), filepath.Base(" + g.path + "))"
	case 6:
		create := g.helper("create", "func NAME(path string) (*os.File, error) {\nreturn os.Create(path)\n}\n")
		g.helper("other", "func NAME(path string, rows []string) error {\nf, err := "+create+"(path)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nfor _, row := range rows {\nif _, err := fmt.Fprintln(f, row); err != nil {\nreturn err\n}\n}\nreturn "+g.of("nil", "f.Close()")+"\n}\n")
		return create + "(" + g.path + ")"
	case 7:
		return g.helper("create", "func NAME(path string) (*os.File, error) {\nf, err := os.Create(path)\nif err != nil {\nreturn nil, err\n}\nif _, err := f.WriteString(\"head\\n\"); err != nil {\nf.Close()\nreturn nil, err\n}\nreturn f, nil\n}\n") + "(" + g.path + ")"
	case 8:
		dir := g.helper("dir", "type NAME string\n")
		g.helper("create", "func (d "+dir+") NAME(name string) (*os.File, error) {\nif name == \"\" {\nreturn nil, errors.New(\"no name\")\n}\nreturn os.Create(filepath.Join(string(d), name))\n}\n")
		return fmt.Sprintf("%s(filepath.Dir(%s)).create%d(filepath.Base(%s))", dir, g.path, g.id, g.path)
	}
}

// removal returns what error paths remove: mostly nothing.
func (g *gen) removal(name string) string {
	switch g.n(6) {
	default:
		return ""
	case 4:
		return name
	case 5:
		return g.f + ".Name()"
	}
}

func (g *gen) exclusive(perm string) int {
	g.claims = true
	g.p("%s, err := os.OpenFile(%s, os.O_WRONLY|os.O_CREATE|os.O_EXCL, %s)", g.f, g.path, perm)
	g.p("if err != nil {")
	switch g.n(4) {
	case 1:
		g.p("if os.IsExist(err) {")
		g.ret()
		g.p("}")
	case 2:
		g.p("if errors.Is(err, fs.ErrExist) {")
		g.ret()
		g.p("}")
	case 3:
		g.p("if errors.Is(err, syscall.EEXIST) {")
		g.leave(`errors.New("taken")`)
		g.p("}")
	}
	g.leave("err")
	g.p("}")
	g.open = true
	g.removes = g.removal(g.path)
	return 0
}

// temporary opens a file that is renamed in the end.
func (g *gen) temporary() int {
	switch g.n(5) {
	case 0, 1:
		g.claims = true
		g.p("%s, err := os.CreateTemp(filepath.Dir(%s), %s)", g.f, g.path, g.of(`".tmp-*"`, `filepath.Base(`+g.path+`)+".*"`))
		g.temp = g.f + ".Name()"
	case 2:
		g.p("%s, err := os.Create(%s + \".tmp\")", g.f, g.path)
		g.temp = g.of(g.f+".Name()", g.path+` + ".tmp"`)
	case 3:
		g.p("tmp := %s + \".tmp\"\n%s, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, %s)", g.path, g.f, g.of("0o644", "0o600"))
		g.temp = "tmp"
	case 4:
		g.claims = true
		g.p("tmp := fmt.Sprintf(\"%%s.%%d\", %s, os.Getpid())\n%s, err := os.Create(tmp)", g.path, g.f)
		g.temp = "tmp"
		g.claims = false
	}
	g.p("if err != nil {")
	g.leave("err")
	g.p("}")
	g.open = true
	switch g.n(4) {
	case 0:
		g.p("defer os.Remove(%s)", g.temp)
	case 1, 2:
		g.removes = g.temp
	}
	return 0
}

// lendToClose has a deferred call close the handle that it is given.
func (g *gen) lendToClose() {
	told := g.of("if err := f.Close(); err != nil {\nlog.Println(err)\n}", "_ = f.Close()", "err := f.Close()\nif err != nil {\nlog.Println(err)\n}", "f.Close()\nlog.Println(\"closed\")",
		"if err := f.Close(); err != nil {\npanic(err)\n}", "fmt.Fprintln(f, \"end\")\nf.Close()", "if f != nil {\nf.Close()\n}")
	if g.one(2) {
		g.p("defer func(f *os.File) {\n%s\n}(%s)", told, g.f)
		return
	}
	g.p("defer %s(%s)", g.helper("shut", "func NAME(f *os.File) {\n"+told+"\n}\n"), g.f)
}

// cleanup decides how the handle is closed.
func (g *gen) cleanup() {
	named := g.results.named && g.results.kind == "error"
	n := 6
	if named {
		n = 12
	}
	switch g.n(n) {
	case 0, 1:
		g.p("defer %s.Close()", g.f)
	case 2:
		g.lendToClose()
	case 3:
		g.manual = true
		g.join = g.one(4)
	case 4:
		g.manual = true
		g.forgets = g.one(3)
	case 5:
		target := g.path
		if g.temp != "" {
			target = g.temp
		}
		g.p("ok := false\ndefer func() {\n%s.Close()\nif !ok {\nos.Remove(%s)\n}\n}()", g.f, target)
		g.good = "ok = true"
		g.removes = ""
	case 6:
		g.checked = true
		g.p("defer func() {\nif cerr := %s.Close(); cerr != nil && err == nil {\nerr = cerr\n}\n}()", g.f)
	case 7:
		target := g.path
		if g.temp != "" {
			target = g.temp
		}
		if g.one(3) {
			g.p("defer func(name string) {\n%s.Close()\nif err != nil {\nos.Remove(name)\n}\n}(%s)", g.f, target)
		} else {
			g.p("defer func() {\n%s.Close()\nif err != nil {\nos.Remove(%s)\n}\n}()", g.f, target)
		}
		g.removes = ""
	case 8:
		g.checked = true
		g.p("defer func() {\nerr = errors.Join(err, %s.Close())\n}()", g.f)
	case 9:
		g.checked = true
		h := g.helper("closeFile", "func NAME(f *os.File, errp *error) {\nif err := f.Close(); err != nil && *errp == nil {\n*errp = err\n}\n}\n")
		g.p("defer %s(%s, &err)", h, g.f)
	case 10:
		g.p("defer func() {\nif err != nil {\n%s.Close()\nos.Remove(%s.Name())\n}\n}()", g.f, g.f)
		g.manual, g.forgets = true, true
		g.removes = ""
	case 11:
		g.p("defer %s.Close()", g.f)
		g.p("defer func() {\nif err != nil {\nos.Remove(%s.Name())\n}\n}()", g.f)
		g.removes = ""
	}
}
