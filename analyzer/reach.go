package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// reaching returns those of defs, the values of a variable, that it may hold
// where the expression at mentions it, if an assignment is seen that is always
// carried out before: what was assigned earlier, or passed for a parameter, is
// gone then. It reports false if there is none.
func (f *flow) reaching(obj types.Object, defs []value, at ast.Expr) ([]value, bool) {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || v.Parent() == f.pkg.Scope() || f.addr[obj] {
		return nil, false
	}
	if _, isParam := f.param[obj]; !isParam && len(defs) < 2 {
		return nil, false // there is nothing to leave out
	}
	var last *value
	for i, d := range f.defs[obj] {
		if f.dominates(obj, d, at) && (last == nil || d.expr.Pos() > last.expr.Pos()) {
			last = &f.defs[obj][i]
		}
	}
	if last == nil {
		return nil, false
	}
	args := 0
	if ref, ok := f.param[obj]; ok {
		args = len(f.arguments(ref))
	}
	fn := f.enclosing(last.cursor)
	again := repeated(last.cursor, at)
	return slices.DeleteFunc(slices.Clone(defs[args:]), func(d value) bool {
		if f.enclosing(d.cursor) != fn {
			return false // a function literal, that may be called at any time
		}
		return d.expr.Pos() < last.expr.Pos() || d.expr.End() > at.Pos() && !(again != nil && within(d.expr, again))
	}), true
}

// repeated returns what may have been carried out, wholly or not, between the
// assignment of the value at c and the expression at, though it does not stand
// between them: the outermost loop around at, or all of the function if at is
// in a literal, which may be called late. It is nil if there is no such part.
func repeated(c inspector.Cursor, at ast.Expr) ast.Node {
	assign, _ := assignment(c)
	var part ast.Node
	for _, stmt := range statements(assign.Parent().Node()) {
		if !within(at, stmt) {
			continue
		}
		ast.Inspect(stmt, func(n ast.Node) bool {
			if n == nil || !within(at, n) {
				return false
			}
			switch n.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if part == nil {
					part = n
				}
			case *ast.FuncLit:
				part = body(assign)
			}
			return true
		})
	}
	return part
}

// dominates reports whether the statement that assigns d to obj stands in a
// block around the expression at, before it.
func (f *flow) dominates(obj types.Object, d value, at ast.Expr) bool {
	stmt, ok := assignment(d.cursor)
	if !ok || stmt.Node().End() > at.Pos() {
		return false
	}
	assign := stmt.Node().(*ast.AssignStmt)
	if assign.Tok != token.ASSIGN && assign.Tok != token.DEFINE {
		return false // it adds to what was there
	}
	if !slices.ContainsFunc(assign.Lhs, func(lhs ast.Expr) bool { return f.objectOf(lhs) == obj }) {
		return false // it sets an element
	}
	switch block := stmt.Parent().Node().(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return at.End() <= block.End()
	}
	return false
}

// assignment returns the assignment whose right side is at c.
func assignment(c inspector.Cursor) (inspector.Cursor, bool) {
	c = c.Parent()
	_, ok := c.Node().(*ast.AssignStmt)
	return c, ok
}
