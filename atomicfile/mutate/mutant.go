//go:build linux

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A mutant is a change of one place of the source.
type mutant struct {
	number   int    // from 1 on, of those that are tried
	file     string // within the module
	line     int
	in       *host
	operator string
	from, to int // offsets of what is replaced
	text     string
	was      string // what is replaced, in short
}

func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s: %s", m.file, m.line, m.in.name, m.operator, m.was)
}

// dir returns the directory of the package.
func (m *mutant) dir() string { return filepath.Dir(m.file) }

// mutants returns all mutants of the files, in the order of the source.
func mutants(module string, files []string) (all []*mutant, err error) {
	var parsed []*collector
	bounded := make(map[string]bool)
	for _, file := range files {
		src, err := os.ReadFile(filepath.Join(module, file))
		if err != nil {
			return nil, err
		}
		c, err := newCollector(file, src, bounded)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, c)
	}
	for _, c := range parsed {
		all = append(all, c.collect()...)
	}
	return all, nil
}

// newCollector parses a file, and adds the functions in it whose last parameter
// says how deep a recursion is to bounded.
func newCollector(file string, src []byte, bounded map[string]bool) (*collector, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && lastIsDepth(fn.Type.Params.List) {
			bounded[fn.Name.Name] = true
		}
	}
	return &collector{fset: fset, src: src, file: file, parsed: f, bounded: bounded}, nil
}

func lastIsDepth(params []*ast.Field) bool {
	if len(params) == 0 {
		return false
	}
	names := params[len(params)-1].Names
	return len(names) > 0 && isDepth(names[len(names)-1])
}

// collect returns the mutants of the file.
func (c *collector) collect() []*mutant {
	for _, d := range c.parsed.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		c.in = c.newHost(c.parsed.Name.Name, fn)
		c.results = fn.Type.Results
		c.emptyBody(fn)
		c.constantBody(fn)
		ast.Inspect(fn.Body, c.visit)
	}
	return c.found
}

func functionName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	t := fn.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + fn.Name.Name
	}
	return fn.Name.Name
}

// A collector collects the mutants of a file.
type collector struct {
	fset    *token.FileSet
	src     []byte
	file    string
	parsed  *ast.File
	bounded map[string]bool // functions whose last parameter says how deep a recursion is
	in      *host           // the function that is looked at
	results *ast.FieldList  // of that, or of a literal within it
	found   []*mutant
}

// add adds a mutant that has text in place of what is between from and to.
func (c *collector) add(operator string, from, to token.Pos, text string) {
	p := c.fset.Position(from)
	m := &mutant{file: c.file, line: p.Line, in: c.in, operator: operator,
		from: p.Offset, to: c.offset(to), text: text}
	m.was = short(string(c.src[m.from:m.to]))
	c.found = append(c.found, m)
}

// short returns the text in one line that is not too long.
func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 80 {
		text = string(r[:79]) + "…"
	}
	return text
}

// source returns the text of a node.
func (c *collector) source(n ast.Node) string {
	return string(c.src[c.offset(n.Pos()):c.offset(n.End())])
}

func (c *collector) offset(pos token.Pos) int { return c.fset.Position(pos).Offset }
