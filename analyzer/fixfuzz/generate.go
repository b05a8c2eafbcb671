package main

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"slices"
	"strings"
)

// A generated function is a Go file with one function that writes one file,
// and what it needs.
type generated struct {
	id      int
	choices []int
	name    string // of the file
	text    string
	call    string // of the function, for a source s and a path; %s stands for its package
	claims  bool   // see stage.Case
	quick   bool   // see stage.Case
	renames bool   // it renames a temporary
	deaf    bool   // it overlooks that the function has failed which writes
	repeats bool   // it has the file written more than once
	results string // the result types
}

// A writer of functions.
type gen struct {
	*chooser
	id      int
	lines   []string
	decls   []string // functions and types beside the function
	params  []param
	results shape

	path, f, w string         // the names of the parameter, the handle, and the writer over it
	removes    string         // what an error path removes: an expression, or ""
	open       bool           // the handle is open
	closed     bool           // nothing more is written
	manual     bool           // each way out closes the handle itself
	join       bool           // as an argument of errors.Join
	forgets    bool           // but not those for errors
	checked    bool           // a deferred function closes the handle, and returns the error
	wrap       int            // how errors are wrapped
	good       string         // the statement before a success
	pending    []string       // statements that complete what is written, which can fail
	endless    bool           // nothing after this is reached
	inLiteral  int            // how deep in function literals that return an error
	used       map[string]int // names of variables
	claims     bool           // see generated
	quick      bool           // see generated
	deaf       bool           // see generated
	repeated   bool           // see generated, repeats
	alone      bool           // no function calls it
	told       string         // how it tells others that there is a file: the statement, or ""
	temp       string         // the temporary to rename, "" for none
	sum        bool           // there is a hash h
	assigned   bool           // the error is in the variable that is the result
}

type param struct{ name, typ, arg string }

// A shape is what a function returns.
type shape struct {
	types string // the list in the source
	named bool   // with an error called err
	zero  string // what comes before the error, with a comma
	full  string // the same for a success
	kind  string // "error", "bool", "code", "pointer", "none"
	bad   string // how a function without results fails
}

// generate makes the function of the given number by the choices of c.
func generate(c *chooser, id int) generated {
	g := &gen{chooser: c, id: id, used: make(map[string]int)}
	g.path = g.of("path", "name", "dst", "filename")
	g.f = g.of("f", "file", "out", "fd")
	g.params = []param{{g.path, "string", "path"}}
	g.results = g.shapes()
	g.wrap = g.n(5)
	switch g.n(14) {
	default:
		g.handle()
	case 8, 9:
		g.wholeFile()
	case 10, 11, 12:
		g.template()
	case 13:
		if g.one(2) {
			g.sequence()
		} else {
			g.generic()
		}
	}
	return g.assemble()
}

func (g *gen) shapes() shape {
	switch g.n(14) {
	default:
		return shape{types: "error", kind: "error"}
	case 3, 4, 5:
		return shape{types: "(err error)", named: true, kind: "error"}
	case 6:
		return shape{types: "(int, error)", zero: "0, ", full: "len(\"done\"), ", kind: "error"}
	case 7:
		return shape{types: "(n int, err error)", named: true, zero: "0, ", full: "1, ", kind: "error"}
	case 8:
		return shape{types: "(string, error)", zero: `"", `, full: g.path + ", ", kind: "error"}
	case 9:
		return shape{types: "bool", kind: "bool"}
	case 10, 11:
		return shape{kind: "none", bad: g.of("log.Print", "panic", "log.Fatal", "os.Exit", "silent", "die")}
	case 12:
		return shape{types: "int", kind: "code"}
	case 13:
		return shape{types: "*" + g.helper("report", "type NAME struct{ name string }\n"), kind: "pointer"}
	}
}

