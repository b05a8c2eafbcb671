package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A cleaner is a variable whose only value is a function literal that closes and
// removes the temporary. It is called on each way on which something fails:
//
//	cleanup := func() { f.Close(); os.Remove(tmp) }
//	fail := func(err error) error { f.Close(); os.Remove(tmp); return err }
type cleaner struct {
	v     *types.Var
	decl  *ast.AssignStmt
	clean []ast.Stmt         // what closes and removes the temporary
	ret   *ast.ReturnStmt    // what follows, or nil
	calls []inspector.Cursor // all uses of v
}

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
	decl := lit.Parent()
	c := &cleaner{decl: decl.Node().(*ast.AssignStmt)}
	v, ok := r.assigned(c.decl).(*types.Var)
	if !ok || !r.ownVar(v) || len(r.flow.Defs[v]) != 1 || decl.Parent() != r.block {
		return nil, "a function literal removes the temporary"
	}
	c.v, c.clean = v, lit.Node().(*ast.FuncLit).Body.List
	if n := len(c.clean); n > 0 {
		if ret, ok := c.clean[n-1].(*ast.ReturnStmt); ok {
			c.clean, c.ret = c.clean[:n-1], ret
		}
	}
	if !r.onlyCleans(c.clean) || c.ret != nil && !r.onlyMakesErrors(c.ret) {
		return nil, "a function literal does more than remove the temporary"
	}
	for _, use := range r.flow.Uses[v] {
		if !r.cleansWhenCalled(use, c.ret != nil) {
			return nil, fmt.Sprintf("a function literal removes the temporary, and there is no telling when (line %d)", r.line(use.Node().Pos()))
		}
		c.calls = append(c.calls, use.Parent())
	}
	return c, ""
}

// cleansWhenCalled reports whether the use of a cleaner at c is a call behind
// which the temporary is not renamed, or a deferred one. If the cleaner returns
// something the function returns that.
func (r *replacement) cleansWhenCalled(c inspector.Cursor, returns bool) bool {
	if kind, _ := c.ParentEdge(); kind != edge.CallExpr_Fun {
		return false
	}
	stmt, _ := flow.StatementAround(c)
	switch stmt.Node().(type) {
	case *ast.DeferStmt:
		return !returns
	case *ast.ReturnStmt:
		return returns && !r.leadsToRename(stmt.Node())
	}
	return !returns && !r.leadsToRename(stmt.Node())
}

// onlyMakesErrors reports whether ret calls nothing but what makes errors and
// texts.
func (r *replacement) onlyMakesErrors(ret *ast.ReturnStmt) bool {
	ok := true
	ast.Inspect(ret, func(n ast.Node) bool {
		if call, isCall := n.(*ast.CallExpr); isCall {
			fn := r.flow.Callee(call)
			ok = ok && fn != nil && fn.Pkg() != nil && knowledge.MessagePackages[fn.Pkg().Path()]
		}
		return ok
	})
	return ok
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

// handsBack reports whether the literal returns its only parameter.
func (r *replacement) handsBack(c *cleaner) bool {
	lit := c.decl.Rhs[0].(*ast.FuncLit)
	if lit.Type.Params.NumFields() != 1 || len(lit.Type.Params.List[0].Names) != 1 || len(c.ret.Results) != 1 {
		return false
	}
	param := r.pass.TypesInfo.Defs[lit.Type.Params.List[0].Names[0]]
	return r.isObject(c.ret.Results[0], param) && flow.IsError(param.Type())
}

// dropWrappers puts the argument of each call in its place, and takes out the
// literal.
func (r *replacement) dropWrappers(c *cleaner) string {
	for _, at := range c.calls {
		call := at.Node().(*ast.CallExpr)
		if kind, _ := at.ParentEdge(); kind != edge.ReturnStmt_Results || len(call.Args) != 1 {
			return "the removal of the temporary is part of something else"
		}
		arg := call.Args[0]
		r.edits = append(r.edits, r.src.edit(call.Pos(), arg.Pos(), ""), r.src.edit(arg.End(), call.End(), ""))
	}
	return r.remove(c.decl)
}
