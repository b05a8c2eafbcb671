//go:build linux

package main

import (
	"bytes"
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
	file     string // within the module
	line     int
	function string
	operator string
	from, to int // offsets of what is replaced
	text     string
	was      string // what is replaced, in short
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s: %s", m.file, m.line, m.function, m.operator, m.was)
}

func (m *mutant) apply(src []byte) []byte {
	return append(append(bytes.Clone(src[:m.from]), m.text...), src[m.to:]...)
}

// mutants returns all mutants of the files, in the order of the source.
func mutants(module string, files []string) (all []mutant, err error) {
	for _, file := range files {
		src, err := os.ReadFile(filepath.Join(module, file))
		if err != nil {
			return nil, err
		}
		of, err := mutantsOf(file, src)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	return all, nil
}

func mutantsOf(file string, src []byte) ([]mutant, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	c := &collector{fset: fset, src: src, file: file}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		c.function = functionName(fn)
		c.results = fn.Type.Results
		c.emptyBody(fn)
		c.constantBody(fn)
		ast.Inspect(fn.Body, c.visit)
	}
	return c.found, nil
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
	fset     *token.FileSet
	src      []byte
	file     string
	function string
	results  *ast.FieldList // of the function that is looked at
	found    []mutant
}

// add adds a mutant that has text in place of what is between from and to.
func (c *collector) add(operator string, from, to token.Pos, text string) {
	p := c.fset.Position(from)
	m := mutant{file: c.file, line: p.Line, function: c.function, operator: operator,
		from: p.Offset, to: c.fset.Position(to).Offset, text: text}
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
	return string(c.src[c.fset.Position(n.Pos()).Offset:c.fset.Position(n.End()).Offset])
}
