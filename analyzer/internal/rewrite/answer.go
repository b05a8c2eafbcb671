package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// This file is about functions that do not return an error or a condition last:
// only who calls them knows which of their answers is a failure.

// unclear reports whether the function, which ends at the statement at without
// an error that is known, may tell its callers that it has failed: it answers
// as it does when the file cannot be opened, or otherwise than at its end.
func (p *proof) unclear(at ast.Node) bool {
	ret, ok := at.(*ast.ReturnStmt)
	if !ok || p.failed == nil || p.whenFailed(ret) {
		return false
	}
	if !p.hasResult() {
		return p.complainsAlike(ret)
	}
	if _, ok := p.errorResult(); ok || p.answersBool() || len(ret.Results) == 0 {
		return false
	}
	answer := answerText(ret)
	for c := range p.fn.Preorder((*ast.ReturnStmt)(nil)) {
		n := c.Node().(*ast.ReturnStmt)
		if flow.FunctionAround(c) == p.fn && p.whenFailed(n) && answerText(n) == answer {
			return true
		}
	}
	list := control.Body(p.fn.Node()).List
	last, ok := list[len(list)-1].(*ast.ReturnStmt)
	return !ok || answerText(last) != answer || last != ret && p.varies(ret)
}

// varies reports whether ret returns what is not the same each time.
func (p *proof) varies(ret *ast.ReturnStmt) bool {
	return slices.ContainsFunc(ret.Results, func(e ast.Expr) bool {
		tv := p.pass.TypesInfo.Types[e]
		return tv.Value == nil && !tv.IsNil()
	})
}

// answersBool reports whether the last result is a condition.
func (p *proof) answersBool() bool {
	results := p.signature().Results()
	t, ok := results.At(results.Len() - 1).Type().Underlying().(*types.Basic)
	return ok && t.Kind() == types.Bool
}

// answerText returns the results of ret as text.
func answerText(ret *ast.ReturnStmt) string {
	text := ""
	for _, e := range ret.Results {
		text += types.ExprString(e) + ","
	}
	return text
}

// complainsAlike reports whether the statements before ret call a function that
// is called when the file cannot be opened, such as http.Error.
func (p *proof) complainsAlike(ret *ast.ReturnStmt) bool {
	said := p.calledIn(p.failed.Body.List)
	for c := range p.fn.Preorder((*ast.ReturnStmt)(nil)) {
		if c.Node() != ast.Node(ret) {
			continue
		}
		list := flow.Statements(c.Parent().Node())
		return slices.ContainsFunc(p.calledIn(list[:slices.Index(list, ast.Stmt(ret))]), func(fn *types.Func) bool { return slices.Contains(said, fn) })
	}
	return false
}

// calledIn returns the functions that statements of list call and do nothing
// else.
func (p *proof) calledIn(list []ast.Stmt) []*types.Func {
	var fns []*types.Func
	for _, stmt := range list {
		if call := plainCall(stmt); call != nil {
			if fn := p.flow.Callee(call); fn != nil {
				fns = append(fns, fn)
			}
		}
	}
	return fns
}

// exitsAfterPrinting reports whether the program ends at e with a number that need
// not stand for a failure: no error is known, and what it prints before goes to
// the standard output, as the findings of a checker do.
func (p *proof) exitsAfterPrinting(e control.Exit[fileState]) bool {
	if e.Kind != control.Exited || e.Way.Troubled() {
		return false
	}
	for c := range p.fn.Preorder((*ast.ExprStmt)(nil)) {
		if c.Node() != e.At {
			continue
		}
		list := flow.Statements(c.Parent().Node())
		for _, fn := range p.calledIn(list[:slices.Index(list, c.Node().(ast.Stmt))]) {
			switch fn.FullName() {
			case "fmt.Print", "fmt.Printf", "fmt.Println":
				return true
			}
		}
	}
	return false
}
