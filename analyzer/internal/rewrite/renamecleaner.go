package rewrite

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// dropCleaner takes out what the literal at lit, which a variable holds, does to
// the temporary, and all of it if it does nothing else. It returns why it cannot.
func (r *replacement) dropCleaner(lit inspector.Cursor) string {
	if r.isGone(lit.Node().(*ast.FuncLit).Body) {
		return ""
	}
	c, reason := r.cleanerIn(lit)
	if reason != "" {
		return reason
	}
	switch {
	case c.ret == nil:
		return r.dropCalls(c)
	case r.handsBack(c):
		return r.dropWrappers(c)
	}
	for _, stmt := range c.clean {
		if reason := r.remove(stmt); reason != "" {
			return reason
		}
	}
	return ""
}

// cleanerIn returns the cleaner that the literal at lit is the value of, or why
// it is none.
func (r *replacement) cleanerIn(lit inspector.Cursor) (*cleaner, string) {
	c := r.cleanerOf(lit, r.fn)
	if c == nil || lit.Parent().Parent() != r.block {
		return nil, fmt.Sprintf("a function literal removes the temporary, and there is no telling when (line %d)", r.line(lit.Node().Pos()))
	}
	if !r.onlyCleans(c.clean) {
		return nil, "a function literal does more than remove the temporary"
	}
	for _, call := range c.calls {
		if !r.cleansWhenCalled(call, c.ret != nil) {
			return nil, fmt.Sprintf("a function literal removes the temporary, and there is no telling when (line %d)", r.line(call.Node().Pos()))
		}
	}
	return c, ""
}

// cleansWhenCalled reports whether the temporary is not renamed behind the call
// of a cleaner at c, or that is deferred. If the cleaner returns something the
// function returns that.
func (r *replacement) cleansWhenCalled(c inspector.Cursor, returns bool) bool {
	stmt, _ := flow.StatementAround(c)
	switch stmt.Node().(type) {
	case *ast.DeferStmt:
		return !returns
	case *ast.ReturnStmt:
		return returns && !r.leadsToRename(stmt.Node())
	}
	return !returns && !r.leadsToRename(stmt.Node())
}

// dropCalls takes out the literal, which returns nothing, and all its calls.
func (r *replacement) dropCalls(c *cleaner) string {
	r.cleaners[c.v] = true
	for _, call := range c.calls {
		stmt, _ := flow.StatementAround(call)
		if plainCall(stmt.Node().(ast.Stmt)) != call.Node() {
			return "the removal of the temporary is part of something else"
		}
		if reason := r.removeFrom(stmt); reason != "" {
			return reason
		}
	}
	return r.remove(c.decl)
}

// dropWrappers puts the argument of each call in its place, and takes out the
// literal.
func (r *replacement) dropWrappers(c *cleaner) string {
	for _, at := range c.calls {
		call := at.Node().(*ast.CallExpr)
		if kind, _ := at.ParentEdge(); kind != edge.ReturnStmt_Results || len(call.Args) != 1 {
			return "the removal of the temporary is part of something else"
		}
		r.edits = append(r.edits, r.src.unwrap(call)...)
	}
	return r.remove(c.decl)
}
