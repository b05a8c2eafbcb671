package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// dropUnused takes out the variables and imports that nothing uses any more.
// It returns why a variable cannot go.
func (r *replacement) dropUnused() string {
	for n := -1; n != len(r.gone); {
		n = len(r.gone)
		for _, v := range r.unused() {
			if reason := r.dropVar(v); reason != "" {
				return reason
			}
		}
	}
	r.edits = append(r.edits, r.imports()...)
	return ""
}

// unused returns the local variables all of whose uses are gone, while their
// declaration is not.
func (r *replacement) unused() []*types.Var {
	var list []*types.Var
	seen := make(map[*types.Var]bool)
	for _, g := range r.gone {
		ast.Inspect(g, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			v, ok := r.pass.TypesInfo.Uses[id].(*types.Var)
			if ok && !seen[v] && v.Kind() == types.LocalVar && r.ownVar(v) && r.useless(v) {
				list = append(list, v)
			}
			seen[v] = true
			return true
		})
	}
	return list
}

// useless reports whether nothing uses v, and something still declares it.
func (r *replacement) useless(v *types.Var) bool {
	for _, c := range r.flow.Uses[v] {
		if !r.isGone(c.Node()) && !r.inDefault(c.Node(), v) {
			return false
		}
	}
	c, ok := r.declares(v)
	return !ok || !r.isGone(c.Node())
}

// inDefault reports whether n is in an if statement beside the rename that does
// nothing but set v, as in
//
//	if dir == "" {
//		dir = "."
//	}
func (r *replacement) inDefault(n ast.Node, v *types.Var) bool {
	for c := range r.block.Children() {
		if check, ok := c.Node().(*ast.IfStmt); ok && flow.Within(n, check) {
			_, sets := r.sets(check, v)
			return sets
		}
	}
	return false
}

// dropVar takes out the declaration of v, or v out of it.
func (r *replacement) dropVar(v *types.Var) string {
	c, ok := r.declares(v)
	if !ok || len(r.flow.Defs[v]) != 1 {
		return r.dropFlag(v)
	}
	assign := c.Parent().Node().(*ast.AssignStmt)
	if r.othersUsed(assign, v) {
		return r.blank(assign, c.Node())
	}
	for _, rhs := range assign.Rhs {
		if !r.idle(rhs) {
			return "the declaration of " + v.Name() + " would be left over"
		}
	}
	return r.remove(assign)
}

// othersUsed reports whether assign, a declaration of v, sets a variable besides v
// that something uses.
func (r *replacement) othersUsed(assign *ast.AssignStmt, v *types.Var) bool {
	declares := false
	used := slices.ContainsFunc(assign.Lhs, func(lhs ast.Expr) bool {
		id, isIdent := lhs.(*ast.Ident)
		if !isIdent {
			return true
		}
		other, isVar := r.pass.TypesInfo.ObjectOf(id).(*types.Var)
		declares = declares || other == v
		return other != v && id.Name != "_" && !(isVar && r.useless(other))
	})
	return used || !declares
}

// dropFlag takes out v, and the statements beside the rename that set it, as in
//
//	done := false
//	...
//	done = true
//
// It returns why that is not all of v.
func (r *replacement) dropFlag(v *types.Var) string {
	var gone []ast.Stmt
	declared, values := false, 0
	for c := range r.block.Children() {
		stmt, ok := c.Node().(ast.Stmt)
		if n, sets := r.sets(stmt, v); ok && sets {
			gone = append(gone, stmt)
			declared = declared || stmt.Pos() <= v.Pos() && v.Pos() < stmt.End()
			values += n
		}
	}
	if !declared || values != len(r.flow.Defs[v]) {
		return "the declaration of " + v.Name() + " would be left over"
	}
	for _, stmt := range gone {
		if reason := r.remove(stmt); reason != "" {
			return reason
		}
	}
	return ""
}

// sets reports whether stmt does nothing but declare or set v, and to how many
// values.
func (r *replacement) sets(stmt ast.Stmt, v *types.Var) (values int, ok bool) {
	switch n := stmt.(type) {
	case *ast.AssignStmt:
		if len(n.Lhs) > 1 {
			return 1, n.Tok == token.DEFINE && !r.othersUsed(n, v) && !slices.ContainsFunc(n.Rhs, func(e ast.Expr) bool { return !r.idle(e) })
		}
		return 1, r.isObject(n.Lhs[0], v) && r.idle(n.Rhs[0])
	case *ast.IfStmt:
		if n.Init != nil || n.Else != nil || !r.idle(n.Cond) {
			return 0, false
		}
		for _, stmt := range n.Body.List {
			assign, ok := stmt.(*ast.AssignStmt)
			if !ok || assign.Tok != token.ASSIGN || len(assign.Lhs) != 1 || !r.isObject(assign.Lhs[0], v) || !r.idle(assign.Rhs[0]) {
				return 0, false
			}
		}
		return len(n.Body.List), true
	case *ast.DeclStmt:
		decl := n.Decl.(*ast.GenDecl)
		if len(decl.Specs) != 1 {
			return 0, false
		}
		spec, ok := decl.Specs[0].(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || r.pass.TypesInfo.Defs[spec.Names[0]] != v {
			return 0, false
		}
		return len(spec.Values), !slices.ContainsFunc(spec.Values, func(e ast.Expr) bool { return !r.idle(e) })
	}
	return 0, false
}

// declares returns the identifier that declares v in an assignment.
func (r *replacement) declares(v *types.Var) (inspector.Cursor, bool) {
	for c := range r.fn.Preorder((*ast.AssignStmt)(nil)) {
		n := c.Node().(*ast.AssignStmt)
		if n.Tok != token.DEFINE {
			continue
		}
		for i, lhs := range n.Lhs {
			if id, ok := lhs.(*ast.Ident); ok && r.pass.TypesInfo.Defs[id] == v {
				return c.ChildAt(edge.AssignStmt_Lhs, i), true
			}
		}
	}
	return inspector.Cursor{}, false
}

// blank puts the blank identifier in the place of id, which assign declares
// with others.
func (r *replacement) blank(assign *ast.AssignStmt, id ast.Node) string {
	if len(assign.Rhs) != 1 || r.idle(assign.Rhs[0]) && r.onlyErrors(assign, id) {
		return "the declaration of " + id.(*ast.Ident).Name + " would be left over"
	}
	r.replace(id, "_")
	return ""
}

// onlyErrors reports whether assign sets nothing but id and errors, so that a
// computation without a result would be left of it.
func (r *replacement) onlyErrors(assign *ast.AssignStmt, id ast.Node) bool {
	return !slices.ContainsFunc(assign.Lhs, func(lhs ast.Expr) bool {
		return lhs != id && !isBlank(lhs) && !flow.IsError(r.pass.TypesInfo.TypeOf(lhs))
	})
}

// idle reports whether e does nothing but compute a value.
func (r *replacement) idle(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		case *ast.FuncLit:
			ok = false
		}
		return ok
	})
	return ok && r.impure(e, 0) == nil
}
