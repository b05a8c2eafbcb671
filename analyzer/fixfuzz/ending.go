package main

import "fmt"

// end completes the file, looks at it, closes it, and returns.
func (g *gen) end() {
	for range g.n(2) {
		g.judge()
	}
	for _, s := range g.pending {
		g.try(s, 0)
	}
	g.pending = nil
	if g.one(4) {
		g.judge()
	}
	if g.open && g.one(8) {
		g.try(g.f+".Sync()", 0)
	}
	if g.open && g.one(20) {
		g.try(g.f+".Chmod("+g.of("0o600", "0o755")+")", 0)
	}
	closing := g.n(5)
	if g.temp != "" && closing != 0 {
		closing = 1 + g.n(3)
	}
	plain := g.temp == "" && g.results.types == "error" && g.good == ""
	switch {
	case !g.open || g.checked && g.temp == "":
	case closing == 4 && plain:
		g.p("return %s.Close()", g.f)
		return
	case g.manual || closing == 1 || closing == 2:
		if g.one(5) && g.temp == "" {
			g.p("%s.Close()", g.f)
		} else {
			g.open = false
			g.p("if err := %s.Close(); err != nil {", g.f)
			g.fail("err")
			g.p("}")
		}
		g.open = false
	}
	if g.temp != "" {
		if g.one(6) {
			g.p("if err := os.Chmod(%s, 0o644); err != nil {", g.temp)
			g.fail("err")
			g.p("}")
		}
		if g.one(5) {
			g.judge()
		}
		if plain && g.one(2) {
			g.p("return os.Rename(%s, %s)", g.temp, g.path)
			return
		}
		g.p("if err := os.Rename(%s, %s); err != nil {", g.temp, g.path)
		g.fail("err")
		g.p("}")
		g.removes = ""
	}
	if g.one(5) {
		g.judge()
	}
	if g.one(5) {
		g.after()
	}
	if g.results.kind == "none" {
		if g.good != "" {
			g.p("%s", g.good)
		}
		return
	}
	g.ret()
}

// judge refuses what was written, if it is not right.
func (g *gen) judge() {
	switch g.n(5) {
	case 0, 1:
		g.p("if err := %s(); err != nil {", g.dep("Check"))
		if g.temp == "" && g.removes == "" && g.one(3) {
			g.p("os.Remove(%s)", g.path)
		}
		g.fail("err")
		g.p("}")
	case 2, 3:
		g.p("if !%s() {", g.dep("Valid"))
		if g.temp == "" && g.removes == "" && g.one(2) {
			g.p("os.Remove(%s)", g.path)
		}
		g.refuse("not valid")
		g.p("}")
	case 4:
		if !g.open {
			g.byName()
			return
		}
		g.p("if fi, err := %s.Stat(); err != nil || fi.Size() > 1<<20 {", g.f)
		g.refuse("too large")
		g.p("}")
	}
}

// byName looks at the file that is closed by its name.
func (g *gen) byName() {
	name := g.path
	if g.removes != "" && g.removes == g.temp {
		name = g.temp
	}
	switch g.n(3) {
	case 0:
		g.p("if err := %s(%s); err != nil {", g.dep("Verify"), name)
		g.fail("err")
		g.p("}")
	case 1:
		g.p("if b, err := os.ReadFile(%s); err != nil || len(b) == 0 {", name)
		g.refuse("empty")
		g.p("}")
	case 2:
		g.p("fi, err := os.Stat(%s)\nif err != nil {", name)
		g.fail("err")
		g.p("}\nlog.Println(fi.Size(), \"bytes\")")
	}
}

// after does what comes after the file is complete.
func (g *gen) after() {
	switch g.n(6) {
	case 0:
		g.p("log.Printf(\"wrote %%s\", filepath.Base(%s))", g.path)
	case 1:
		g.try(fmt.Sprintf("%s(%s)", g.dep("Notify"), g.path), 0)
	case 2:
		g.try(fmt.Sprintf("os.Chmod(%s, %s)", g.path, g.of("0o644", "0o600", "0o755")), 0)
	case 3:
		g.p("fmt.Println(\"done\")")
	case 4:
		g.p("os.Remove(%s + \".old\")", g.path)
	case 5:
		g.try(fmt.Sprintf("%s(9)", g.dep("Step")), 0)
	}
}

// wholeFile writes a function that has the content before it writes it.
func (g *gen) wholeFile() {
	g.f = "data"
	g.prologue()
	switch g.n(4) {
	case 0:
		g.p("data, err := %s()\nif err != nil {", g.dep("Load"))
		g.leave("err")
		g.p("}")
	case 1:
		g.p("data, err := json.Marshal(%s.Doc())\nif err != nil {", g.in())
		g.leave("err")
		g.p("}")
	case 2:
		g.p("data, err := io.ReadAll(%s)\nif err != nil {", g.in())
		g.leave("err")
		g.p("}")
	case 3:
		g.p("data, err := []byte(\"head\\n\"), error(nil)\nfor _, row := range %s.Rows() {\ndata = append(data, row...)\n}\nif err != nil {", g.in())
		g.leave("err")
		g.p("}")
	}
	perm := g.of("0o644", "0o600", "0o755", "0o666")
	switch g.n(7) {
	default:
		g.removes = g.of("", "", "", g.path)
		g.p("if err := os.WriteFile(%s, data, %s); err != nil {", g.path, perm)
		g.fail("err")
		g.p("}")
	case 2:
		g.p("err = os.WriteFile(%s, data, %s)\nif err != nil {", g.path, perm)
		g.fail("err")
		g.p("}")
	case 3:
		g.temp = "tmp"
		g.p("tmp := %s + \".tmp\"\nif err := os.WriteFile(tmp, data, %s); err != nil {", g.path, perm)
		g.removes = g.of("tmp", "")
		g.fail("err")
		g.p("}")
		g.p("if err := os.Rename(tmp, %s); err != nil {", g.path)
		g.fail("err")
		g.p("}")
		g.removes = ""
	case 4:
		if g.results.types == "error" {
			g.p("return os.WriteFile(%s, data, %s)", g.path, perm)
			return
		}
		g.p("if os.WriteFile(%s, data, %s) != nil {", g.path, perm)
		g.refuse("cannot write")
		g.p("}")
	case 5:
		g.p("if err := os.WriteFile(%s, data, %s); err != nil {", g.path, perm)
		g.tellApart("err")
		g.fail("err")
		g.p("}")
	case 6:
		g.p(g.of("_ = os.WriteFile(%s, data, %s)", "if err := os.WriteFile(%s, data, %s); err != nil {\nlog.Println(\"ignored:\", err)\n}"), g.path, perm)
		g.p("if b, err := os.ReadFile(%s); err != nil || len(b) == 0 {", g.path)
		g.refuse("empty")
		g.p("}")
	}
	if g.one(3) {
		g.judge()
	}
	if g.one(3) {
		g.after()
	}
	if g.results.kind != "none" {
		g.ret()
	}
}
