package flow

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// Reaching returns those of defs, the values of a variable, that it may hold
// where the expression at mentions it, if an assignment is seen that is always
// carried out before: what was assigned earlier, or passed for a parameter, is
// gone then. It reports false if there is none.
func (f *Flow) Reaching(obj types.Object, defs []Value, at ast.Expr) ([]Value, bool) {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() || v.Parent() == f.Pkg.Scope() || f.Addr[obj] {
		return nil, false
	}
	if _, isParam := f.Param[obj]; !isParam && len(defs) < 2 {
		return nil, false // there is nothing to leave out
	}
	var last *Value
	for i, d := range f.Defs[obj] {
		if f.dominates(obj, d, at) && (last == nil || d.Expr.Pos() > last.Expr.Pos()) {
			last = &f.Defs[obj][i]
		}
	}
	if last == nil {
		return nil, false
	}
	args := 0
	if ref, ok := f.Param[obj]; ok {
		args = len(f.Arguments(ref))
	}
	fn := f.Enclosing(last.Cursor)
	again := repeated(last.Cursor, at)
	return slices.DeleteFunc(slices.Clone(defs[args:]), func(d Value) bool {
		if f.Enclosing(d.Cursor) != fn {
			return false // a function literal, that may be called at any time
		}
		return d.Expr.Pos() < last.Expr.Pos() || d.Expr.End() > at.Pos() && !(again != nil && Within(d.Expr, again))
	}), true
}

// repeated returns what may have been carried out, wholly or not, between the
// assignment of the value at c and the expression at, though it does not stand
// between them: the outermost loop around at, or all of the function if at is
// in a literal, which may be called late. It is nil if there is no such part.
func repeated(c inspector.Cursor, at ast.Expr) ast.Node {
	assign, _ := Assignment(c)
	var part ast.Node
	for _, stmt := range Statements(assign.Parent().Node()) {
		if !Within(at, stmt) {
			continue
		}
		ast.Inspect(stmt, func(n ast.Node) bool {
			if n == nil || !Within(at, n) {
				return false
			}
			switch n.(type) {
			case *ast.ForStmt, *ast.RangeStmt:
				if part == nil {
					part = n
				}
			case *ast.FuncLit:
				part = Body(assign)
			}
			return true
		})
	}
	return part
}

// dominates reports whether the statement that assigns d to obj stands in a
// block around the expression at, before it.
func (f *Flow) dominates(obj types.Object, d Value, at ast.Expr) bool {
	stmt, ok := Assignment(d.Cursor)
	if !ok || stmt.Node().End() > at.Pos() {
		return false
	}
	assign := stmt.Node().(*ast.AssignStmt)
	if assign.Tok != token.ASSIGN && assign.Tok != token.DEFINE {
		return false // it adds to what was there
	}
	if !slices.ContainsFunc(assign.Lhs, func(lhs ast.Expr) bool { return f.ObjectOf(lhs) == obj }) {
		return false // it sets an element
	}
	switch block := stmt.Parent().Node().(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return at.End() <= block.End()
	}
	return false
}

// Assignment returns the assignment whose right side is at c.
func Assignment(c inspector.Cursor) (inspector.Cursor, bool) {
	c = c.Parent()
	_, ok := c.Node().(*ast.AssignStmt)
	return c, ok
}
