package main

import (
	"fmt"
	"strings"
)

// over puts a writer over the handle.
func (g *gen) over() {
	g.w = g.f
	mode := g.n(27)
	if mode == 23 {
		g.p("if err := %s.Chmod(%s); err != nil {", g.f, g.of("0o600", "0o640", "0o755"))
		g.fail("err")
		g.p("}")
		return
	}
	finish := ""
	switch mode {
	default:
		return
	case 12, 13, 14:
		g.p("bw := bufio.NewWriter(%s)", g.f)
		g.w, finish = "bw", "bw.Flush()"
	case 15, 16:
		g.p("zw := gzip.NewWriter(%s)", g.f)
		g.w, finish = "zw", "zw.Close()"
	case 17:
		g.p("tw := tabwriter.NewWriter(%s, 0, 8, 1, ' ', 0)", g.f)
		g.w, finish = "tw", "tw.Flush()"
	case 18:
		g.p("h := crc32.NewIEEE()\nmw := io.MultiWriter(%s, h)\nfmt.Fprintln(mw, \"head\")", g.f)
		g.w, g.sum = "mw", true
		return
	case 19:
		g.p("var w io.Writer = %s", g.f)
		g.w = "w"
		if g.one(2) {
			g.p("if %s() {\nw = io.MultiWriter(w, os.Stdout)\n}", g.dep("Done"))
		}
		return
	case 20:
		g.p("bw := bufio.NewWriter(%s)\nzw := gzip.NewWriter(bw)", g.f)
		g.w = "zw"
		if g.one(2) {
			g.p("defer bw.Flush()\ndefer zw.Close()")
			return
		}
		g.pending = append(g.pending, "zw.Close()", "bw.Flush()")
		return
	case 21:
		g.p("zw := zip.NewWriter(%s)\nentry, err := zw.Create(\"entry\")\nif err != nil {", g.f)
		g.fail("err")
		g.p("}")
		g.w, finish = "entry", "zw.Close()"
	case 24:
		g.p("enc := base64.NewEncoder(base64.StdEncoding, %s)", g.f)
		g.w, finish = "enc", "enc.Close()"
	case 25:
		g.p("zw := zlib.NewWriter(%s)", g.f)
		g.w, finish = "zw", "zw.Close()"
	case 26:
		g.p("bw := bufio.NewWriter(%s)\ndump := hex.Dumper(bw)", g.f) // which writes a few bytes at a time
		g.w = "dump"
		g.pending = append(g.pending, "dump.Close()", "bw.Flush()")
		return
	}
	if g.one(4) {
		g.p("defer %s", finish)
		return
	}
	g.pending = append(g.pending, finish)
}

// write writes the string expression text.
func (g *gen) write(text string) {
	switch g.n(6) {
	case 0, 1:
		g.try(fmt.Sprintf("fmt.Fprintln(%s, %s)", g.w, text), 1)
	case 2:
		g.p("fmt.Fprintln(%s, %s)", g.w, text)
	case 3:
		g.try(fmt.Sprintf("io.WriteString(%s, %s+\"\\n\")", g.w, text), 1)
	case 4:
		g.try(fmt.Sprintf("%s.Write([]byte(%s))", g.w, text), 1)
	case 5:
		g.p("fmt.Fprintf(%s, \"%%s.\\n\", %s)", g.w, text)
	}
}

