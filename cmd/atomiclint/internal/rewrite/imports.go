package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// Imports answers what a file imported before it was changed.
type Imports interface {
	// PackageName returns the name of the package at an import path, or "" if
	// the file did not import it.
	PackageName(path string) string

	// Declares reports whether the package at an import path declares a name.
	Declares(path, name string) bool
}

// unused returns the edits of text that remove the imports of which nothing is
// used any more. All were used before; others, new ones among them, stay.
func unused(text string, imports Imports) []Edit {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments)
	if err != nil {
		return nil
	}
	free := make(map[string]bool)
	for _, id := range file.Unresolved {
		free[id.Name] = true
	}
	needed := func(spec *ast.ImportSpec) bool {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || imports.PackageName(path) == "" {
			return true
		}
		switch name := spec.Name; {
		case name == nil:
			return free[imports.PackageName(path)]
		case name.Name == "_":
			return true
		case name.Name == ".":
			for name := range free {
				if imports.Declares(path, name) {
					return true
				}
			}
			return false
		default:
			return free[name.Name]
		}
	}
	r := &remover{text: text, file: fset.File(file.FileStart)}
	for _, decl := range file.Decls {
		if decl, ok := decl.(*ast.GenDecl); ok && decl.Tok == token.IMPORT {
			r.remove(decl, needed)
		}
	}
	Sort(r.edits)
	return r.edits
}

// A remover collects the edits that remove imports.
type remover struct {
	text  string
	file  *token.File
	edits []Edit
}

// remove removes the imports of decl that are not needed.
func (r *remover) remove(decl *ast.GenDecl, needed func(*ast.ImportSpec) bool) {
	var gone, left []ast.Spec
	for _, spec := range decl.Specs {
		if needed(spec.(*ast.ImportSpec)) {
			left = append(left, spec)
		} else {
			gone = append(gone, spec)
		}
	}
	switch {
	case len(gone) == 0:
	case len(left) == 0:
		start, end := r.lines(decl.Pos(), decl.End())
		if decl.Doc != nil {
			start, _ = r.lines(decl.Doc.Pos(), decl.End())
		}
		if strings.HasSuffix(r.text[:start], "\n\n") && strings.HasPrefix(r.text[end:], "\n") {
			end++ // one of two blank lines
		}
		r.edits = append(r.edits, Edit{start, end, ""})
	default:
		for _, spec := range gone {
			r.edits = append(r.edits, r.spec(spec, decl))
		}
	}
}

// spec returns the edit that removes one of several imports: its lines, or the
// text of it where it shares a line.
func (r *remover) spec(spec ast.Spec, decl *ast.GenDecl) Edit {
	start, end := r.lines(spec.Pos(), spec.End())
	shared := r.file.Line(decl.Lparen) == r.file.Line(spec.Pos()) || r.file.Line(decl.Rparen) == r.file.Line(spec.End())
	for _, other := range decl.Specs {
		shared = shared || other != spec && r.file.Line(other.Pos()) == r.file.Line(spec.Pos())
	}
	if !shared {
		return Edit{start, end, ""}
	}
	start, end = r.file.Offset(spec.Pos()), r.file.Offset(spec.End())
	if rest := strings.TrimLeft(r.text[end:], " \t"); strings.HasPrefix(rest, ";") {
		end = len(r.text) - len(rest) + 1
	}
	return Edit{start, end, ""}
}

// lines returns the offsets of the lines from pos up to end.
func (r *remover) lines(pos, end token.Pos) (from, to int) {
	from = r.file.Offset(r.file.LineStart(r.file.Line(pos)))
	to = r.file.Offset(end)
	if n := strings.IndexByte(r.text[to:], '\n'); n >= 0 {
		return from, to + n + 1
	}
	return from, len(r.text)
}

// importDecl is the lines of a declaration of imports, counted from 0.
type importDecl struct{ first, last int }

func importDecls(text string) []importDecl {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ImportsOnly)
	if err != nil {
		return nil
	}
	var decls []importDecl
	for _, decl := range file.Decls {
		first, last := fset.PositionFor(decl.Pos(), false), fset.PositionFor(decl.End(), false)
		decls = append(decls, importDecl{first.Line - 1, last.Line - 1})
	}
	return decls
}
