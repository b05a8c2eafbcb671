package analyzer

import (
	"go/ast"
	"go/types"
	"maps"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
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
func declaredSinks(info *types.Info, files []*ast.File) (map[string]knowledge.Sink, map[*ast.Comment]bool) {
	sinks, sound := make(map[string]knowledge.Sink), make(map[*ast.Comment]bool)
	for _, file := range files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Type.Params.NumFields() == 0 {
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
		if p := params.At(i); p.Name() == name && name != "_" && flow.IsPath(p.Type()) {
			return i
		}
	}
	return -1
}

// createsSpec is the spec of a sink of which no more is known than where its
// path is.
func createsSpec(path int) knowledge.Sink {
	return knowledge.Sink{Kind: knowledge.ForeignSink, Path: path, Data: -1, Flag: -1}
}

// addDeclared adds to extra the sinks that the package and its imports declare.
func addDeclared(extra map[string]knowledge.Sink, pkg *types.Package, imported func(*types.Package) *facts.Package, own map[string]knowledge.Sink) {
	maps.Copy(extra, own)
	for _, imp := range pkg.Imports() {
		if fact := imported(imp); fact != nil {
			for _, sink := range fact.Sinks {
				extra[sink.FullName] = createsSpec(sink.Path)
			}
		}
	}
}
