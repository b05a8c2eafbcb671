package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// An importIndex tells which imports the identifiers of a package make use of.
type importIndex struct {
	by       map[*ast.Ident]*types.PkgName
	mentions map[*types.PkgName][]*ast.Ident
}

func (x *Fixer) importIndex() *importIndex {
	if x.imports != nil {
		return x.imports
	}
	x.imports = &importIndex{by: make(map[*ast.Ident]*types.PkgName), mentions: make(map[*types.PkgName][]*ast.Ident)}
	for id, obj := range x.pass.TypesInfo.Uses {
		if pkg, ok := obj.(*types.PkgName); ok {
			x.imports.add(id, pkg)
		}
	}
	for _, file := range x.pass.Files {
		for _, spec := range file.Imports {
			if pkg := x.pkgName(spec); pkg != nil && spec.Name != nil && spec.Name.Name == "." {
				x.addDotted(file, pkg)
			}
		}
	}
	return x.imports
}

func (i *importIndex) add(id *ast.Ident, pkg *types.PkgName) {
	i.by[id] = pkg
	i.mentions[pkg] = append(i.mentions[pkg], id)
}

// addDotted adds the identifiers of file that stand for what pkg, which is
// imported with a dot, declares.
func (x *Fixer) addDotted(file *ast.File, pkg *types.PkgName) {
	scope := pkg.Imported().Scope()
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && x.imports.by[id] != nil {
				return false // qualified
			}
		case *ast.Ident:
			if obj := x.pass.TypesInfo.Uses[n]; obj != nil && obj.Parent() == scope {
				x.imports.add(n, pkg)
			}
		}
		return true
	})
}

// importOf returns the import that name, of a function or a type, comes from, or
// nil.
func (x *Fixer) importOf(name ast.Expr) *types.PkgName {
	switch name := ast.Unparen(name).(type) {
	case *ast.Ident:
		return x.importIndex().by[name]
	case *ast.SelectorExpr:
		if id, ok := ast.Unparen(name.X).(*ast.Ident); ok {
			return x.importIndex().by[id]
		}
	}
	return nil
}

// dottedReason returns why the function of s cannot be replaced: with other
// calls that have fixes of their own, it is all that an import with a dot is
// used for. None of the fixes may take that import out, and no driver does.
func (x *Fixer) dottedReason(s trace.Sink) string {
	pkg := x.importOf(s.Call.Fun)
	if pkg == nil || pkg.Name() != "." || len(x.importIndex().mentions[pkg]) == 1 {
		return ""
	}
	opens, removes := false, false
	for _, id := range x.importIndex().mentions[pkg] {
		fn, ok := x.pass.TypesInfo.Uses[id].(*types.Func)
		if !ok {
			return "" // what stays
		}
		spec, isSink := knowledge.Sinks[fn.FullName()]
		removal := knowledge.Roles[fn.FullName()][0].Removed
		if !isSink && !removal {
			return ""
		}
		opens = opens || isSink && spec.Kind == knowledge.OpenHandle
		removes = removes || removal
	}
	if removes && !opens { // only the fix of an open file takes removals out
		return ""
	}
	return `the import of "` + pkg.Imported().Path() + `" with a dot would be left unused`
}

// onlyGone reports whether nothing that stays uses pkg.
func (r *replacement) onlyGone(pkg *types.PkgName) bool {
	return !slices.ContainsFunc(r.importIndex().mentions[pkg], func(id *ast.Ident) bool { return !r.isGone(id) })
}

// dropGone returns the removal of the imports that nothing uses without the
// names that are gone. The sources writers will import the writer.
func (x *Fixer) dropGone(gone map[*source][]ast.Expr, writers []*source, widened []widening) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for _, file := range x.pass.Files {
		src := x.files[file]
		if len(gone[src]) == 0 {
			continue
		}
		edits = append(edits, x.dropImport(src, x.added(src, writers, widened), gone[src]...)...)
	}
	return edits
}

// added returns the imports that src needs if it is one of writers, and
// parameters or variables are widened.
func (x *Fixer) added(src *source, writers []*source, widened []widening) []string {
	var added []string
	if slices.Contains(writers, src) {
		added = append(added, x.writer)
	}
	if slices.ContainsFunc(widened, func(w widening) bool { return !w.taken && flow.Within(w.decl, src.file) }) {
		added = append(added, "io")
	}
	return added
}
