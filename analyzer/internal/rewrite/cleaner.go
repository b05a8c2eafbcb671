package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A cleaner is a variable whose only value is a function literal that closes and
// removes a file. It is called on each way on which something fails:
//
//	cleanup := func() { f.Close(); os.Remove(name) }
//	fail := func(err error) error { f.Close(); os.Remove(name); return err }
type cleaner struct {
	v     *types.Var
	decl  *ast.AssignStmt
	clean []ast.Stmt         // what closes and removes the file
	ret   *ast.ReturnStmt    // what follows, or nil
	calls []inspector.Cursor // all uses of v, if they are calls
}

// cleanerOf returns what the literal at lit, the value of a variable of fn, looks
// like as a cleaner, or nil if it cannot be one.
func (x *Fixer) cleanerOf(lit, fn inspector.Cursor) *cleaner {
	decl, ok := lit.Parent().Node().(*ast.AssignStmt)
	if !ok || len(decl.Lhs) != 1 {
		return nil
	}
	v, ok := x.flow.ObjectOf(decl.Lhs[0]).(*types.Var)
	if !ok || v.Kind() != types.LocalVar || x.flow.Addr[v] || len(x.flow.Defs[v]) != 1 || flow.FunctionAround(lit.Parent()) != fn {
		return nil
	}
	c := &cleaner{v: v, decl: decl, clean: lit.Node().(*ast.FuncLit).Body.List}
	if n := len(c.clean); n > 0 {
		if ret, ok := c.clean[n-1].(*ast.ReturnStmt); ok {
			c.clean, c.ret = c.clean[:n-1], ret
		}
	}
	if c.ret != nil && !x.onlyMakesErrors(c.ret) {
		return nil
	}
	for _, use := range x.flow.Uses[v] {
		if kind, _ := use.ParentEdge(); kind != edge.CallExpr_Fun || flow.FunctionAround(use) != fn {
			return nil
		}
		c.calls = append(c.calls, use.Parent())
	}
	return c
}

// onlyMakesErrors reports whether ret calls nothing but what makes errors and
// texts.
func (x *Fixer) onlyMakesErrors(ret *ast.ReturnStmt) bool {
	ok := true
	ast.Inspect(ret, func(n ast.Node) bool {
		if call, isCall := n.(*ast.CallExpr); isCall {
			fn := x.flow.Callee(call)
			ok = ok && fn != nil && knowledge.MessagePackages[fn.Pkg().Path()]
		}
		return ok
	})
	return ok
}

// handsBack reports whether the literal returns its only parameter.
func (x *Fixer) handsBack(c *cleaner) bool {
	lit := c.decl.Rhs[0].(*ast.FuncLit)
	if lit.Type.Params.NumFields() != 1 || len(lit.Type.Params.List[0].Names) != 1 || len(c.ret.Results) != 1 {
		return false
	}
	param := x.pass.TypesInfo.Defs[lit.Type.Params.List[0].Names[0]]
	return x.isObject(c.ret.Results[0], param) && flow.IsError(param.Type())
}

// unwrap returns the edits that put the only argument of call in its place.
func (s *source) unwrap(call *ast.CallExpr) []analysis.TextEdit {
	arg := call.Args[0]
	return []analysis.TextEdit{s.edit(call.Pos(), arg.Pos(), ""), s.edit(arg.End(), call.End(), "")}
}

// findCleaners finds the calls of cleaners, for the model. It returns a reason if
// a literal that a variable holds closes the file, and is none.
func (h *handle) findCleaners() string {
	h.cleaners, h.cleaned = nil, make(map[*ast.CallExpr][]*ast.CallExpr)
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if lit := flow.FunctionAround(c); h.removesDestination(c.Node().(*ast.CallExpr)) && flow.ParentKind(lit) == edge.AssignStmt_Rhs {
			h.addCleaner(lit)
		}
	}
	for _, cl := range h.closings {
		if cl.kind == inVariable && !h.addCleaner(cl.lit) {
			return fmt.Sprintf("%s is closed by a function literal (line %d)", h.name, h.line(cl.call.Node().Pos()))
		}
	}
	return ""
}

