package trust

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// ofFlag returns what the local variable e tells of the file at path: it holds
// the answer of one expression, or is changed under a condition that asks.
func (f *Finder) ofFlag(e *ast.Ident, path ast.Expr) answer {
	v, ok := f.ObjectOf(e).(*types.Var)
	if !ok || v.Kind() != types.LocalVar || f.Addr[v] || len(f.Defs[v]) == 0 {
		return answer{}
	}
	defs := f.Defs[v]
	if slices.ContainsFunc(defs, func(d flow.Value) bool { return d.Index != flow.Whole || d.Expr.End() > e.Pos() }) {
		return answer{}
	}
	changes := defs
	begins, constant := false, true // as var has it
	if declares(defs[0].Cursor) {
		changes = defs[1:]
		if begins, constant = f.constantBool(defs[0].Expr); !constant && len(changes) == 0 {
			return f.answer(defs[0].Expr, path)
		}
	}
	return f.ofChanges(e, changes, begins, constant, path)
}

// declares reports whether the value at c is the first that a variable holds.
func declares(c inspector.Cursor) bool {
	switch n := c.Parent().Node().(type) {
	case *ast.AssignStmt:
		return n.Tok == token.DEFINE
	case *ast.ValueSpec:
		return true
	}
	return false
}

// ofChanges returns what the variable e tells that each of the changes sets to
// the same constant: if it has that value, and began with the other, what the
// conditions of all changes say, and if it has the other value, what one of them
// says that was asked on the way and did not hold.
func (f *Finder) ofChanges(e *ast.Ident, changes []flow.Value, begins, constant bool, path ast.Expr) answer {
	var changed, unchanged presence
	var value bool
	var at ast.Node
	for i, d := range changes {
		now, ok := f.constantBool(d.Expr)
		if !ok || i > 0 && now != value || constant && now == begins {
			return answer{}
		}
		value = now
		test, ok := f.ofChange(d.Cursor, path)
		if !ok {
			return answer{}
		}
		if i == 0 {
			changed = test.ifTrue
		} else if test.ifTrue != changed {
			changed = unknown
		}
		if test.known() {
			at = test.at
		}
		if unchanged == unknown && f.asked(d.Cursor, e) {
			unchanged = test.ifFalse
		}
	}
	if !constant {
		changed = unknown
	}
	if value {
		return answer{changed, unchanged, at}
	}
	return answer{unchanged, changed, at}
}

// ofChange returns what the conditions say under which the assignment at c is
// carried out. It fails if one of them looks closer at the file, or the code
// beside the assignment does.
func (f *Finder) ofChange(c inspector.Cursor, path ast.Expr) (answer, bool) {
	var known answer
	for ; flow.ParentKind(c) != edge.FuncDecl_Body && flow.ParentKind(c) != edge.FuncLit_Body; c = c.Parent() {
		kind := flow.ParentKind(c)
		if kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
			continue
		}
		test := c.Parent().Node().(*ast.IfStmt)
		a := f.answer(test.Cond, path)
		if f.looksCloser(test.Cond, path) || f.verifies(test, a, path) {
			return answer{}, false
		}
		if kind == edge.IfStmt_Else {
			a.ifTrue, a.ifFalse = a.ifFalse, a.ifTrue
		}
		if known.ifTrue == unknown {
			known = a
		}
	}
	return known, true
}

// asked reports whether the condition of the assignment at c is looked at
// whenever e is: the if statement stands before what holds e, in one list.
func (f *Finder) asked(c inspector.Cursor, e *ast.Ident) bool {
	body := c.Parent().Parent() // of the assignment
	if kind := flow.ParentKind(body); kind != edge.IfStmt_Body && kind != edge.IfStmt_Else {
		return false
	}
	return slices.ContainsFunc(flow.Following(body.Parent()), func(stmt ast.Stmt) bool { return flow.Within(e, stmt) })
}
