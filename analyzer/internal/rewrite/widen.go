package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
)

// A widening is a parameter or local variable of type *os.File that becomes an
// interface.
type widening struct {
	decl          ast.Node // *ast.Field, *ast.ValueSpec or *ast.AssignStmt
	from, to      token.Pos
	before, after string   // the text for from to to has these around the name
	name          string   // of the interface, in package io
	gone          ast.Expr // what the text takes out, or nil
	taken         bool     // the rewrite takes out the function literal that declares it
}

// ioInterfaces holds the interfaces that a parameter or variable may get, the smaller ones
// first.
var ioInterfaces = []struct {
	name    string
	methods []string
}{
	{"Writer", []string{"Write"}},
	{"StringWriter", []string{"WriteString"}},
	{"WriterAt", []string{"WriteAt"}},
	{"ReaderFrom", []string{"ReadFrom"}},
	{"WriteSeeker", []string{"Write", "Seek"}},
	{"ReadWriter", []string{"Read", "Write"}},
	{"ReadWriteSeeker", []string{"Read", "Write", "Seek"}},
}

// interfaceWith returns the smallest interface of package io that has the
// methods needs, or "".
func interfaceWith(needs map[string]bool) string {
	for _, iface := range ioInterfaces {
		has := 0
		for _, m := range iface.methods {
			if needs[m] {
				has++
			}
		}
		if has == len(needs) {
			return iface.name
		}
	}
	return ""
}

// widen returns the edits that make widened interfaces. It adds to gone
// what they take out.
func (x *Fixer) widen(widened []widening, gone map[*source][]ast.Expr) (edits []analysis.TextEdit) {
	var sources []*source
	for i, w := range widened {
		if slices.Index(widened, w) < i {
			continue
		}
		src, _ := x.source(w.decl.Pos())
		if w.gone != nil {
			gone[src] = append(gone[src], w.gone)
		}
		if w.taken {
			continue
		}
		if !slices.Contains(sources, src) {
			sources = append(sources, src)
		}
		q, _ := x.qualifyIO(src, w.decl.Pos())
		edits = append(edits, src.edit(w.from, w.to, w.before+q+w.name+w.after))
	}
	for _, src := range sources {
		if x.importNamed(src, "io") == nil {
			edits = append(edits, src.insertImport("io", strconv.Quote("io")))
		}
	}
	return edits
}

// takeWidened notes which of those that are widened the edits take out.
func (h *handle) takeWidened(edits []analysis.TextEdit) {
	for i := range h.widened {
		w := &h.widened[i]
		w.taken = slices.ContainsFunc(edits, func(e analysis.TextEdit) bool { return e.Pos <= w.decl.Pos() && w.decl.End() <= e.End })
	}
}

// qualifyIO returns the text that goes before a name of package io at pos, and
// whether package io can be meant there.
func (x *Fixer) qualifyIO(src *source, pos token.Pos) (string, bool) {
	pkg := x.importNamed(src, "io")
	if pkg == nil {
		return "io.", x.lookup("io", pos) == nil && x.freshName(src.file, "io") == "io"
	}
	return pkg.Name() + ".", pkg.Name() != "." && x.lookup(pkg.Name(), pos) == pkg
}

// importNamed returns the object that the import of path in src declares, or nil.
func (x *Fixer) importNamed(src *source, path string) *types.PkgName {
	for _, spec := range src.file.Imports {
		if importPath(spec) == path {
			if pkg := x.pkgName(spec); pkg != nil {
				return pkg
			}
		}
	}
	return nil
}
