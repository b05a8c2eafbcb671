package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// cleanUp takes out the calls that remove the temporary, for the writer does
// that, and has messages name the destination. It returns why something else
// is done with the temporary by its name.
func (r *replacement) cleanUp() string {
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if r.removes(call) && r.isTemp(call.Args[0]) {
			if reason := r.dropRemoval(c); reason != "" {
				return reason
			}
		}
		for i, arg := range call.Args {
			if !r.isInline(arg) {
				continue
			}
			if reason := r.useByName(c.ChildAt(edge.CallExpr_Args, i)); reason != "" {
				return reason
			}
		}
	}
	for _, v := range inOrder(r.names) {
		for _, c := range r.flow.Uses[v] {
			if reason := r.useByName(c); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// isInline reports whether e spells the path of the temporary out, without a
// variable of its own.
func (r *replacement) isInline(e ast.Expr) bool {
	_, isName := ast.Unparen(e).(*ast.Ident)
	call, isCall := ast.Unparen(e).(*ast.CallExpr)
	return !isName && !(isCall && r.isFileName(call)) && r.isTemp(e)
}

// dropRemoval takes out the statement whose call at c removes the temporary.
func (r *replacement) dropRemoval(c inspector.Cursor) string {
	if r.isGone(c.Node()) {
		return ""
	}
	stmt, _ := flow.StatementAround(c)
	if lit := flow.FunctionAround(c); lit != r.fn {
		if kind, _ := lit.ParentEdge(); kind == edge.AssignStmt_Rhs {
			return r.dropCleaner(lit)
		}
		stmt, _ = flow.StatementAround(lit)
		d, ok := stmt.Node().(*ast.DeferStmt)
		if !ok || d.Call.Fun != lit.Node() || !r.onlyCleans(control.Body(lit.Node()).List) {
			return "a function literal does more than remove the temporary"
		}
		return r.remove(d)
	}
	if !r.cleans(stmt.Node().(ast.Stmt)) {
		return "the removal of the temporary is part of something else"
	}
	return r.removeFrom(stmt)
}

// removeFrom takes the statement at c out, and the if statement around it that
// has nothing else in its body.
func (r *replacement) removeFrom(c inspector.Cursor) string {
	block := c.Parent()
	if kind, _ := block.ParentEdge(); kind == edge.IfStmt_Body && r.onlyCleans(flow.Statements(block.Node())) {
		check := block.Parent().Node().(*ast.IfStmt)
		if check.Else == nil && check.Init == nil {
			return r.remove(check)
		}
		return "nothing would be left to do on an error"
	}
	return r.remove(c.Node().(ast.Stmt))
}

// onlyCleans reports whether the statements of list do nothing but close and
// remove the temporary, perhaps on conditions.
func (r *replacement) onlyCleans(list []ast.Stmt) bool {
	for _, stmt := range list {
		check, ok := stmt.(*ast.IfStmt)
		if ok && check.Init == nil && check.Else == nil && r.onlyCleans(check.Body.List) && !callsAnything(check.Cond) {
			continue
		}
		if !r.cleans(stmt) && !r.closes(stmt) {
			return false
		}
	}
	return true
}

// cleans reports whether stmt removes the temporary, perhaps by one of
// r.cleaners, and does nothing else.
func (r *replacement) cleans(stmt ast.Stmt) bool {
	call := plainCall(stmt)
	if call == nil {
		return false
	}
	if id, ok := call.Fun.(*ast.Ident); ok && r.cleaners[r.pass.TypesInfo.Uses[id]] {
		return true
	}
	return r.removes(call) && r.isTemp(call.Args[0])
}

// closes reports whether stmt closes the temporary, and does nothing else.
func (r *replacement) closes(stmt ast.Stmt) bool {
	call := plainCall(stmt)
	return call != nil && r.handle != nil && r.handle.isCloseCall(call)
}

// plainCall returns the call that stmt consists of, if that drops its result.
func plainCall(stmt ast.Stmt) *ast.CallExpr {
	var e ast.Expr
	switch n := stmt.(type) {
	case *ast.ExprStmt:
		e = n.X
	case *ast.DeferStmt:
		return n.Call
	case *ast.AssignStmt:
		if len(n.Lhs) == 1 && len(n.Rhs) == 1 && isBlank(n.Lhs[0]) {
			e = n.Rhs[0]
		}
	}
	call, _ := e.(*ast.CallExpr)
	return call
}

// useByName returns why the path of the temporary must not be used as it is
// at c.
func (r *replacement) useByName(c inspector.Cursor) string {
	n := c.Node().(ast.Expr)
	if r.isGone(n) || flow.Within(n, r.draft.Call) || flow.Within(n, r.move.At.Node()) {
		return ""
	}
	if kind, _ := c.ParentEdge(); kind != edge.CallExpr_Args {
		return "the name of the temporary is used for something else"
	}
	call := c.Parent().Node().(*ast.CallExpr)
	if fn := r.flow.Callee(call); fn != nil && knowledge.MessagePackages[fn.Pkg().Path()] && r.settledAt(n) {
		r.replace(n, r.src.of(r.move.Dst))
		return ""
	}
	return types.ExprString(call.Fun) + " gets the name of the temporary"
}

// settledAt reports whether the destination can be named at n.
func (r *replacement) settledAt(n ast.Expr) bool {
	for id := range bareNames(r.move.Dst) {
		if obj := r.pass.TypesInfo.Uses[id]; obj != nil && r.lookup(id.Name, n.Pos()) != obj {
			return false
		}
	}
	return true
}