// isCleaner reports whether the literal lit is one of h.cleaners.
func (h *handle) isCleaner(lit ast.Node) bool {
	return slices.ContainsFunc(h.cleaners, func(c *cleaner) bool { return c.decl.Rhs[0] == lit })
}

// addCleaner adds the literal at lit to h.cleaners, and its calls to h.cleaned. It
// reports whether the literal closes and removes files, and does nothing else.
func (h *handle) addCleaner(lit inspector.Cursor) bool {
	if h.isCleaner(lit.Node()) {
		return true
	}
	c := h.cleanerOf(lit, h.fn)
	if c == nil {
		return false
	}
	var inner []*ast.CallExpr
	for _, stmt := range c.clean {
		call := plainCall(stmt)
		if _, deferred := stmt.(*ast.DeferStmt); deferred || call == nil {
			return false
		}
		switch {
		case h.isCloseCall(call), h.removesDestination(call):
			inner = append(inner, call)
		case flow.CalleeName(call) != "Close" || len(call.Args) > 0 || h.mentions(call, h.carriers):
			return false
		} // else it closes what is read
	}
	for _, call := range c.calls {
		switch flow.ParentKind(call) {
		case edge.DeferStmt_Call, edge.GoStmt_Call:
			return false
		}
		h.cleaned[call.Node().(*ast.CallExpr)] = inner
	}
	h.cleaners = append(h.cleaners, c)
	return true
}

// dropCleaners takes out the cleaners that do nothing but close the file once plan
// has taken out the rest, with their calls, if a deferred call does the same right
// behind these. Where the function returns no error, the calls tell that it fails.
func (h *handle) dropCleaners(plan *rewrite) {
	deferred := plan.discard || plan.finish != nil
	for _, cl := range h.closings {
		deferred = deferred || cl.kind == deferredClose && !plan.isGone(cl.stmt)
	}
	if _, ok := h.errorResult(); !ok || !deferred || h.inLoop() {
		return
	}
	for _, c := range h.cleaners {
		left := slices.DeleteFunc(slices.Clone(c.clean), func(stmt ast.Stmt) bool { return takesOut(plan.edits, stmt) })
		if !slices.ContainsFunc(left, func(stmt ast.Stmt) bool { return !h.isCloseCall(plainCall(stmt)) }) {
			h.dropCleaner(plan, c)
		}
	}
}

// dropCleaner takes out c and its calls, if it can.
func (h *handle) dropCleaner(plan *rewrite, c *cleaner) {
	edits := h.src.dropLines(c.decl)
	if len(edits) == 0 || h.src.commentsOf(c.decl) != "" || c.ret != nil && !h.handsBack(c) {
		return
	}
	for _, at := range c.calls {
		drop := h.dropCleanerCall(at, c.ret != nil)
		if len(drop) == 0 {
			return
		}
		edits = append(edits, drop...)
	}
	rest := slices.DeleteFunc(slices.Clone(plan.edits), func(e analysis.TextEdit) bool { return c.decl.Pos() <= e.Pos && e.End <= c.decl.End() })
	if !overlap(edits, rest) {
		plan.edits = append(rest, edits...)
	}
}

// dropCleanerCall returns the edits that take out the call of a cleaner at c, if
// the function returns right behind it or, for a cleaner that returns its argument,
// returns what it returns.
func (h *handle) dropCleanerCall(c inspector.Cursor, returned bool) []analysis.TextEdit {
	call := c.Node().(*ast.CallExpr)
	stmt, _ := flow.StatementAround(c)
	if returned {
		if flow.ParentKind(c) != edge.ReturnStmt_Results || len(call.Args) != 1 {
			return nil
		}
		return h.src.unwrap(call)
	}
	next := flow.Following(stmt)
	if plainCall(stmt.Node().(ast.Stmt)) != call || len(next) == 0 {
		return nil
	}
	if ret, ok := next[0].(*ast.ReturnStmt); !ok || !h.onlyMakesErrors(ret) {
		return nil // something may need the file closed
	}
	return h.src.dropLines(stmt.Node())
}
