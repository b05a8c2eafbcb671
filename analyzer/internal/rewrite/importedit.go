package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// qualify returns the text that goes before name, an exported name of the
// writer's package, at pos, such as "atomicfile.", and the edits that make it
// valid there.
//
// All fixes of a file that need an import insert the same text at the same
// place, so that a driver can merge them into one.
func (x *Fixer) qualify(src *source, pos token.Pos, name string) (string, []analysis.TextEdit) {
	for _, spec := range src.file.Imports {
		if importPath(spec) != x.writer {
			continue
		}
		if spec.Name != nil && spec.Name.Name == "." {
			if obj := x.lookup(name, pos); obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == x.writer {
				return "", nil
			}
			continue
		}
		if pkg := x.pkgName(spec); pkg != nil && x.lookup(pkg.Name(), pos) == pkg {
			return pkg.Name() + ".", nil
		}
	}
	if src.name == "" {
		src.name = x.freshName(src.file, ImportName(x.writer))
	}
	spec := strconv.Quote(x.writer)
	if src.name != path.Base(x.writer) {
		spec = src.name + " " + spec
	}
	return src.name + ".", []analysis.TextEdit{src.insertImport(x.writer, spec)}
}

func importPath(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value)
	return p
}

// pkgName returns the object that spec declares, or nil for the imports that
// declare none.
func (x *Fixer) pkgName(spec *ast.ImportSpec) *types.PkgName {
	var obj types.Object
	if spec.Name != nil {
		obj = x.pass.TypesInfo.Defs[spec.Name]
	} else {
		obj = x.pass.TypesInfo.Implicits[spec]
	}
	pkg, _ := obj.(*types.PkgName)
	return pkg
}

var (
	majorVersion  = regexp.MustCompile(`^v[0-9]+$`)
	versionSuffix = regexp.MustCompile(`\.v[0-9]+$`)
	notIdentifier = regexp.MustCompile(`[^A-Za-z0-9_]`)
)

// ImportName returns the name that a package is likely to have by its import
// path: the last element that is no major version.
func ImportName(importPath string) string {
	name := path.Base(importPath)
	if dir := path.Dir(importPath); majorVersion.MatchString(name) && dir != "." {
		name = path.Base(dir)
	}
	name = versionSuffix.ReplaceAllString(name, "")
	name = strings.TrimPrefix(name, "go-")
	name = notIdentifier.ReplaceAllString(name, "_")
	if !token.IsIdentifier(name) {
		name = "_" + name
	}
	return name
}

// freshName returns base, or base with a number if something in file, or in a
// file of the package that is not built here, could be meant by base. It looks
// at the file as a whole and not at one place, so that all fixes of the file
// agree.
func (x *Fixer) freshName(file *ast.File, base string) string {
	taken := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			taken[id.Name] = true
		}
		return true
	})
	for _, spec := range file.Imports {
		if pkg := x.pkgName(spec); pkg != nil {
			taken[pkg.Name()] = true
		}
	}
	scope := x.pass.Pkg.Scope()
	name := base
	for i := 2; taken[name] || scope.Lookup(name) != nil || types.Universe.Lookup(name) != nil || x.declaredElsewhere(file, name); i++ {
		name = fmt.Sprint(base, i)
	}
	return name
}

// insertImport returns the insertion of an import spec. It goes to the first
// group of imports that are, as target is, from the standard library or not, in
// order; else it makes such a group.
func (s *source) insertImport(target, spec string) analysis.TextEdit {
	decls := s.importDecls()
	if len(decls) == 0 {
		next := s.nextLine(s.file.Name.End())
		return s.edit(next, next, "\nimport "+spec+"\n")
	}
	group := firstGroup(decls)
	if group == nil || s.tok.Line(group.Lparen) == s.tok.Line(group.Rparen) {
		next := s.nextLine(decls[len(decls)-1].End())
		return s.edit(next, next, "import "+spec+"\n")
	}
	var last ast.Spec // of the first such group
	for i, sp := range group.Specs {
		if last != nil && s.gapBefore(group, i) {
			break
		}
		if p := importPath(sp.(*ast.ImportSpec)); knowledge.IsStd(p) == knowledge.IsStd(target) {
			if p > target || p == target && !strings.HasPrefix(s.of(sp), "\"") && s.of(sp) > spec {
				at := s.lineStart(specStart(sp))
				return s.edit(at, at, "\t"+spec+"\n")
			}
			last = sp
		}
	}
	text := "\t" + spec + "\n"
	if last == nil {
		last = group.Specs[len(group.Specs)-1]
		text = "\n" + text
	}
	next := s.nextLine(last.End())
	return s.edit(next, next, text)
}

// gapBefore reports whether a line without code separates spec i of decl from
// the one before it.
func (s *source) gapBefore(decl *ast.GenDecl, i int) bool {
	return i > 0 && s.tok.Line(specStart(decl.Specs[i])) > s.tok.Line(decl.Specs[i-1].End())+1
}

func specStart(spec ast.Spec) token.Pos {
	if doc := spec.(*ast.ImportSpec).Doc; doc != nil {
		return doc.Pos()
	}
	return spec.Pos()
}

