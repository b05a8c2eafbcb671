package main

import "fmt"

// encode has a package of the standard library write a value.
func (g *gen) encode() {
	in := g.in()
	switch g.n(8) {
	case 0:
		g.try(fmt.Sprintf("xml.NewEncoder(%s).Encode(%s.Doc())", g.w, in), 0)
	case 1:
		g.try(fmt.Sprintf("gob.NewEncoder(%s).Encode(%s.Doc())", g.w, in), 0)
	case 2:
		g.p("for i := range 3 {")
		g.try(fmt.Sprintf("%s(i)", g.dep("Step")), 0)
		g.try(fmt.Sprintf("binary.Write(%s, binary.BigEndian, uint32(i))", g.w), 0)
		g.p("}")
	case 3:
		t := g.fresh("t")
		g.p("%s := template.Must(template.New(\"doc\").Parse(\"{{.Name}}: {{.Part.Text}}\\n\"))", t)
		g.try(fmt.Sprintf("%s.Execute(%s, %s.Doc())", t, g.w, in), 0)
	case 4:
		g.archive()
	case 5:
		l := g.fresh("logger")
		g.p("%s := log.New(%s, \"save: \", 0)\nfor _, row := range %s.Rows() {\n%s.Println(row)", l, g.w, in, l)
		g.perhapsStop()
		g.p("}")
	case 6:
		enc := g.fresh("enc")
		g.p("%s := xml.NewEncoder(%s)\n%s.Indent(\"\", \" \")", enc, g.w, enc)
		g.try(fmt.Sprintf("%s.Encode(%s.Doc())", enc, in), 0)
		g.try(enc+".Flush()", 0)
	case 7:
		doc := g.fresh("text")
		g.p("%s, err := json.MarshalIndent(%s.Doc(), \"\", \" \")\nif err != nil {", doc, in)
		g.fail("err")
		g.p("}")
		g.try(fmt.Sprintf("fmt.Fprintf(%s, \"%%s\\n\", %s)", g.w, doc), 1)
	}
}

// archive writes an archive of one file.
func (g *gen) archive() {
	tw, data := g.fresh("tw"), g.fresh("data")
	g.p("%s, err := %s()\nif err != nil {", data, g.dep("Load"))
	g.fail("err")
	g.p("}\n%s := tar.NewWriter(%s)", tw, g.w)
	g.try(fmt.Sprintf("%s.WriteHeader(&tar.Header{Name: \"rows\", Mode: 0o600, Size: int64(len(%s))})", tw, data), 0)
	g.try(fmt.Sprintf("%s.Write(%s)", tw, data), 1)
	if g.one(3) {
		g.judge()
	}
	g.try(tw+".Close()", 0)
}

// transfer copies the stream in other ways than io.Copy.
func (g *gen) transfer() {
	in := g.in()
	switch g.n(5) {
	case 0:
		g.try(fmt.Sprintf("io.CopyN(%s, %s, 6)", g.w, in), 1)
	case 1:
		g.try(fmt.Sprintf("io.CopyBuffer(%s, %s, make([]byte, 64))", g.w, in), 1)
	case 2:
		g.try(fmt.Sprintf("io.ReadAll(io.TeeReader(%s, %s))", in, g.w), 1)
	case 3:
		g.try(fmt.Sprintf("%s.ReadFrom(%s)", g.f, in), 1)
	case 4:
		rw := g.fresh("rw")
		g.p("%s := bufio.NewReadWriter(bufio.NewReader(%s), bufio.NewWriter(%s))", rw, in, g.w)
		g.try(fmt.Sprintf("%s.WriteTo(%s.Writer)", rw, rw), 1)
		g.try(rw+".Flush()", 0)
	}
}

// fileHelpers are functions beside the function that do more with the file than
// to write it.
var fileHelpers = []struct{ name, decl string }{
	{"pad", "func NAME(f *os.File) error {\nfi, err := f.Stat()\nif err != nil {\nreturn err\n}\nreturn f.Truncate((fi.Size() + 15) &^ 15)\n}\n"},
	{"finish", "func NAME(f *os.File) error {\nif _, err := f.Seek(0, io.SeekEnd); err != nil {\nreturn err\n}\n_, err := f.WriteString(\"end\\n\")\nreturn err\n}\n"},
	{"patch", "func NAME(f *os.File) error {\nif _, err := f.WriteAt([]byte(\"HEAD\"), 0); err != nil {\nreturn fmt.Errorf(\"head: %w\", err)\n}\nreturn nil\n}\n"},
	{"measure", "func NAME(f *os.File) error {\nfi, err := f.Stat()\nif err != nil {\nreturn err\n}\nif fi.Size() == 0 {\nreturn errors.New(\"empty\")\n}\nlog.Println(fi.Size(), \"bytes\")\nreturn nil\n}\n"},
	{"empty", "func NAME(f *os.File) error {\nif err := f.Truncate(0); err != nil {\nreturn err\n}\n_, err := f.Seek(0, io.SeekStart)\nreturn err\n}\n"},
	{"seekEnd", "func NAME(w io.Writer) error {\nif s, ok := w.(io.Seeker); ok {\nif _, err := s.Seek(0, io.SeekEnd); err != nil {\nreturn err\n}\n}\n_, err := fmt.Fprintln(w, \"sought\")\nreturn err\n}\n"},
	{"writeText", "func NAME(w io.Writer) error {\nif sw, ok := w.(io.StringWriter); ok {\n_, err := sw.WriteString(\"text\\n\")\nreturn err\n}\n_, err := w.Write([]byte(\"text\\n\"))\nreturn err\n}\n"},
	{"closeAll", "func NAME(f *os.File) error {\nfor _, flush := range []func() error{f.Sync, f.Close} {\nif err := flush(); err != nil {\nreturn err\n}\n}\nreturn nil\n}\n"},
}

// helperSeeks has a function beside this one seek, measure or cut the file.
func (g *gen) helperSeeks() {
	i := g.n(len(fileHelpers))
	if i == len(fileHelpers)-1 { // this one closes the file
		if !g.manual || len(g.pending) > 0 || g.temp != "" || g.inLiteral > 0 {
			i = 0
		} else {
			g.open, g.closed = false, true
		}
	}
	g.try(g.helper(fileHelpers[i].name, fileHelpers[i].decl)+"("+g.f+")", 0)
}
