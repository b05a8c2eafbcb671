package rewrite

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// calm reports whether nothing that the function calls while the file is open
// may panic, for all that is known of it. Where something may, the file has to
// be closed by a deferred call.
func (h *handle) calm() bool {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); call.Pos() > h.assign.End() && !h.whenFailed(call) && !h.calmCall(call) {
			return false
		}
	}
	for c := range h.fn.Preorder((*ast.IndexExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SliceExpr)(nil), (*ast.TypeAssertExpr)(nil)) {
		if n := c.Node(); n.Pos() > h.assign.End() && !h.whenFailed(n) && h.mayPanic(c) {
			return false
		}
	}
	return true
}

// mayPanic reports whether the operation at c may panic, or call a function.
func (h *handle) mayPanic(c inspector.Cursor) bool {
	switch n := c.Node().(type) {
	case *ast.IndexExpr:
		t := h.pass.TypesInfo.TypeOf(n.X)
		if t == nil {
			return true
		}
		_, isMap := t.Underlying().(*types.Map)
		return !isMap
	case *ast.RangeStmt:
		t := h.pass.TypesInfo.TypeOf(n.X)
		if t == nil {
			return true
		}
		_, isFunc := t.Underlying().(*types.Signature)
		return isFunc
	case *ast.TypeAssertExpr:
		return n.Type != nil // not a type switch
	}
	return true
}

// calmCall reports whether call runs a function of the standard library that
// is given nothing whose methods, or which itself, it would call. Package fmt
// recovers from what panics there.
func (h *handle) calmCall(call *ast.CallExpr) bool {
	tv := h.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() {
		return true
	}
	if tv.IsBuiltin() {
		return flow.CalleeName(call) != "panic"
	}
	fn := h.flow.Callee(call)
	if fn == nil || !knowledge.IsStd(fn.Pkg().Path()) {
		return false
	}
	switch fn.Pkg().Path() {
	case "errors", "fmt", "log":
		return true
	}
	for _, arg := range call.Args {
		if !h.calmValue(arg) {
			return false
		}
	}
	recv := h.receiver(call)
	return recv == nil || h.calmValue(recv)
}

// calmValue reports whether e is plain data, or of a type of the standard
// library.
func (h *handle) calmValue(e ast.Expr) bool {
	t := h.pass.TypesInfo.TypeOf(e)
	if t == nil || flow.IsError(t) {
		return t != nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() != nil && knowledge.IsStd(named.Obj().Pkg().Path()) {
		return !types.IsInterface(t)
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Slice:
		_, basic := t.Elem().Underlying().(*types.Basic)
		return basic
	}
	return false
}

// survivesPanics reports whether fn recovers from panics, itself or in a function of
// this package that it defers.
func (x *Fixer) survivesPanics(fn *flow.Function) bool {
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if x.recovers(call) {
			return true
		}
		if deferred := x.flow.Local(call); deferred != nil && deferred != fn && flow.ParentKind(c) == edge.DeferStmt_Call && x.callsRecover(deferred) {
			return true
		}
	}
	return false
}

// callsRecover reports whether fn, which is deferred, recovers from a panic.
func (x *Fixer) callsRecover(fn *flow.Function) bool {
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		if x.recovers(c.Node().(*ast.CallExpr)) && flow.FunctionAround(c) == fn.Cursor {
			return true
		}
	}
	return false
}

// recovers reports whether call is one of the builtin recover.
func (x *Fixer) recovers(call *ast.CallExpr) bool {
	return x.pass.TypesInfo.Types[call.Fun].IsBuiltin() && flow.CalleeName(call) == "recover"
}