func (s *source) importDecls() []*ast.GenDecl {
	var decls []*ast.GenDecl
	for _, d := range s.file.Decls {
		if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.IMPORT {
			decls = append(decls, gen)
		}
	}
	return decls
}

// firstGroup returns the first import declaration with parentheses.
func firstGroup(decls []*ast.GenDecl) *ast.GenDecl {
	for _, d := range decls {
		if d.Lparen.IsValid() && len(d.Specs) > 0 {
			return d
		}
	}
	return nil
}

// dropImport returns the removal of the imports that qualify names, which
// go, if nothing else in the file uses them.
//
// Most drivers remove imports that fixes leave unused, but editors and
// golangci-lint without goimports do not. If several fixes use up an import
// together, none of them may remove it, for each can be applied alone.
func (x *Fixer) dropImport(src *source, added []string, names ...ast.Expr) []analysis.TextEdit {
	gone := make(map[*types.PkgName]int)
	unused := make(map[*types.PkgName]bool)
	for _, name := range names {
		pkg := x.importOf(name)
		if pkg == nil {
			continue
		}
		if gone[pkg]++; gone[pkg] == len(x.importIndex().mentions[pkg]) {
			unused[pkg] = true
		}
	}
	return x.dropImports(src, added, unused)
}

// dropImports returns the removal of the imports that declare one of unused, but
// for those that what is added needs.
func (x *Fixer) dropImports(src *source, added []string, unused map[*types.PkgName]bool) []analysis.TextEdit {
	maps.DeleteFunc(unused, func(pkg *types.PkgName, _ bool) bool { return slices.Contains(added, pkg.Imported().Path()) })
	var edits []analysis.TextEdit
	for _, decl := range src.importDecls() {
		switch {
		case decl.Lparen.IsValid():
			edits = append(edits, x.dropSpecs(src, decl, added, unused)...)
		case unused[x.pkgName(decl.Specs[0].(*ast.ImportSpec))]:
			edits = append(edits, src.withDoc(src.dropLines(decl), decl.Doc)...)
		}
	}
	return edits
}

// dropSpecs returns the removal of the specs of decl that declare one of
// unused, with the comments that are about nothing else. A blank line that
// would then follow another one, or a parenthesis, goes, too.
func (x *Fixer) dropSpecs(src *source, decl *ast.GenDecl, added []string, unused map[*types.PkgName]bool) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for begin, end := 0, 0; begin < len(decl.Specs); begin = end {
		for end = begin + 1; end < len(decl.Specs) && !src.gapBefore(decl, end); end++ {
		}
		group := x.dropFrom(src, decl.Specs[begin:end], unused)
		switch first, last := begin == 0, end == len(decl.Specs); {
		case len(group) < end-begin, src.joins(added, decl.Specs[begin:end]):
		case first && last: // what is added instead begins with the end of a line
			group = []analysis.TextEdit{{Pos: decl.Lparen + 1, End: group[len(group)-1].End}}
		case last:
			group[0].Pos = src.nextLine(decl.Specs[begin-1].End())
		default:
			group[len(group)-1].End = src.nextLine(group[len(group)-1].End)
		}
		edits = append(edits, group...)
	}
	return edits
}

// joins reports whether one of the imports that are added goes to group: it is
// missing, and group is the first one of those that are, as it is, from the
// standard library or not.
func (s *source) joins(added []string, group []ast.Spec) bool {
	return slices.ContainsFunc(added, func(path string) bool {
		first := -1
		for i, spec := range s.file.Imports {
			switch p := importPath(spec); {
			case p == path:
				return false
			case first < 0 && knowledge.IsStd(p) == knowledge.IsStd(path):
				first = i
			}
		}
		return first >= 0 && slices.Contains(group, ast.Spec(s.file.Imports[first]))
	})
}

// dropFrom returns the removal of the specs of one group that declare one of
// unused.
func (x *Fixer) dropFrom(src *source, group []ast.Spec, unused map[*types.PkgName]bool) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for i, sp := range group {
		spec := sp.(*ast.ImportSpec)
		pkg := x.pkgName(spec)
		if pkg == nil || !unused[pkg] {
			continue
		}
		drop := src.dropLines(spec)
		if i+1 == len(group) {
			drop = src.withDoc(drop, spec.Doc)
		}
		edits = append(edits, drop...)
	}
	return edits
}

// withDoc extends the removal of what doc stands above to doc, which may be
// nil. Directives are for others than readers, and stay.
func (s *source) withDoc(edits []analysis.TextEdit, doc *ast.CommentGroup) []analysis.TextEdit {
	if doc == nil || len(edits) == 0 || strings.HasPrefix(s.of(doc), "//go:") || !s.ownLines(doc.Pos(), doc.End()) {
		return edits
	}
	edits[0].Pos = min(edits[0].Pos, s.lineStart(doc.Pos()))
	return edits
}

// dropLines returns the removal of the lines of n, if it has them for itself.
func (s *source) dropLines(n ast.Node) []analysis.TextEdit {
	if !s.ownLines(n.Pos(), n.End()) {
		return nil
	}
	return []analysis.TextEdit{{Pos: s.lineStart(n.Pos()), End: s.nextLine(n.End())}}
}