// segment writes a part of the file.
func (g *gen) segment() {
	switch g.n(32) {
	case 0:
		g.write(`"a line"`)
	case 1, 2:
		g.p("for _, row := range %s.Rows() {", g.in())
		g.perhapsConvert()
		g.write("row")
		g.perhapsStop()
		g.p("}")
	case 3, 4, 5:
		g.nextLoop()
	case 6, 7:
		g.scanLoop()
	case 8, 9:
		g.copyAll()
	case 10:
		g.try(fmt.Sprintf("%s(%s)", g.dep("Render"), g.w), 0)
	case 11:
		g.try(fmt.Sprintf("%s.Page().WriteTo(%s)", g.in(), g.w), 1)
	case 12:
		g.try(fmt.Sprintf("json.NewEncoder(%s).Encode(%s.Doc())", g.w, g.in()), 0)
	case 13:
		enc := g.fresh("enc")
		g.p("%s := json.NewEncoder(%s)\n%s.SetIndent(\"\", \" \")", enc, g.w, enc)
		g.try(fmt.Sprintf("%s.Encode(%s.Doc())", enc, g.in()), 0)
	case 14:
		g.p("for i := 0; i < 3; i++ {")
		g.try(fmt.Sprintf("%s(i)", g.dep("Step")), 0)
		g.write(`"step"`)
		g.perhapsStop()
		g.p("}")
	case 15:
		g.each()
	case 16:
		g.p("for row := range %s.All {", g.in())
		g.write("row")
		g.perhapsStop()
		g.p("}")
	case 17:
		g.gotoLoop()
	case 18:
		g.labelled()
	case 19:
		g.helperWrites()
	case 20:
		g.goroutines()
	case 21:
		g.p("if %s() {", g.dep("Done"))
		g.succeed()
		g.p("}")
		g.write(`"more"`)
	case 22:
		if g.temp == "" { // else the file would hold the random name of the temporary
			g.directory()
		}
	case 23:
		cw := g.fresh("cw")
		g.p("%s := csv.NewWriter(%s)\nfor _, row := range %s.Rows() {", cw, g.w, g.in())
		g.try(cw+`.Write([]string{row, "x"})`, 0)
		g.p("}\n%s.Flush()", cw)
		if !g.one(4) {
			g.try(cw+".Error()", 0)
		}
	case 24:
		g.notes()
	case 25:
		g.chain()
	case 26, 27, 28:
		g.encode()
	case 29:
		g.transfer()
	case 30, 31:
		g.helperSeeks()
	}
}

// perhapsConvert replaces row by another, which can fail.
func (g *gen) perhapsConvert() {
	switch g.n(6) {
	case 2:
		g.p("row, err := %s(row)\nif err != nil {", g.dep("Convert"))
		g.fail("err")
		g.p("}")
	case 3:
		g.p("row, err := %s(row)\nif err != nil {\ncontinue\n}", g.dep("Convert"))
	case 4:
		g.p("row, err := %s(row)\nif err != nil {", g.dep("Convert"))
		g.tellApart("err")
		g.fail("err")
		g.p("}")
	case 5:
		g.p("row, err := %s(row)\nif err != nil || row == \"TWO\" {", g.dep("Convert"))
		switch g.n(3) {
		case 0:
			g.p("break")
		case 1:
			g.fail("err")
		case 2:
			g.succeed()
		}
		g.p("}")
	}
}

// perhapsStop leaves the loop, or the function, before all is done.
func (g *gen) perhapsStop() {
	switch g.n(10) {
	case 5:
		g.p("if %s() {\nbreak\n}", g.dep("Done"))
	case 6:
		g.p("if %s() {", g.dep("Done"))
		g.succeed()
		g.p("}")
	case 7:
		g.p("if !%s(1) {", g.dep("Yield"))
		g.succeed()
		g.p("}")
	case 8:
		g.p("if err := %s(); err != nil {\nif !%s() {", g.dep("Check"), g.dep("Valid"))
		g.succeed()
		g.p("}")
		g.fail("err")
		g.p("}")
	case 9:
		g.p("if !%s() {", g.dep("Valid"))
		g.refuse("not valid")
		g.p("}")
	}
}

// nextLoop reads until io.EOF.
func (g *gen) nextLoop() {
	next := g.dep("Next")
	if g.one(4) {
		g.p("for range 10 {")
	} else {
		g.p("for {")
		defer func() { g.endless = g.endless && g.inLiteral == 0 }()
	}
	bounded := strings.HasPrefix(g.lines[len(g.lines)-1], "for range")
	g.p("row, err := %s()", next)
	ends := false // the end of the rows ends the function
	switch g.n(8) {
	case 0, 1:
		g.p("if err == io.EOF {\nbreak\n}\nif err != nil {")
		g.fail("err")
		g.p("}")
	case 2:
		g.p("if err != nil {\nif err == io.EOF {")
		g.succeed()
		g.p("}")
		g.fail("err")
		g.p("}")
		ends = true
	case 3:
		g.p("if errors.Is(err, io.EOF) {")
		g.succeed()
		g.p("}\nif err != nil {")
		g.fail("err")
		g.p("}")
		ends = true
	case 4:
		g.p("switch {\ncase errors.Is(err, io.EOF):")
		g.succeed()
		g.p("case err != nil:")
		g.fail("err")
		g.p("}")
		ends = true
	case 5:
		g.p("if err != nil {\nif !errors.Is(err, io.EOF) {")
		g.fail("err")
		g.p("}\nbreak\n}")
	case 6:
		g.p("if err != nil {\nbreak\n}")
	case 7:
		g.p("if err != nil && err != io.EOF {")
		g.fail("err")
		g.p("}\nif err != nil || row == \"\" {")
		g.succeed()
		g.p("}")
		ends = true
	}
	g.write("row")
	breaks := len(g.lines)
	g.perhapsStop()
	for _, l := range g.lines[breaks:] {
		if strings.Contains(l, "break") {
			ends = false
		}
	}
	g.p("}")
	g.endless = ends && !bounded
}

