package rename

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// keptLeaks returns where d, which a type keeps from the function that creates
// it to the method that moves it, stays behind when the move fails: no code of
// the package removes it, and no other can name it.
func (j *judge) keptLeaks(d *Draft) ast.Node {
	decl, ok := flow.Declaration(j.move.At)
	if !ok || j.move.Src == nil || decl.Node().(*ast.FuncDecl).Recv == nil || d.Kind == draftWritten {
		return nil
	}
	if j.namedOutside(decl.Node().(*ast.FuncDecl)) || j.removedSomewhere(d, decl) {
		return nil
	}
	stmt, ok := flow.StatementAround(j.move.At)
	if !ok {
		return nil
	}
	if exits := j.exitsFrom(stmt.Node().Pos(), nil, j.move.At); len(exits) > 0 {
		return exits[0].Node()
	}
	return nil
}

// namedOutside reports whether other packages can get at what the method n moves
// through its receiver, or through a type that embeds it.
func (j *judge) namedOutside(n *ast.FuncDecl) bool {
	if !j.Importable() {
		return false
	}
	t := j.Info.TypeOf(n.Recv.List[0].Type)
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok || !named.Obj().Exported() {
		return !ok
	}
	found := false
	ast.Inspect(j.move.Src, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		found = found || ok && (sel.Sel.IsExported() && !flow.IsFile(j.Info.TypeOf(sel.X)) || flow.PromotedBy(j.Info, sel) != nil)
		return !found
	})
	return found
}

// removedSomewhere reports whether some function may remove d: one that names
// it, that creates it, or that has the same receiver as the declaration of the
// move.
func (j *judge) removedSomewhere(d *Draft, decl inspector.Cursor) bool {
	made, _ := flow.Declaration(d.Made)
	recv := receiverType(j.Info, decl)
	for c := range j.root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if !knowledge.Speaks(flow.CalleeName(call), knowledge.RemoveWords) {
			continue
		}
		around, ok := flow.Declaration(c)
		if !ok || around == made || types.Identical(receiverType(j.Info, around), recv) || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
			if j.namesHandle(arg) {
				return j.mayName(arg, c, d)
			}
			return j.paths.SameExpr(arg, j.move.Src, 0)
		}) {
			return true
		}
	}
	return false
}

// mayName reports whether e, the path that the call at uses, may be that of d.
func (j *judge) mayName(e ast.Expr, at inspector.Cursor, d *Draft) bool {
	known := j.drafts(e, at)
	return len(known) == 0 || slices.ContainsFunc(known, func(other *Draft) bool { return other.Call == d.Call })
}

// receiverType returns the type of the receiver of the method at c, without a
// pointer, or of no expression if it is a function.
func receiverType(info *types.Info, c inspector.Cursor) types.Type {
	recv := c.Node().(*ast.FuncDecl).Recv
	if recv == nil || len(recv.List) == 0 {
		return types.Typ[types.Invalid]
	}
	t := info.TypeOf(recv.List[0].Type)
	if p, ok := t.(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// guard returns the variable that a deferred function literal tests before the
// call at c removes the file, a condition or an error, and whether the condition
// has to be true for that. An error that is a result holds what is returned.
func (j *judge) guard(c, lit inspector.Cursor) (types.Object, bool) {
	for ; c != lit; c = c.Parent() {
		if flow.ParentKind(c) != edge.IfStmt_Body {
			continue
		}
		cond := ast.Unparen(c.Parent().Node().(*ast.IfStmt).Cond)
		not, ok := cond.(*ast.UnaryExpr)
		if ok && not.Op == token.NOT {
			cond = ast.Unparen(not.X)
		}
		if e, ok := cond.(*ast.BinaryExpr); ok && e.Op == token.NEQ && testsNil(e, token.NEQ, j.isErrorExpr) {
			cond = ast.Unparen(e.X)
		}
		v, isVar := j.ObjectOf(cond).(*types.Var)
		if !isVar || v.IsField() || flow.Covers(lit.Node(), v.Pos()) || v.Kind() == types.ResultVar && flow.IsError(v.Type()) {
			continue
		}
		return v, !ok
	}
	return nil, false
}

// disarmed reports whether the guard of the removal r is set so that r does
// nothing at the exit.
func (j *judge) disarmed(r cleanup, exit inspector.Cursor) bool {
	if flow.IsError(r.guard.Type()) {
		return j.isNilAt(r.guard, exit)
	}
	var last *flow.Value
	for i, d := range j.Defs[r.guard] {
		stmt, ok := flow.StatementAround(d.Cursor)
		if ok && d.Expr.Pos() < exit.Node().Pos() && flow.Within(exit.Node(), stmt.Parent().Node()) && (last == nil || last.Expr.Pos() < d.Expr.Pos()) {
			last = &j.Defs[r.guard][i]
		}
	}
	if last == nil {
		return false
	}
	v := j.Info.Types[last.Expr].Value
	return v != nil && constant.BoolVal(v) != r.armed // the guard is a condition
}

// isNilAt reports whether the error v is nil at the exit: the function has
// returned if it was none after it was set last, so another holds what is wrong.
func (j *judge) isNilAt(v types.Object, exit inspector.Cursor) bool {
	var last *flow.Value
	for i, d := range j.Defs[v] {
		if flow.Body(d.Cursor) != flow.Body(exit) {
			return false
		}
		if d.Expr.Pos() < exit.Node().Pos() && (last == nil || last.Expr.Pos() < d.Expr.Pos()) {
			last = &j.Defs[v][i]
		}
	}
	if last == nil || flow.InLoop(exit) {
		return false
	}
	stmt, ok := flow.StatementAround(last.Cursor)
	if !ok || !flow.Within(exit.Node(), stmt.Parent().Node()) {
		return false
	}
	test, ok := stmt.Node().(*ast.IfStmt)
	if next := flow.Following(stmt); !ok && len(next) > 0 {
		test, ok = next[0].(*ast.IfStmt)
	}
	if !ok || flow.Within(exit.Node(), test) || !testsNil(test.Cond, token.NEQ, func(e ast.Expr) bool { return j.ObjectOf(e) == v }) {
		return false
	}
	n := len(test.Body.List)
	if n == 0 {
		return false
	}
	_, ok = test.Body.List[n-1].(*ast.ReturnStmt)
	return ok
}
