package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// quits returns the call behind the opening of the file of a function of this
// package that may end the program, or the goroutine, other than with a failure:
// what was written until then is complete for all that is known, and would not
// be published. The function itself is followed by the proof.
func (h *handle) quits() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() > h.assign.End() && !h.whenFailed(call) && h.reaches(h.quitting, h.callees(call), h.quitsHere) {
			return call
		}
	}
	return nil
}

// quitsHere reports whether call ends the program with success, or the goroutine.
func (x *Fixer) quitsHere(call *ast.CallExpr) bool {
	switch x.calleeName(call) {
	case "runtime.Goexit":
		return true
	case "os.Exit":
		v := x.flow.Constant(call.Args[0])
		return v == nil || v.ExactString() == "0"
	}
	return false
}

// writesInLoop returns the range statement over a function that may write to the
// file, which it may do as well when the loop is left.
func (h *handle) writesInLoop() ast.Node {
	for c := range h.fn.Preorder((*ast.RangeStmt)(nil)) {
		n := c.Node().(*ast.RangeStmt)
		if h.mayPanic(c) && h.mentions(n.X, h.carriers) {
			return n
		}
	}
	return nil
}

// endedByContext returns the return statement by which alone the function ends
// without a failure that is known, if it returns why a context is done that was
// waited for: for the caller that may well be a success.
func (h *handle) endedByContext() ast.Node {
	var end ast.Node
	for c := range h.fn.Preorder((*ast.ReturnStmt)(nil)) {
		ret := c.Node().(*ast.ReturnStmt)
		if ret.Pos() < h.assign.End() || flow.FunctionAround(c) != h.fn || h.whenFailed(ret) || h.belowError(c) {
			continue
		}
		if flow.ParentKind(c) != edge.CommClause_Body || len(ret.Results) == 0 || !h.tellsDone(ret.Results[len(ret.Results)-1]) {
			return nil
		}
		end = ret
	}
	return end
}

// belowError reports whether the statement at c is in the body of an if
// statement that tests an error.
func (h *handle) belowError(c inspector.Cursor) bool {
	for ic := range c.Enclosing((*ast.IfStmt)(nil)) {
		if check := ic.Node().(*ast.IfStmt); flow.Within(c.Node(), check.Body) && flow.Within(check, h.fn.Node()) && h.testsError(check.Cond, token.NEQ) {
			return true
		}
	}
	return false
}

// tellsDone reports whether e is the reason why a context is done.
func (h *handle) tellsDone(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(h.pass.TypesInfo, call).(*types.Func)
	return ok && (fn.FullName() == "(context.Context).Err" || fn.FullName() == "context.Cause")
}
