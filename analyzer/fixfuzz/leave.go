package main

import (
	"fmt"
	"strings"
)

// fail leaves the function because of the error in the variable or expression
// err.
func (g *gen) fail(err string) {
	if g.inLiteral > 0 {
		g.p("return %s", err)
		return
	}
	if g.open && g.join && g.results.kind == "error" && !g.results.named {
		args := err + ", " + g.f + ".Close()"
		if g.removes != "" {
			args += ", os.Remove(" + g.removes + ")"
		}
		g.p("return %serrors.Join(%s)", g.results.zero, args)
		return
	}
	if g.open && g.manual && !g.forgets {
		g.p("%s.Close()", g.f)
	}
	if g.removes != "" {
		g.p("%sos.Remove(%s)", g.of("", "", "_ = "), g.removes)
	}
	g.leave(err)
}

// leave returns an error, or does what the function does instead.
func (g *gen) leave(err string) {
	switch r := g.results; r.kind {
	case "bool":
		if g.one(3) {
			g.p("log.Println(%s)", err)
		}
		g.p("return false")
	case "code", "pointer":
		if g.one(3) {
			g.p("log.Println(%s)", err)
		}
		g.p("return %s", map[string]string{"code": "1", "pointer": "nil"}[r.kind])
	case "none":
		switch r.bad {
		case "log.Print":
			g.p("log.Print(%s)\nreturn", err)
		case "panic":
			g.p("panic(%s)", err)
		case "log.Fatal":
			g.p("log.Fatal(%s)", err)
		case "os.Exit":
			g.p("fmt.Fprintln(os.Stderr, %s)\nos.Exit(1)", err)
		case "die":
			die := g.helper("die", "func NAME(err error) {\nlog.Println(\"failed:\", err)\nos.Exit(2)\n}\n")
			g.p("%s(%s)", die, err)
		default:
			g.p("return")
		}
	default:
		if r.named && err == "err" && g.assigned {
			g.p("return")
			return
		}
		switch g.wrap {
		case 1:
			err = fmt.Sprintf("fmt.Errorf(\"writing %%s: %%w\", %s, %s)", g.path, err)
		case 2:
			if g.one(2) {
				err = fmt.Sprintf("feed.Wrap(%s, \"save\")", err)
			}
		case 3:
			if g.one(3) {
				wrap := g.helper("wrap", "func NAME(err error) error {\nif err == nil {\nreturn nil\n}\nreturn fmt.Errorf(\"cannot save: %w\", err)\n}\n")
				err = wrap + "(" + err + ")"
			}
		}
		g.p("return %s%s", r.zero, err)
	}
}

// refuse leaves the function because of something that is no error.
func (g *gen) refuse(text string) {
	g.fail(fmt.Sprintf("errors.New(%q)", text))
}

// succeed leaves the function before its end, which is a success.
func (g *gen) succeed() {
	if g.inLiteral > 0 {
		g.p("return nil")
		return
	}
	for _, s := range g.pending {
		if strings.HasSuffix(s, ")") && !g.one(4) {
			g.try(s, 0)
		}
	}
	if g.open && g.manual {
		if g.results.types == "error" && g.temp == "" && g.one(2) {
			g.p("return %s.Close()", g.f)
			return
		}
		g.p("%s.Close()", g.f)
	}
	g.ret()
}

// ret returns a success.
func (g *gen) ret() {
	if g.good != "" {
		g.p("%s", g.good)
	}
	switch r := g.results; {
	case r.kind == "bool":
		g.p("return true")
	case r.kind == "code":
		g.p("return 0")
	case r.kind == "pointer":
		g.p("return &%s{%s}", r.types[1:], g.path)
	case r.kind == "none":
		g.p("return")
	case r.named && g.one(3) && r.zero == "":
		g.p("return nil")
	default:
		g.p("return %snil", r.full)
	}
}

// try emits a call that returns an error, and what becomes of it; blanks is
// the number of results before the error, which nobody needs.
func (g *gen) try(call string, blanks int) {
	lhs := strings.Repeat("_, ", blanks)
	switch g.n(10) {
	default:
		g.p("if %serr := %s; err != nil {", lhs, call)
		g.fail("err")
		g.p("}")
	case 5:
		if g.inLiteral > 0 && blanks == 0 {
			g.p("if err := %s; err != nil {\nreturn err\n}", call)
			return
		}
		g.p("if %serr = %s; err != nil {", lhs, call)
		g.assigned = g.one(2)
		g.fail("err")
		g.assigned = false
		g.p("}")
	case 6:
		g.p("%serr = %s\nif err != nil {", lhs, call)
		g.assigned = g.one(2)
		g.fail("err")
		g.assigned = false
		g.p("}")
	case 7:
		if blanks > 0 || g.one(2) {
			g.p("%s", call)
		} else {
			g.p("_ = %s", call)
		}
	case 8:
		g.p("if %serr := %s; err != nil {", lhs, call)
		g.tellApart("err")
		g.fail("err")
		g.p("}")
	case 9:
		if g.one(3) {
			g.p("if %serr := %s; err != nil {\nlog.Println(\"ignored:\", err)\n}", lhs, call)
			return
		}
		g.p("if %serr := %s; err != nil {", lhs, call)
		g.fail("err")
		g.p("}")
	}
}

// tellApart emits a success for some errors that are none.
func (g *gen) tellApart(err string) {
	switch g.n(6) {
	case 0:
		g.p("if %s == io.EOF {", err)
	case 1:
		g.p("if errors.Is(%s, io.EOF) {", err)
	case 2:
		g.p("if os.IsNotExist(%s) {", err)
	case 3:
		g.p("var full *feed.FullError\nif errors.As(%s, &full) {", err)
	case 4:
		g.p("if errors.Is(%s, fs.ErrNotExist) || %s == io.EOF {", err, err)
	case 5:
		g.p("switch {\ncase errors.Is(%s, io.EOF):", err)
		g.succeed()
		g.p("}")
		return
	}
	g.succeed()
	g.p("}")
}