func (g *gen) scanLoop() {
	sc := g.fresh("sc")
	g.p("%s := bufio.NewScanner(%s)\nfor %s.Scan() {", sc, g.in(), sc)
	g.write(sc + ".Text()")
	g.perhapsStop()
	g.p("}")
	switch g.n(4) {
	case 0, 1:
		g.p("if err := %s.Err(); err != nil {", sc)
		g.fail("err")
		g.p("}")
	case 2:
		if g.results.types == "error" && !g.manual && len(g.pending) == 0 && g.temp == "" && g.inLiteral == 0 && g.good == "" {
			g.p("return %s.Err()", sc)
			g.endless = true
		}
	}
}

// copyAll copies the stream, and looks at what came.
func (g *gen) copyAll() {
	n := g.fresh("size")
	w := g.w
	if !g.sum && g.one(3) {
		g.p("h := crc32.NewIEEE()")
		w = "io.MultiWriter(" + w + ", h)"
		g.sum = true
	}
	switch g.n(3) {
	case 0:
		g.try(fmt.Sprintf("io.Copy(%s, %s)", w, g.in()), 1)
	case 1:
		g.p("%s, err := io.Copy(%s, %s)\nif err != nil {", n, w, g.in())
		g.fail("err")
		g.p("}\nif %s != %s.Size() {", n, g.in())
		g.refuse("size differs")
		g.p("}")
	case 2:
		g.p("%s, err := io.Copy(%s, io.LimitReader(%s, 10))\nif err != nil {", n, w, g.in())
		g.fail("err")
		g.p("}\nif %s == 0 {", n)
		g.succeed()
		g.p("}")
	}
	if g.sum && g.inLiteral == 0 && g.one(2) {
		g.p("if h.Sum32() != %s.Sum() {", g.in())
		g.refuse("checksum differs")
		g.p("}")
	}
}

func (g *gen) each() {
	g.p("if err := %s.Each(func(row string) error {", g.in())
	g.inLiteral++
	switch g.n(3) {
	case 0:
		g.p("_, err := fmt.Fprintln(%s, row)\nreturn err", g.w)
	case 1:
		g.p("if _, err := %s(row); err != nil {\nreturn err\n}\nfmt.Fprintln(%s, row)\nreturn nil", g.dep("Convert"), g.w)
	case 2:
		g.p("if err := %s(1); err == io.EOF {\nreturn nil\n} else if err != nil {\nreturn err\n}\n_, err := io.WriteString(%s, row)\nreturn err", g.dep("Step"), g.w)
	}
	g.inLiteral--
	g.p("}); err != nil {")
	g.fail("err")
	g.p("}")
}

func (g *gen) gotoLoop() {
	l, i := g.fresh("again"), g.fresh("i")
	g.p("{\n%s := 0\n%s:", i, l)
	g.p("if err := %s(%s); err != nil {", g.dep("Step"), i)
	g.fail("err")
	g.p("}\nfmt.Fprintln(%s, %s)\nif %s++; %s < 3 {\ngoto %s\n}\n}", g.w, i, i, i, l)
}

func (g *gen) labelled() {
	l := g.fresh("rows")
	g.p("%s:\nfor _, row := range %s.Rows() {\nfor j := range 2 {", l, g.in())
	g.p("err := %s(j)", g.dep("Step"))
	switch g.n(3) {
	case 0:
		g.p("if err != nil {\ncontinue %s\n}", l)
	case 1:
		g.p("if err == io.EOF {\nbreak %s\n}\nif err != nil {", l)
		g.fail("err")
		g.p("}")
	case 2:
		g.p("if errors.Is(err, io.EOF) {")
		g.succeed()
		g.p("}\nif err != nil {\nbreak %s\n}", l)
	}
	g.p("fmt.Fprintln(%s, row, j)\n}\n}", g.w)
}

