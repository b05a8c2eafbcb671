package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// widenVariable has v, a local variable of type *os.File that the file is
// assigned to, become an interface of package io, as in
//
//	w := os.Stdout
//	if name != "" {
//		...
//		w = f
//	}
//
// It reports whether it can: v is never nil, which a file in an interface would
// not be, and nothing needs more of it than such an interface has.
func (h *handle) widenVariable(v types.Object) bool {
	defs := h.flow.Defs[v]
	if len(defs) == 0 || h.flow.Addr[v] {
		return false
	}
	for _, d := range defs {
		if d.Index != flow.Whole || h.isNil(d.Expr) {
			return false
		}
	}
	needs := make(map[string]bool)
	for _, c := range h.flow.Uses[v] {
		if h.needOf(c, needs, nil) != "" {
			return false
		}
	}
	w, ok := declaration(defs[0].Cursor)
	if w.name = interfaceWith(needs); !ok || w.name == "" || w.decl.Pos() > v.Pos() || v.Pos() > w.decl.End() {
		return false
	}
	src, reason := h.source(v.Pos())
	if reason != "" {
		return false
	}
	if _, ok := h.qualifyIO(src, v.Pos()); !ok {
		return false
	}
	h.widened = append(h.widened, w)
	return true
}

// declaration returns what of the statement around value, the first that a
// variable has, gives the variable its type, if the statement declares no other.
func declaration(value inspector.Cursor) (widening, bool) {
	switch n := value.Parent().Node().(type) {
	case *ast.AssignStmt:
		kind := flow.ParentKind(value.Parent())
		if n.Tok == token.DEFINE && len(n.Lhs) == 1 && (kind == edge.BlockStmt_List || kind == edge.CaseClause_Body || kind == edge.CommClause_Body) {
			return widening{decl: n, from: n.Pos(), to: n.TokPos + token.Pos(len(":=")), before: "var " + n.Lhs[0].(*ast.Ident).Name + " ", after: " ="}, true
		}
	case *ast.ValueSpec:
		if len(n.Names) != 1 {
			break
		}
		if star, ok := n.Type.(*ast.StarExpr); ok {
			return widening{decl: n, from: n.Type.Pos(), to: n.Type.End(), gone: star.X}, true
		}
		if n.Type == nil {
			return widening{decl: n, from: n.Names[0].End(), to: n.Names[0].End(), before: " "}, true
		}
	}
	return widening{}, false
}
