package analyzer

import (
	"go/ast"
	"go/types"
	"maps"
	"strings"
)

// createsDirective, with the name of a parameter behind it, says in the doc
// comment of a function that it creates or truncates the file that the
// parameter names: what Settings.Sinks says of functions elsewhere.
const createsDirective = "//atomiclint:creates"

// A createsComment is a createsDirective in a file.
type createsComment struct {
	comment *ast.Comment
	param   string
}

// creates returns the directive in a doc comment, if there is one.
func creates(doc *ast.CommentGroup) (createsComment, bool) {
	if doc != nil {
		for _, comment := range doc.List {
			if c, ok := parseCreates(comment); ok {
				return c, true
			}
		}
	}
	return createsComment{}, false
}

func parseCreates(comment *ast.Comment) (createsComment, bool) {
	rest, ok := strings.CutPrefix(comment.Text, createsDirective)
	if !ok || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return createsComment{}, false
	}
	return createsComment{comment, strings.TrimSpace(rest)}, true
}

// declaredSinks returns the sinks that the directives in files declare, by
// full name, and the comments that do.
func declaredSinks(info *types.Info, files []*ast.File) (map[string]sinkSpec, map[*ast.Comment]bool) {
	sinks, sound := make(map[string]sinkSpec), make(map[*ast.Comment]bool)
	for _, file := range files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			c, ok := creates(fn.Doc)
			obj, _ := info.Defs[fn.Name].(*types.Func)
			if !ok || obj == nil {
				continue
			}
			if i := paramNamed(obj, c.param); i >= 0 {
				sinks[obj.FullName()] = createsSpec(i)
				sound[c.comment] = true
			}
		}
	}
	return sinks, sound
}

// paramNamed returns the index of the parameter of fn that holds a path and has
// the name, or -1.
func paramNamed(fn *types.Func, name string) int {
	params := fn.Signature().Params()
	for i := range params.Len() {
		if p := params.At(i); p.Name() == name && name != "_" && isPath(p.Type()) {
			return i
		}
	}
	return -1
}

// createsSpec is the spec of a sink of which no more is known than where its
// path is.
func createsSpec(path int) sinkSpec {
	return sinkSpec{kind: foreignSink, path: path, data: -1, flag: -1}
}

// addDeclared adds to extra the sinks that the package and its imports declare.
func addDeclared(extra map[string]sinkSpec, pkg *types.Package, imported func(*types.Package) *packageSummary, own map[string]sinkSpec) {
	maps.Copy(extra, own)
	for _, imp := range pkg.Imports() {
		if fact := imported(imp); fact != nil {
			for _, sink := range fact.Sinks {
				extra[sink.FullName] = createsSpec(sink.Path)
			}
		}
	}
}

// A declaredSink is what a package tells its importers of a function with a
// createsDirective.
type declaredSink struct {
	FullName string // as types.Func.FullName has it
	Path     int    // the index of the argument with the path
}