// assemble makes the file.
func (g *gen) assemble() generated {
	name := fmt.Sprintf("Save%d", g.id)
	call, results := "%s."+name, g.results.types
	var text string
	switch body := strings.Join(g.lines, "\n"); {
	case g.called():
		inner := fmt.Sprintf("save%d", g.id)
		callee := declaration(inner, g.params, results, body)
		text, results = g.caller(name, inner)
		text += "\n" + callee
	case strings.Contains(results, "T,"):
		text = declaration(name+"[T any]", g.params, results, body)
	case g.one(6):
		receiver := fmt.Sprintf("Saver%d", g.id)
		g.decls = append(g.decls, "type "+receiver+" struct{}\n")
		text, call = declaration("(s *"+receiver+") "+name, g.params, results, body), "(&%s."+receiver+"{})."+name
	default:
		text = declaration(name, g.params, results, body)
	}
	text += "\n" + strings.Join(g.decls, "\n")
	text = header(text) + text
	out, err := format.Source([]byte(text))
	if err != nil {
		panic(fmt.Sprintf("%v\n%s", err, text))
	}
	if g.one(25) {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	var args []string
	for _, p := range g.params {
		args = append(args, p.arg)
	}
	return generated{
		id: g.id, choices: g.made, name: fmt.Sprintf("f%d.go", g.id), text: string(out),
		call: call + "(" + strings.Join(args, ", ") + ")", claims: g.claims, quick: g.quick, renames: g.temp != "", deaf: g.deaf, repeats: g.repeated, results: results,
	}
}

// declaration returns the declaration of a function, whose name has what comes
// before and after it.
func declaration(name string, params []param, results, body string) string {
	var list []string
	for _, p := range params {
		list = append(list, p.name+" "+p.typ)
	}
	return fmt.Sprintf("func %s(%s) %s {\n%s\n}\n", name, strings.Join(list, ", "), results, strings.TrimSuffix(body, "\n"))
}

// header returns the head of a file with the functions of text.
func header(text string) string {
	var own, others []string
	for _, p := range libraries {
		switch {
		case !mentions(text, path.Base(p)):
		case strings.Contains(p, "."):
			others = append(others, fmt.Sprintf("%q\n", p))
		default:
			own = append(own, fmt.Sprintf("%q\n", p))
		}
	}
	slices.Sort(own)
	return "package gen\n\nimport (\n" + strings.Join(own, "") + "\n" + strings.Join(others, "") + ")\n\n"
}

// mentions reports whether text has a selector of the package name.
func mentions(text, name string) bool {
	for i := 0; ; {
		j := strings.Index(text[i:], name+".")
		if j < 0 {
			return false
		}
		if i += j; i == 0 || !isNamePart(text[i-1]) {
			return true
		}
		i++
	}
}

func isNamePart(c byte) bool {
	return c == '_' || c == '.' || c == '"' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// fresh returns a name for a variable that is not taken.
func (g *gen) fresh(name string) string {
	if g.used[name]++; g.used[name] == 1 {
		return name
	}
	return fmt.Sprintf("%s%d", name, g.used[name])
}

// p adds lines to the function.
func (g *gen) p(format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	g.lines = append(g.lines, format)
}

// dep returns an expression for the function of feed.Source that is called
// name: a method, or a parameter.
func (g *gen) dep(name string) string {
	types := map[string]string{
		"Next": "func() (string, error)", "Convert": "func(string) (string, error)", "Step": "func(int) error",
		"Check": "func() error", "Valid": "func() bool", "Done": "func() bool", "Render": "func(io.Writer) error",
		"Notify": "func(string) error", "Verify": "func(string) error", "Load": "func() ([]byte, error)", "Yield": "func(int) bool",
	}
	lower := strings.ToLower(name)
	for _, p := range g.params {
		if p.name == lower {
			return lower
		}
		if p.name == "in" {
			return "in." + name
		}
	}
	if t, ok := types[name]; ok && g.one(3) {
		g.params = append(g.params, param{lower, t, "s." + name})
		return lower
	}
	return g.in() + "." + name
}

// in returns an expression for the *feed.Source.
func (g *gen) in() string {
	for _, p := range g.params {
		if p.name == "in" {
			return "in"
		}
	}
	g.params = append(g.params, param{"in", "*feed.Source", "s"})
	return "in"
}

// helper declares a function beside the function, whose name gets the number
// of the function, and returns that name.
func (g *gen) helper(name, decl string) string {
	full := fmt.Sprintf("%s%d", name, g.id)
	text := strings.ReplaceAll(decl, "NAME", full)
	if !slices.Contains(g.decls, text) {
		g.decls = append(g.decls, text)
	}
	return full
}