// helperWrites has a function beside this one write.
func (g *gen) helperWrites() {
	in := g.in()
	switch g.n(4) {
	case 0:
		h := g.helper("writeRows", "func NAME(w io.Writer, in *feed.Source) error {\nfor _, row := range in.Rows() {\nif err := in.Step(0); err != nil {\nreturn err\n}\nif _, err := fmt.Fprintln(w, row); err != nil {\nreturn err\n}\n}\nreturn nil\n}\n")
		g.try(fmt.Sprintf("%s(%s, %s)", h, g.w, in), 0)
	case 1:
		h := g.helper("writeHead", g.of(
			"func NAME(f *os.File, in *feed.Source) error {\nif _, err := f.WriteString(\"head\\n\"); err != nil {\nreturn err\n}\nreturn in.Step(0)\n}\n",
			"func NAME(f *os.File, in *feed.Source) error {\nw := bufio.NewWriter(f)\nfor _, row := range in.Rows() {\nfmt.Fprintln(w, row)\n}\nif !in.Valid() {\nreturn errors.New(\"not valid\")\n}\nreturn w.Flush()\n}\n",
			"func NAME(f *os.File, in *feed.Source) error {\nfmt.Fprintln(f, \"head\")\nif in.Done() {\nreturn nil\n}\nif err := in.Render(f); err != nil {\nreturn fmt.Errorf(\"render: %w\", err)\n}\n_, err := f.Write([]byte(\"tail\\n\"))\nreturn err\n}\n"))
		g.try(fmt.Sprintf("%s(%s, %s)", h, g.f, in), 0)
	case 2:
		h := g.helper("must", "func NAME(err error) {\nif err != nil {\npanic(err)\n}\n}\n")
		g.p("%s(%s(0))", h, g.dep("Step"))
		g.write(`"must"`)
	case 3:
		h := g.helper("writeAll", "func NAME(w io.Writer, in *feed.Source) {\nfor _, row := range in.Rows() {\nfmt.Fprintln(w, row)\n}\n}\n")
		g.p("%s(%s, %s)", h, g.w, in)
	}
}

// goroutines has several write.
func (g *gen) goroutines() {
	g.quick = true
	in := g.in()
	switch g.n(2) {
	case 0:
		wg, mu := g.fresh("wg"), g.fresh("mu")
		g.p("var %s sync.WaitGroup\nvar %s sync.Mutex\nfor range 3 {\n%s.Go(func() {\n%s.Lock()\ndefer %s.Unlock()\nfmt.Fprintln(%s, \"part\")\n})\n}\n%s.Wait()", wg, mu, wg, mu, mu, g.w, wg)
	case 1:
		errs := g.fresh("errs")
		g.p("%s := make(chan error, 1)\ngo func() {\n_, err := io.Copy(%s, %s)\n%s <- err\n}()", errs, g.w, in, errs)
		g.try("<-"+errs, 0)
	}
}

// directory writes the names of the files beside the file.
func (g *gen) directory() {
	entries := g.fresh("entries")
	g.p("%s, err := os.ReadDir(filepath.Dir(%s))\nif err != nil {", entries, g.path)
	g.fail("err")
	g.p("}\nfor _, e := range "+entries+" {\nif e.Name() == filepath.Base(%s) {\ncontinue\n}\nfmt.Fprintln(%s, e.Name())\n}", g.path, g.w)
}

// notes hands errors to a function that returns.
func (g *gen) notes() {
	first, note := g.fresh("first"), g.fresh("note")
	g.p("var %s error\n%s := func(what string, err error) {\nif err != nil && %s == nil {\n%s = fmt.Errorf(\"%%s: %%w\", what, err)\n}\n}", first, note, first, first)
	g.p("%s(\"render\", %s(%s))", note, g.dep("Render"), g.w)
	g.p("%s(\"step\", %s(0))", note, g.dep("Step"))
	if g.open && g.manual && g.one(3) {
		for _, s := range g.pending {
			g.p("%s(\"flush\", %s)", note, s)
		}
		g.p("%s(\"close\", %s.Close())", note, g.f)
		g.open, g.pending = false, nil
		g.closed = true
	}
	g.p("if %s != nil {", first)
	g.fail(first)
	g.p("}")
}

// chain carries an error from call to call.
func (g *gen) chain() {
	e := "err"
	if g.results.kind != "error" || !g.results.named {
		e = g.fresh("failure")
		g.p("var %s error", e)
	}
	g.p("%s = %s(%s)\nif %s == nil {\n%s = %s(1)\n}\nif %s == nil {\n_, %s = io.WriteString(%s, \"chained\\n\")\n}", e, g.dep("Render"), g.w, e, e, g.dep("Step"), e, e, g.w)
	g.p("if %s != nil {", e)
	g.fail(e)
	g.p("}")
}
