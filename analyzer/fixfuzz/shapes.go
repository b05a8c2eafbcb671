package main

import (
	"fmt"
	"strings"
)

// A template is a function that is not put together from parts.
type template struct {
	results, kind string
	claims        bool
	renames       bool
	write         func(g *gen)
}

// templates are shapes in which the parts depend on each other.
var templates = []template{
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		g.p("_, err = io.Copy(f, %s)", in)
		g.p("%s", g.of("", "if err == nil {\nerr = f.Sync()\n}", "if err == nil {\nerr = "+in+".Check()\n}"))
		g.p("if cerr := f.Close(); err == nil {\nerr = cerr\n}")
		g.p("%s", g.of("", "if err != nil {\nos.Remove("+g.path+")\n}"))
		g.p("return %s", g.of("err", `feed.Wrap(err, "save")`))
	}},
	{"error", "error", false, false, func(g *gen) {
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		g.p("_, err = io.WriteString(f, \"head\\n\")\nif err != nil {\ngoto fail\n}")
		g.p("if err = %s(0); err != nil {\ngoto fail\n}", g.dep("Step"))
		g.p("if err = %s(f); err != nil {\ngoto fail\n}", g.dep("Render"))
		g.p("return f.Close()\n\nfail:\nf.Close()\n%sreturn err", g.of("", "os.Remove("+g.path+")\n"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		ew := g.helper("errWriter", "type NAME struct {\nw io.Writer\nerr error\n}\n\nfunc (e *NAME) line(s string) {\nif e.err == nil {\n_, e.err = fmt.Fprintln(e.w, s)\n}\n}\n")
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("ew := &%s{w: f}\nfor _, row := range %s.Rows() {\nif err := %s.Step(0); err != nil {\n%s\n}\new.line(row)\n}", ew, in, in,
			g.of("return err", "ew.err = err\nbreak", "continue"))
		g.p("%s", g.of("return ew.err", "if ew.err != nil {\nreturn ew.err\n}\nreturn f.Close()", "if err := f.Close(); err != nil {\nreturn err\n}\nreturn ew.err"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		with := g.helper("withFile", "func NAME(path string, fill func(f *os.File) error) error {\nf, err := os.Create(path)\nif err != nil {\nreturn err\n}\nif err := fill(f); err != nil {\nf.Close()\nreturn err\n}\nreturn f.Close()\n}\n")
		g.p("return %s(%s, func(f *os.File) error {\nif err := %s.Render(f); err != nil {\nreturn err\n}\n%s\n})", with, g.path, in,
			g.of("return nil", "return "+in+".Check()", "_, err := fmt.Fprintln(f, \"end\")\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		g.p("err = func() error {\n%sfor _, row := range %s.Rows() {\nif err := %s.Step(0); err != nil {\nreturn err\n}\nfmt.Fprintln(f, row)\n}\nreturn nil\n}()", g.of("defer f.Close()\n", ""), in, in)
		g.p("if err != nil {\n%sreturn err\n}\nreturn %s", g.of("", "os.Remove("+g.path+")\n", "f.Close()\n"), g.of("nil", "f.Close()", in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("%s\nif %s != \"-\" {\nf, err := os.Create(%s)\nif err != nil {\nreturn err\n}\n%s\nw = f\n}", g.of("w := os.Stdout", "var w *os.File = os.Stdout", "var w = os.Stderr", "var w *os.File"), g.path, g.path,
			g.of("defer f.Close()", "defer func() { _ = f.Close() }()", ""))
		g.p("%s", g.of("return "+in+".Render(w)", "if err := "+in+".Render(w); err != nil {\nreturn err\n}\nreturn nil", "_, err := w.WriteString(\"one\\n\")\nreturn err",
			"if w == nil || w == os.Stdout {\nreturn errors.New(\"no file\")\n}\nreturn "+in+".Render(w)", "buf := bufio.NewWriter(w)\nif err := "+in+".Render(buf); err != nil {\nreturn err\n}\nreturn buf.Flush()",
			"if err := "+in+".Render(w); err != nil {\nreturn err\n}\nif w != os.Stdout {\nreturn w.Close()\n}\nreturn nil"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("var w io.Writer = io.Discard\nif !%s() {\nf, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nw = f\n}", g.dep("Done"), g.path)
		g.p("_, err := io.Copy(w, %s)\nreturn err", in)
	}},
	{"(err error)", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("defer func() {\nif r := recover(); r != nil {\n%s\n}\n}()", g.of("err = fmt.Errorf(\"%v\", r)", "log.Print(r)", "os.Remove("+g.path+")\npanic(r)"))
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("for _, row := range %s.Rows() {\nif _, err := %s.Convert(row); err != nil {\n%s\n}\nfmt.Fprintln(f, row)\n}\nreturn nil", in, in, g.of("return err", "panic(err)", "continue"))
	}},
	{"(err error)", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		g.p("defer func() {\n%s\n}()", g.of("if cerr := f.Close(); cerr != nil {\nerr = cerr\n}", "err = f.Close()", "if err != nil {\nf.Close()\nos.Remove("+g.path+")\nreturn\n}\nerr = f.Close()",
			"f.Close()\nif err != nil && !errors.Is(err, io.EOF) {\nos.Remove("+g.path+")\n}", "if r := recover(); r != nil {\nf.Close()\nos.Remove("+g.path+")\npanic(r)\n}\nerr = errors.Join(err, f.Close())"))
		g.p("for {\nrow, err := %s.Next()\nif err == io.EOF {\nbreak\n}\nif err != nil {\nreturn err\n}\nif _, err := fmt.Fprintln(f, row); err != nil {\nreturn err\n}\n}\nreturn nil", in)
	}},
	{"(err error)", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("defer %s", g.of("fmt.Fprintln(f, \"end\")", in+".Render(f)", "func() {\nif err == nil {\n_, err = fmt.Fprintln(f, \"end\")\n}\n}()", "func() {\nif err != nil {\nlog.Println(\"failed\", err)\n}\n}()"))
		g.p("for i := range 2 {\nif err := %s(i); err != nil {\nreturn err\n}\n}\nreturn nil", g.dep("Step"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nfmt.Fprintln(f, \"size: 0000\")", g.path)
		g.p("n, err := io.Copy(f, %s)\nif err != nil {\nreturn err\n}", in)
		g.p("%s", g.of("if _, err := f.Seek(0, io.SeekStart); err != nil {\nreturn err\n}\n_, err = fmt.Fprintf(f, \"size: %04d\\n\", n)\nreturn err",
			"if _, err := f.WriteAt([]byte(\"SIZE\"), 0); err != nil {\nreturn err\n}\nif n == 0 {\nreturn errors.New(\"empty\")\n}\nreturn nil",
			"if n > 10 {\nreturn f.Truncate(10)\n}\nreturn nil",
			"if _, err := f.Seek(0, io.SeekStart); err != nil {\nreturn err\n}\nh := crc32.NewIEEE()\nif _, err := io.Copy(h, f); err != nil {\nreturn err\n}\nif h.Sum32() == 0 || n != "+in+".Size() {\nreturn errors.New(\"not valid\")\n}\nreturn nil"))
	}},
	{"(int64, error)", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn 0, err\n}", g.path)
		g.p("n, err := io.Copy(f, %s)\nif err != nil {\nf.Close()\nreturn n, err\n}\n%s", in,
			g.of("return n, f.Close()", "if err := f.Close(); err != nil {\nreturn 0, err\n}\nreturn n, nil", "if n != "+in+".Size() {\nf.Close()\nos.Remove("+g.path+")\nreturn 0, errors.New(\"size differs\")\n}\nreturn n, f.Close()", "fi, err := f.Stat()\nif err != nil {\nf.Close()\nreturn 0, err\n}\nreturn fi.Size(), f.Close()"))
	}},
	{"", "none", false, false, func(g *gen) {
		check := g.helper("check", g.of("func NAME(err error) {\nif err != nil {\nlog.Fatal(err)\n}\n}\n", "func NAME(err error) {\nif err != nil {\npanic(err)\n}\n}\n", "func NAME(err error) {\nif err != nil {\nlog.Println(\"failed:\", err)\n}\n}\n"))
		g.p("f, err := os.Create(%s)\n%s(err)\n%s", g.path, check, g.of("defer f.Close()", ""))
		g.p("%s(%s(f))\n%s(%s(0))\n%s", check, g.dep("Render"), check, g.dep("Step"), g.of(check+"(f.Close())", "f.Close()", "if "+g.dep("Done")+"() {\nos.Exit(0)\n}\nfmt.Fprintln(f, \"more\")", ""))
	}},
	{"", "none", false, false, func(g *gen) {
		g.p("f, err := os.Create(%s)\nif err != nil {\nlog.Print(err)\nreturn\n}\ndefer f.Close()", g.path)
		g.p("for {\nrow, err := %s()\nif err != nil {\n%sreturn\n}\n%s\n}", g.dep("Next"), g.of("", "if err != io.EOF {\nlog.Print(err)\n}\n"), g.of("fmt.Fprintln(f, row)", "if _, err := fmt.Fprintln(f, row); err != nil {\nreturn\n}"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("%s", g.of("return "+in+".Render(f)", `return feed.Wrap(`+in+`.Render(f), "render")`, "return errors.Join("+in+".Render(f), "+in+".Step(0))", "_, err = io.Copy(f, "+in+")\nreturn err",
			"if err := "+in+".Render(f); err != nil {\nlog.Print(err)\n}\nreturn nil", "if err := "+in+".Render(f); err == nil {\nreturn "+in+".Check()\n} else {\nreturn err\n}",
			"err = "+in+".Render(f)\nif err != nil || "+in+".Done() {\nreturn err\n}\nfmt.Fprintln(f, \"more\")\nreturn nil",
			"switch err := "+in+".Render(f); err {\ncase nil:\nreturn nil\ncase io.EOF:\nreturn nil\ndefault:\nreturn err\n}",
			"switch err := "+in+".Render(f).(type) {\ncase nil:\nreturn nil\ncase *feed.FullError:\nreturn nil\ndefault:\nreturn err\n}",
			"if err := "+in+".Render(f); err != nil {\nif "+in+".Done() {\nreturn nil\n}\nreturn err\n}\nreturn nil",
			"err = "+in+".Render(f)\nif errors.Is(err, fs.ErrNotExist) {\nerr = nil\n}\nreturn err",
			"for err = "+in+".Step(0); err == nil; err = "+in+".Step(1) {\nfmt.Fprintln(f, \"one\")\nif "+in+".Done() || "+in+".Yield(1) {\nbreak\n}\n}\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		fail := "cleanup()\nreturn err"
		switch g.n(3) {
		case 0:
			g.p("cleanup := func() {\n%s\n}", g.of("f.Close()\nos.Remove("+g.path+")", "os.Remove("+g.path+")\n_ = f.Close()", "f.Close()"))
		case 1:
			g.p("cleanup := func() { os.Remove(%s) }", g.path)
			fail = "f.Close()\ncleanup()\nreturn err"
		case 2:
			g.p("cleanup := func(err error) error {\nf.Close()\n%sreturn %s\n}", g.of("", "os.Remove("+g.path+")\n"), g.of("err", `feed.Wrap(err, "save")`, `fmt.Errorf("save: %w", err)`, "nil"))
			fail = "return cleanup(err)"
		}
		g.p("if _, err := io.Copy(f, %s); err != nil {\n%s\n}\nif err := %s.Check(); err != nil {\n%s\n}", in, fail, in, g.of(fail, "log.Print(err)\n"+fail, "if "+in+".Done() {\n"+fail+"\n}"))
		g.p("%s", g.of("return f.Close()", "if err := f.Close(); err != nil {\n"+fail+"\n}\nreturn nil", "f.Close()\nreturn nil", "if err := "+in+".Step(0); err != nil {\n"+fail+"\n}\nreturn f.Sync()"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("committed := false\nf, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer func() {\nif !committed {\nf.Close()\nos.Remove(%s)\n}\n}()", g.path, g.path)
		g.p("if err := %s.Render(f); err != nil {\nreturn err\n}\nif err := f.Close(); err != nil {\nreturn err\n}\ncommitted = true\nreturn nil", in)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("bak := %s + \".bak\"\nif err := os.Rename(%s, bak); err != nil && !os.IsNotExist(err) {\nreturn err\n}", g.path, g.path)
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nif err := %s.Render(f); err != nil {\n%sreturn err\n}\n%s", g.path, in, g.of("", "os.Rename(bak, "+g.path+")\n"), g.of("os.Remove(bak)\nreturn nil", "if err := f.Close(); err != nil {\nreturn err\n}\nos.Remove(bak)\nreturn nil"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nif err := %s.Render(f); err != nil {\nreturn err\n}\n%s", g.path, in, g.of("if err := f.Close(); err != nil {\nreturn err\n}\n", ""))
		g.p("return os.WriteFile(%s+\".sum\", []byte(\"sum\\n\"), 0o644)", g.path)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.alone = true
		g.p("for _, row := range %s.Rows() {\nf, err := os.Create(%s + \".\" + row)\nif err != nil {\nreturn err\n}\n%sif err := %s.Step(0); err != nil {\nf.Close()\nreturn err\n}\nfmt.Fprintln(f, row)\n%s\n}\nreturn nil", in, g.path, g.of("", "defer f.Close()\n"), in,
			g.of("if err := f.Close(); err != nil {\nreturn err\n}", "f.Close()", "if row == \"two\" {\ncontinue\n}\nif err := f.Close(); err != nil {\nreturn err\n}"))
	}},
	{"error", "error", false, false, func(g *gen) {
		g.p("data, err := %s()\nif err != nil {\nreturn err\n}\nvar b bytes.Buffer\nb.Write(data)", g.dep("Load"))
		g.p("perm := os.FileMode(0o644)\nif fi, err := os.Stat(%s); err == nil {\nperm = fi.Mode()\n}", g.path)
		g.p("if err := os.WriteFile(%s, b.Bytes(), perm); err != nil {\n%sreturn err\n}\n%s", g.path, g.of("", "os.Remove("+g.path+")\n"), g.of("return os.Chmod("+g.path+", 0o600)", "return nil", "if err := os.WriteFile("+g.path+"+\".sum\", []byte(\"x\"), perm); err != nil {\nos.Remove("+g.path+")\nreturn err\n}\nreturn nil"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("root, err := os.OpenRoot(filepath.Dir(%s))\nif err != nil {\nreturn err\n}\ndefer root.Close()", g.path)
		g.p("f, err := root.Create(filepath.Base(%s))\nif err != nil {\nreturn err\n}\ndefer f.Close()\nif err := %s.Render(f); err != nil {\nreturn err\n}\nreturn f.Close()", g.path, in)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		open := g.helper("open", g.of("func NAME(path string) (io.WriteCloser, error) {\nreturn os.Create(path)\n}\n", "func NAME(path string) (*os.File, error) {\nif path == \"-\" {\nreturn os.Stdout, nil\n}\nreturn os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)\n}\n"))
		g.p("w, err := %s(%s)\nif err != nil {\nreturn err\n}\ndefer w.Close()\n%s", open, g.path, g.of("return "+in+".Render(w)", "if _, err := io.Copy(w, "+in+"); err != nil {\nreturn err\n}\nreturn w.Close()"))
	}},
	{"error", "error", false, true, func(g *gen) {
		in := g.in()
		g.p("tmp := %s + \".new\"\nf, err := os.Create(tmp)\nif err != nil {\nreturn err\n}\ndefer os.Remove(tmp)", g.path)
		g.p("if err := %s.Render(f); err != nil {\nf.Close()\nreturn err\n}\n%sif err := f.Close(); err != nil {\nreturn err\n}", in, g.of("", "if err := f.Sync(); err != nil {\nf.Close()\nreturn err\n}\n", "if err := os.Chmod(tmp, 0o755); err != nil {\nreturn err\n}\n"))
		g.p("if err := %s.Verify(%s); err != nil {\nreturn err\n}\nreturn os.Rename(tmp, %s)", in, g.of("tmp", g.path), g.path)
	}},
	{"error", "error", true, true, func(g *gen) {
		in := g.in()
		g.p("%s", g.of("done := false", "var done bool"))
		g.p("f, err := os.CreateTemp(filepath.Dir(%s), \"save\")\nif err != nil {\nreturn err\n}", g.path)
		g.p("defer func() {\nif !done {\n%s\n}\n}()", g.of("f.Close()\nos.Remove(f.Name())", "_ = f.Close()\n_ = os.Remove(f.Name())", "os.Remove(f.Name())", "f.Close()"))
		g.p("if err := %s.Render(f); err != nil {\n%sreturn err\n}\n%s%sif err := f.Close(); err != nil {\nreturn err\n}", in, g.of("", "done = "+in+".Done()\n", "done = true\n"),
			g.of("", "if err := f.Sync(); err != nil {\nreturn err\n}\n", "if err := "+in+".Check(); err != nil {\nreturn err\n}\n"), g.of("", "done = true\n"))
		g.p("%s", g.of("if err := os.Rename(f.Name(), "+g.path+"); err != nil {\nreturn err\n}\ndone = true\nreturn nil", "done = true\nreturn os.Rename(f.Name(), "+g.path+")",
			"err = os.Rename(f.Name(), "+g.path+")\ndone = err == nil\nreturn err", "if err := os.Rename(f.Name(), "+g.path+"); err != nil {\nreturn err\n}\nif "+in+".Valid() {\ndone = true\n}\nreturn nil"))
	}},
	{"error", "error", true, true, func(g *gen) {
		in := g.in()
		g.p("f, err := os.CreateTemp(%s, %s)\nif err != nil {\nreturn err\n}\ntmp := f.Name()", g.of("filepath.Dir("+g.path+")", `""`), g.of(`"save"`, `"*.tmp"`))
		g.p("_, err = io.Copy(f, %s)\n%s%s\n%s", in, g.of("", "if err == nil {\nerr = f.Sync()\n}\n", "if err == nil {\n_, err = f.WriteString(\"end\")\n}\n"),
			g.of("if cerr := f.Close(); err == nil {\nerr = cerr\n}", "if err == nil {\nerr = f.Close()\n}", "f.Close()"), g.of("", "if err == nil {\nerr = os.Chmod(tmp, 0o644)\n}\n", "if err == nil {\nerr = "+in+".Check()\n}\n"))
		g.p("%s", g.of("if err == nil {\nerr = os.Rename(tmp, "+g.path+")\n}\nif err != nil {\nos.Remove(tmp)\n}\nreturn err", "if err == nil {\nreturn os.Rename(tmp, "+g.path+")\n}\nos.Remove(tmp)\nreturn err",
			"if err == nil && "+in+".Valid() {\nif err = os.Rename(tmp, "+g.path+"); err == nil {\nreturn nil\n}\n}\nos.Remove(tmp)\nreturn err", "if err == nil {\nf.Close()\nerr = os.Rename(tmp, "+g.path+")\n}\nreturn err"))
	}},
	{"error", "error", true, true, func(g *gen) { // a variable holds what cleans up
		in := g.in()
		g.p("f, err := os.CreateTemp(filepath.Dir(%s), \"save\")\nif err != nil {\nreturn err\n}", g.path)
		fail := "cleanup()\nreturn err"
		switch g.n(3) {
		case 0:
			g.p("cleanup := func() {\n%s\n}\n%s", g.of("os.Remove(f.Name())", "f.Close()\nos.Remove(f.Name())", "_ = os.Remove(f.Name())\n_ = f.Close()", "f.Close()", "if err != nil {\nos.Remove(f.Name())\n}"), g.of("", "defer cleanup()\n"))
		case 1:
			g.p("cleanup := func(err error) error {\n%s\nreturn %s\n}", g.of("os.Remove(f.Name())", "f.Close()\nos.Remove(f.Name())"), g.of("err", "fmt.Errorf(\"save: %w\", err)", "errors.Join(err, nil)"))
			fail = "return cleanup(err)"
		case 2:
			g.p("tmp := f.Name()\ncleanup := func() { os.Remove(tmp) }")
			fail = g.of("f.Close()\ncleanup()\nreturn err", "if "+in+".Done() {\ncleanup()\n}\nreturn err", "cleanup()\nlog.Fatal(err)")
		}
		g.p("if err := %s.Render(f); err != nil {\n%s\n}\n%sif err := f.Close(); err != nil {\n%s\n}\nif err := os.Rename(f.Name(), %s); err != nil {\n%s\n}\nreturn nil", in, fail,
			g.of("", "if err := "+in+".Check(); err != nil {\n"+fail+"\n}\n", "if "+in+".Done() {\nreturn errors.New(\"not valid\")\n}\n"), fail, g.path, fail)
	}},
	{"bool", "bool", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn false\n}\ndefer f.Close()", g.path)
		g.p("%s", g.of("return "+in+".Render(f) == nil", "ok := "+in+".Render(f) == nil\nif !ok {\nos.Remove("+g.path+")\n}\nreturn ok", "if "+in+".Render(f) != nil {\nreturn false\n}\nreturn "+in+".Valid()", "_, err = io.Copy(f, "+in+")\nreturn err == nil && f.Close() == nil"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nerrc := make(chan error, 2)", g.path)
		g.p("%s", g.of("errc <- "+in+".Render(f)", "n, err := io.Copy(f, "+in+")\nif err != nil {\nreturn err\n}\nerrc <- "+in+".Step(int(n))"))
		g.p("%s", g.of("return <-errc", "if err := <-errc; err != nil {\nreturn err\n}\nreturn nil", "err = <-errc\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		count, refused := "left := 0", "left > 0"
		note := "left++"
		switch g.n(3) {
		case 1:
			count, note, refused = "var left []string", "left = append(left, row)", "len(left) != 0"
		case 2:
			count, note, refused = "left := make(map[string]bool)", "left[row] = true", "len(left) > 0"
		}
		g.p("%s\nfor _, row := range %s.Rows() {\nif _, err := %s.Convert(row); err != nil {\n%s\ncontinue\n}\nfmt.Fprintln(f, row)\n}", count, in, in, note)
		g.p("%sif %s {\nreturn errors.New(\"not valid\")\n}\nreturn nil", g.of("", "if err := f.Sync(); err != nil {\nreturn err\n}\n"), refused)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nctx, cancel := context.WithCancel(context.Background())\ndefer cancel()", g.path)
		g.p("for _, row := range %s.Rows() {\nif %s.Done() {\ncancel()\n}\n%s\nfmt.Fprintln(f, row)\n}\nreturn %s", in, in,
			g.of("if ctx.Err() != nil {\nbreak\n}", "select {\ncase <-ctx.Done():\nreturn ctx.Err()\ndefault:\n}"), g.of("ctx.Err()", "context.Cause(ctx)"))
	}},
	{"bool", "bool", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn false\n}\ndefer f.Close()\nh := crc32.NewIEEE()", g.path)
		g.p("if _, err := io.Copy(io.MultiWriter(f, h), %s); err != nil {\nreturn false\n}\nreturn h.Sum32() == %s.Sum()", in, in)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.alone = true
		g.p("if err := os.WriteFile(%s+\".sum\", []byte(\"sum\"), 0o644); err != nil {\nreturn err\n}", g.path)
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("if err := %s.Render(f); err != nil {\n%s += \".sum\"\nos.Remove(%s)\nreturn err\n}\nreturn nil", in, g.path, g.path)
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("size := func() int64 {\nfi, err := os.Stat(%s)\nif err != nil {\nreturn -1\n}\nreturn fi.Size()\n}", g.path)
		g.p("%sif err := %s.Render(f); err != nil {\nreturn err\n}\n%s", g.of("", "defer func() { fmt.Println(size()) }()\n"), in,
			g.of("fmt.Println(size())\nreturn nil", "if size() == 0 {\nreturn errors.New(\"empty\")\n}\nreturn "+in+".Check()", "if err := "+in+".Check(); err != nil {\nreturn err\n}\nfmt.Println(size() > 0)\nreturn nil"))
	}},
	{"error", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("old, err := os.OpenFile(%s, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)\nif err != nil {\nreturn err\n}\ndefer old.Close()", g.path)
		g.p("%s\nif err := %s.Step(0); err != nil {\nreturn err\n}\n_, err = fmt.Fprintln(old, \"more\")\nreturn err", g.of(
			"if err := os.WriteFile("+g.path+", []byte(\"head\\n\"), 0o644); err != nil {\nreturn err\n}",
			"f, err := os.Create("+g.path+")\nif err != nil {\nreturn err\n}\nif _, err := f.WriteString(\"head\\n\"); err != nil {\nf.Close()\nreturn err\n}\nif err := f.Close(); err != nil {\nreturn err\n}"), in)
	}},
	{"(*feed.Doc, error)", "error", false, false, func(g *gen) {
		in := g.in()
		g.p("doc := &feed.Doc{Name: \"x\"}\nf, err := os.OpenFile(%s, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, %s)\nif err != nil {\nreturn nil, err\n}\ndefer f.Close()", g.path, g.of("0o600", "0o644"))
		g.p("if err := json.NewEncoder(f).Encode(%s.Doc()); err != nil {\nreturn nil, err\n}\nif %s.Done() {\nreturn doc, nil\n}\nreturn %s", in, in, g.of("doc, nil", "doc, f.Close()", "nil, errors.New(\"not valid\")"))
	}},
	{"error", "error", false, false, func(g *gen) { // a type that keeps the file
		in := g.in()
		out := g.helper("sink", "type NAME struct {\nf *os.File\nw *bufio.Writer\n}\n")
		g.helper("open", "func NAME(path string) (*"+out+", error) {\nf, err := os.Create(path)\nif err != nil {\nreturn nil, err\n}\nreturn &"+out+"{f: f, w: bufio.NewWriter(f)}, nil\n}\n")
		g.helper("line", "func (s *"+out+") NAME(text string) error {\n_, err := fmt.Fprintln(s.w, text)\nreturn err\n}\n")
		g.helper("done", "func (s *"+out+") NAME() error {\n"+g.of("if err := s.w.Flush(); err != nil {\ns.f.Close()\nreturn err\n}\nreturn s.f.Close()\n", "s.w.Flush()\nreturn s.f.Close()\n", "defer s.f.Close()\nreturn s.w.Flush()\n")+"}\n")
		g.p("o, err := open%d(%s)\nif err != nil {\nreturn err\n}\n%s", g.id, g.path, g.of("", fmt.Sprintf("defer o.done%d()\n", g.id)))
		g.p("for _, row := range %s.Rows() {\nif err := %s.Step(0); err != nil {\n%sreturn err\n}\nif err := o.line%d(row); err != nil {\nreturn err\n}\n}\n%s", in, in, g.of("", fmt.Sprintf("o.done%d()\n", g.id)), g.id,
			g.of(fmt.Sprintf("return o.done%d()", g.id), in+".Check()\nreturn nil", "if err := "+in+".Check(); err != nil {\nreturn err\n}\nreturn "+fmt.Sprintf("o.done%d()", g.id)))
	}},
	{"error", "error", false, false, func(g *gen) { // two files at a time
		in := g.in()
		g.alone = true
		g.p("data, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer data.Close()", g.path)
		g.p("index, err := os.Create(%s + \".idx\")\nif err != nil {\n%sreturn err\n}\ndefer index.Close()", g.path, g.of("", "os.Remove("+g.path+")\n"))
		g.p("for i, row := range %s.Rows() {\nif err := %s.Step(i); err != nil {\nreturn err\n}\n%s\n}", in, in,
			g.of("fmt.Fprintln(data, row)\nfmt.Fprintln(index, i)", "if _, err := fmt.Fprintln(data, row); err != nil {\nreturn err\n}\nif _, err := fmt.Fprintln(index, i); err != nil {\nreturn err\n}"))
		g.p("%s", g.of("return nil", "if err := index.Close(); err != nil {\nreturn err\n}\nreturn data.Close()", "return errors.Join(data.Close(), index.Close())", "if err := data.Close(); err != nil {\nos.Remove("+g.path+" + \".idx\")\nreturn err\n}\nreturn "+in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // again after a failure
		in := g.in()
		g.p("var last error\nfor i := range 2 {\nf, err := os.Create(%s)\nif err != nil {\nlast = err\ncontinue\n}\nif err := %s.Step(i); err != nil {\nf.Close()\n%slast = err\ncontinue\n}", g.path, in, g.of("", "os.Remove("+g.path+")\n"))
		g.p("fmt.Fprintln(f, \"attempt\", i)\n%s\n}\nreturn last", g.of("return f.Close()", "if err := f.Close(); err != nil {\nlast = err\ncontinue\n}\nreturn nil", "last = f.Close()\nif last == nil {\nbreak\n}", "f.Close()\nlast = nil\nbreak"))
	}},
	{"error", "error", false, false, func(g *gen) { // an error that a literal keeps
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\n%s", g.path, g.of("", "defer f.Close()\n"))
		g.p("put := func(text string) {\nif err != nil {\nreturn\n}\n_, err = fmt.Fprintln(f, text)\n}\nput(\"head\")\nfor _, row := range %s.Rows() {\n%sput(row)\n}", in, g.of("", "if serr := "+in+".Step(0); serr != nil && err == nil {\nerr = serr\n}\n"))
		g.p("%s", g.of("return err", "if cerr := f.Close(); err == nil {\nerr = cerr\n}\nreturn err", "if err != nil {\nf.Close()\nos.Remove("+g.path+")\nreturn err\n}\nreturn f.Close()", "if err == nil {\nerr = "+in+".Check()\n}\nreturn err"))
	}},
	{"(err error)", "error", false, false, func(g *gen) { // a handle that is nil once it is closed
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer func() {\nif f != nil {\nf.Close()\n%s}\n}()", g.path, g.of("", "os.Remove("+g.path+")\n"))
		g.p("if err = %s.Render(f); err != nil {\nreturn err\n}\nerr = f.Close()\nf = nil\n%s", in, g.of("return err", "if err != nil {\nreturn err\n}\nreturn "+in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // a function that closes anything
		in := g.in()
		quiet := g.helper("closeQuietly", g.of("func NAME(c io.Closer) {\n_ = c.Close()\n}\n", "func NAME(c io.Closer) {\nif err := c.Close(); err != nil {\nlog.Print(err)\n}\n}\n", "func NAME(f *os.File) {\nf.Close()\n}\n", "func NAME(f *os.File) {\nf.Sync()\nf.Close()\n}\n"))
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer %s(f)\nif err := %s.Render(f); err != nil {\nreturn err\n}\nreturn %s", g.path, quiet, in, g.of("nil", in+".Check()", "f.Sync()"))
	}},
	{"error", "error", false, false, func(g *gen) { // by method values and interfaces
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}", g.path)
		switch g.n(3) {
		case 0:
			g.p("write := f.WriteString\ndefer f.Close()\nfor _, row := range %s.Rows() {\nif _, err := write(row); err != nil {\nreturn err\n}\n}\nreturn %s.Check()", in, in)
		case 1:
			g.p("var w io.WriteCloser = f\ndefer w.Close()\nif err := %s.Render(w); err != nil {\nreturn err\n}\nreturn %s", in, g.of("nil", "w.Close()"))
		case 2:
			g.p("done := f.Close\nif err := %s.Render(f); err != nil {\ndone()\nreturn err\n}\nreturn done()", in)
		}
	}},
	{"(n int, err error)", "error", false, false, func(g *gen) { // a count decides
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn 0, err\n}\ndefer func() {\nif cerr := f.Close(); err == nil {\nerr = cerr\n}\n%s}()", g.path, g.of("", "if n == 0 {\nos.Remove("+g.path+")\n}\n", "if err == nil && n == 0 {\nerr = errors.New(\"empty\")\n}\n"))
		g.p("for _, row := range %s.Rows() {\nif %s.Done() {\n%s\n}\nif _, err := fmt.Fprintln(f, row); err != nil {\nreturn n, err\n}\nn++\n}\nreturn n, %s", in, in, g.of("break", "return n, nil", "return 0, nil", "continue"), g.of("nil", in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // rows that come from another goroutine
		g.quick = true
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nrows, errc := make(chan string), make(chan error, 1)", g.path)
		g.p("go func() {\ndefer close(rows)\nfor _, row := range %s.Rows() {\nif err := %s.Step(0); err != nil {\nerrc <- err\nreturn\n}\nrows <- row\n}\nerrc <- nil\n}()\nfor row := range rows {\nfmt.Fprintln(f, row)\n}\n%s", in, in,
			g.of("return <-errc", "if err := <-errc; err != nil {\nos.Remove("+g.path+")\nreturn err\n}\nreturn f.Close()", "select {\ncase err := <-errc:\nreturn err\ndefault:\nreturn nil\n}"))
	}},
	{"error", "error", false, false, func(g *gen) { // as the kind of file asks for
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nkind := filepath.Ext(%s)\nif %s.Done() {\nkind = \".json\"\n}", g.path, g.path, in)
		g.p("switch kind {\ncase \".json\":\n%s\ncase \".bak\":\nreturn errors.New(\"no such kind\")\ndefault:\nerr = %s.Render(f)\n}\nif err != nil {\nreturn fmt.Errorf(\"writing %%s: %%w\", %s, err)\n}\nreturn %s",
			g.of("err = json.NewEncoder(f).Encode("+in+".Doc())", "return json.NewEncoder(f).Encode("+in+".Doc())"), in, g.path, g.of("nil", "f.Close()"))
	}},
	{"error", "error", false, false, func(g *gen) { // a template
		in := g.in()
		g.p("t, err := template.New(\"t\").Parse(\"{{.Name}}\\n\")\nif err != nil {\nreturn err\n}\nf, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\n%s", g.path,
			g.of("return t.Execute(f, "+in+".Doc())", "if err := t.Execute(f, "+in+".Doc()); err != nil {\nos.Remove("+g.path+")\nreturn err\n}\nreturn nil", "err = t.Execute(f, "+in+".Doc())\nif err == nil {\nerr = "+in+".Check()\n}\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) { // what another program prints
		in := g.in()
		g.quick = true
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nscript := \"echo one\"\nif %s.Done() {\nscript = \"echo one; exit 3\"\n}\ncmd := exec.Command(\"sh\", \"-c\", script)\ncmd.Stdout = f\n%s", g.path, in,
			g.of("return cmd.Run()", "if err := cmd.Run(); err != nil {\nreturn fmt.Errorf(\"sh: %w\", err)\n}\nreturn f.Close()", "if err := cmd.Start(); err != nil {\nreturn err\n}\nreturn cmd.Wait()"))
	}},
	{"error", "error", false, false, func(g *gen) { // not over another file
		in := g.in()
		g.alone = true // a second attempt would take half a file for a success
		g.p("if _, err := os.Stat(%s); err == nil {\nreturn %s\n} else if !os.IsNotExist(err) {\nreturn err\n}", g.path, g.of("fs.ErrExist", "nil"))
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nif err := %s.Render(f); err != nil {\n%sreturn err\n}\nreturn %s", g.path, in, g.of("", "os.Remove("+g.path+")\n"), g.of("nil", "f.Sync()", in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // a literal does it
		in := g.in()
		g.p("save := func(f *os.File) (err error) {\ndefer func() {\nif cerr := f.Close(); cerr != nil && err == nil {\nerr = cerr\n}\n}()\nif %s.Done() {\nreturn %s\n}\nreturn %s.Render(f)\n}", in, g.of("nil", "io.EOF"), in)
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\n%s", g.path, g.of("return save(f)", "if err := save(f); err != nil {\nos.Remove("+g.path+")\nreturn err\n}\nreturn "+in+".Check()", "err = save(f)\nif err == io.EOF {\nreturn nil\n}\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) { // the old one stays beside the new one
		in := g.in()
		g.alone = true
		g.p("f, err := os.Create(%s + \".part\")\nif err != nil {\nreturn err\n}\nif err := %s.Render(f); err != nil {\nf.Close()\nreturn err\n}\nif err := f.Close(); err != nil {\nreturn err\n}", g.path, in)
		g.p("%s\nreturn os.Rename(%s + \".part\", %s)", g.of("os.Remove("+g.path+")", "os.Rename("+g.path+", "+g.path+" + \".old\")", "if err := os.Link("+g.path+", "+g.path+" + \".old\"); err != nil && !os.IsNotExist(err) {\nreturn err\n}", "if err := "+in+".Verify("+g.path+" + \".part\"); err != nil {\nos.Remove("+g.path+" + \".part\")\nreturn err\n}"), g.path, g.path)
	}},
	{"error", "error", false, false, func(g *gen) { // a writer that is set to the file
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\ngz := gzip.NewWriter(io.Discard)\ngz.Reset(f)", g.path)
		g.p("%sif err := %s.Render(gz); err != nil {\nreturn err\n}\n%s", g.of("defer gz.Close()\n", ""), in, g.of("return nil", "return gz.Close()", "if err := gz.Flush(); err != nil {\nreturn err\n}\nreturn "+in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // what is to be done at the end
		in := g.in()
		stack := g.helper("cleanups", "type NAME []func()\n")
		g.helper("add", "func (c *"+stack+") NAME(f func()) { *c = append(*c, f) }\n")
		g.helper("run", "func (c *"+stack+") NAME() {\nfor _, f := range *c {\nf()\n}\n}\n")
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\nvar c %s\n%s\nbw := bufio.NewWriter(f)\nc.add%d(func() { bw.Flush() })\n%s", g.path, stack, g.of("defer f.Close()\ndefer c.run%[1]d()", "defer c.run%[1]d()"), g.id, g.of("", "c.add%[1]d(func() { f.Close() })"))
		g.p("if err := %s.Render(bw); err != nil {\nreturn err\n}\nreturn %s", in, g.of("nil", in+".Check()"))
		for i := range g.lines {
			g.lines[i] = strings.ReplaceAll(g.lines[i], "%[1]d", fmt.Sprint(g.id))
		}
	}},
	{"error", "error", false, false, func(g *gen) { // a helper asks what it writes to
		in := g.in()
		ask := g.helper("ask", g.of("func NAME(w io.Writer) string {\nif _, ok := w.(*os.File); ok {\nreturn \"file\"\n}\nreturn \"other\"\n}\n", "func NAME(w io.Writer) string {\nswitch w.(type) {\ncase interface{ Fd() uintptr }:\nreturn \"file\"\n}\nreturn \"other\"\n}\n", "func NAME(w io.Writer) string {\nif s, ok := w.(interface{ Sync() error }); ok {\ns.Sync()\n}\nreturn \"synced\"\n}\n"))
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nfmt.Fprintln(f, %s(f))\nreturn %s.Render(f)", g.path, ask, in)
	}},
	{"error", "error", false, false, func(g *gen) { // a loop over what writes
		in := g.in()
		seq := g.helper("copied", "func NAME(w io.Writer, rows []string) iter.Seq2[int, error] {\nreturn func(yield func(int, error) bool) {\n"+g.of("defer io.WriteString(w, \"end\")\n", "")+"for _, row := range rows {\nif !yield(fmt.Fprintln(w, row)) {\nreturn\n}\n}\n}\n}\n")
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nsum := 0\nfor n, err := range %s(f, %s.Rows()) {\nif err != nil {\nreturn err\n}\nif sum += n; sum > 6 {\n%s\n}\n}\nreturn %s", g.path, seq, in, g.of("break", "return nil"), g.of("nil", in+".Check()"))
	}},
	{"error", "error", false, false, func(g *gen) { // errors that are warnings
		in := g.in()
		g.alone = true
		bad := g.helper("errSkipped", "var NAME = errors.New(\"not valid\")\n")
		inner := g.helper("export", "func NAME(path string, in *feed.Source) error {\nf, err := os.Create(path)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nif err := in.Render(f); err != nil {\nreturn err\n}\nif !in.Valid() {\nreturn "+g.of(bad, "fmt.Errorf(\"export: %w\", "+bad+")")+"\n}\nreturn nil\n}\n")
		g.p("%s", g.of("switch err := "+inner+"("+g.path+", "+in+"); err {\ncase nil, "+bad+":\nreturn nil\ndefault:\nreturn err\n}", "if err := "+inner+"("+g.path+", "+in+"); err != nil && !errors.Is(err, "+bad+") {\nreturn err\n}\nreturn nil", "save := "+inner+"\nif err := save("+g.path+", "+in+"); !errors.Is(err, "+bad+") {\nreturn err\n}\nreturn nil"))
	}},
	{"bool", "bool", false, false, func(g *gen) { // the last operand closes
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn false\n}\n%sok := %s.Render(f) == nil\nlog.Print(ok)", g.path, g.of("", "defer f.Close()\n"), in)
		g.p("%s", g.of("return ok && f.Close() == nil", "return "+in+".Done() || f.Close() == nil", "return !ok || f.Close() == nil", "return "+in+".Valid() && ok && f.Close() == nil",
			"if "+in+".Done() && f.Close() == nil {\nreturn ok\n}\nreturn false", "if !ok || f.Close() != nil {\nos.Remove("+g.path+")\nreturn false\n}\nreturn true"))
	}},
	{"error", "error", false, false, func(g *gen) { // another function removes the file
		in := g.in()
		drop := g.helper("drop", g.of("func NAME(path string) { os.Remove(path) }\n", "func NAME(path string) {\nif _, err := os.Stat(path); err == nil {\nos.Remove(path)\n}\n}\n", "func NAME(path string) { os.Remove(path + \".part\") }\n", "func NAME(path string) { log.Print(filepath.Base(path)) }\n"))
		fail := drop + "(" + g.path + ")"
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()", g.path)
		g.p("%s", g.of("if err := "+in+".Render(f); err != nil {\n"+fail+"\nreturn err\n}\nreturn "+in+".Check()", "if err = "+in+".Render(f); err != nil {\ngoto fail\n}\nreturn nil\n\nfail:\n"+fail+"\nreturn err",
			"ok := false\ndefer func() {\nif !ok {\n"+fail+"\n}\n}()\nif err := "+in+".Render(f); err != nil {\nreturn err\n}\nok = "+g.of("true", in+".Valid()")+"\nreturn nil"))
	}},
	{"error", "error", false, false, func(g *gen) { // a list has the errors
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\n%svar errs []error", g.path, g.of("", "defer f.Close()\n"))
		note := "errs = append(errs, err)"
		g.p("for i, row := range %s.Rows() {\nif err := %s.Step(i); err != nil {\n%s\ncontinue\n}\n%s\n}", in, in, note, g.of("fmt.Fprintln(f, row)", "if _, err := fmt.Fprintln(f, row); err != nil {\n"+note+"\n}"))
		g.p("if err := f.Close(); err != nil {\n%s\n}\n%s", note, g.of("return errors.Join(errs...)", "if len(errs) > 0 {\nreturn errs[0]\n}\nreturn nil", "errs = append(errs, "+in+".Check())\nreturn errors.Join(errs...)"))
	}},
	{"error", "error", false, false, func(g *gen) { // the error of writing is compared, and no more
		g.p("data, err := %s()\nif err != nil {\nreturn err\n}", g.dep("Load"))
		g.p("if os.WriteFile(%s, data, 0o644) != nil {\n%s\n}\nreturn %s", g.path, g.of("os.Remove("+g.path+")", "log.Print(\"the file cannot be written, its directory is full\")", "os.Remove("+g.path+")\nreturn errors.New(\"not written\")"), g.of("nil", g.dep("Check")+"()"))
	}},
	{"error", "error", false, false, func(g *gen) { // it is flushed in some way
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\ndefer f.Close()\nerr = %s.Render(f)", g.path, in)
		g.p("%s", g.of("if err == nil {\nerr = f.Sync()\n}\nreturn err", "if err != nil {\nreturn err\n}\nerr = f.Sync()\nif err != nil {\nreturn err\n}\nreturn nil", "if err == nil {\nerr = f.Sync()\n}\nif err != nil {\nos.Remove("+g.path+")\n}\nreturn err",
			"if err != nil {\nreturn err\n}\nif err = f.Sync(); err == nil {\nerr = "+in+".Check()\n}\nreturn err"))
	}},
	{"error", "error", false, false, func(g *gen) { // both branches end it
		in := g.in()
		g.p("f, err := os.Create(%s)\nif err != nil {\nreturn err\n}\nif err := %s.Render(f); err == nil {\n%s\n} else {\n%sreturn err\n}", g.path, in,
			g.of("return f.Close()", "if err := f.Close(); err != nil {\nreturn err\n}\nlog.Print(\"done\")\nreturn "+in+".Check()", "f.Close()\nreturn nil"), g.of("f.Close()\n", "f.Close()\nos.Remove("+g.path+")\n", "os.Remove("+g.path+")\n"))
	}},
	{"error", "error", false, false, func(g *gen) { // one of several is written, and all are removed
		g.alone = true
		g.p("names := []string{%s, %s + \".a\"}\nfor i := range names {\ndata, err := %s()\nif err == nil {\nerr = os.WriteFile(%s, data, 0o644)\n}\nif err != nil {\n%sreturn err\n}\n}\nreturn nil", g.path, g.path, g.dep("Load"), "names[i]",
			g.of("for _, done := range names[:i+1] {\nos.Remove(done)\n}\n", "for _, done := range names[:i] {\nos.Remove(done)\n}\n", "os.Remove(names[i])\n"))
	}},
}

// template writes one of the templates.
func (g *gen) template() {
	t := templates[g.n(len(templates))]
	g.results = shape{types: t.results, kind: t.kind}
	g.claims = t.claims
	if t.renames {
		g.temp = "tmp"
	}
	t.write(g)
}

// sequence writes a function that returns an iterator, which writes the file
// while others go through it.
func (g *gen) sequence() {
	in := g.in()
	g.results = shape{types: "iter.Seq[string]", kind: "none"}
	g.p("return func(yield func(string) bool) {\nf, err := os.Create(%s)\nif err != nil {\n%sreturn\n}\ndefer f.Close()", g.path, g.of("", "yield(err.Error())\n"))
	g.p("for _, row := range %s.Rows() {\n%s\nif _, err := fmt.Fprintln(f, row); err != nil%s\nreturn\n}\n%s}\n}", in,
		g.of("", "if err := "+in+".Step(0); err != nil {\nreturn\n}"),
		g.of(" || !yield(row) {", " {"), g.of("", "if !yield(row) {\nreturn\n}\n"))
}

// generic makes the function one with a type parameter in its results.
func (g *gen) generic() {
	in := g.in()
	g.params = append(g.params, param{"v", "T", "7"})
	g.results = shape{types: "(T, error)", kind: "error"}
	zero := g.of("zero", "*new(T)", "v")
	if zero == "zero" {
		g.p("var zero T")
	}
	g.p("f, err := os.Create(%s)\nif err != nil {\nreturn %s, err\n}", g.path, zero)
	g.p("%sif err := json.NewEncoder(f).Encode(%s.Doc()); err != nil {\nf.Close()\nreturn %s, err\n}\n%s", g.of("", "defer f.Close()\n"), in, zero,
		g.of("f.Close()\nreturn v, nil", "if err := f.Close(); err != nil {\nreturn "+zero+", err\n}\nreturn v, nil", fmt.Sprintf("if %s.Done() {\nf.Close()\nreturn v, nil\n}\nreturn v, f.Close()", in)))
}
