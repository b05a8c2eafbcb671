package pending

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/internal/module"
)

// Swallows returns the statements by which the function literal that the call
// at c hands to the writer, to fill a file, returns nil though something that
// was given the file has failed. The writer then publishes the file.
func (p *Checker) Swallows(c inspector.Cursor) []*ast.ReturnStmt {
	call := c.Node().(*ast.CallExpr)
	callee := p.Callee(call)
	if callee == nil || callee.Pkg().Path() != module.Writer() {
		return nil
	}
	var list []*ast.ReturnStmt
	for _, arg := range call.Args {
		lit, ok := ast.Unparen(arg).(*ast.FuncLit)
		if !ok || p.Funcs[lit] == nil {
			continue
		}
		fn := p.Funcs[lit]
		if fn.Sig.Params().Len() != 1 || knowledge.PendingKindOf(fn.Sig.Params().At(0).Type()) == nil || fn.Sig.Results().Len() != 1 {
			continue
		}
		list = append(list, p.afterFailure(lit, fn.Sig.Params().At(0))...)
	}
	return list
}

// afterFailure returns the statements by which lit returns nil on ways on which
// a call that was given file as an argument has failed. An error that is told
// apart from others, as the end of the input is, need not be a failure.
func (p *Checker) afterFailure(lit *ast.FuncLit, file *types.Var) (list []*ast.ReturnStmt) {
	m := control.NewMachine[bool](p.Graphs(), knowledge.MaxBlocks) // of whether an error was told apart
	m.Test = func(w *control.Way[bool], cond ast.Expr) { w.State = w.State || p.tellsApart(cond) }
	m.Call = func(w *control.Way[bool], call *ast.CallExpr) []control.Way[bool] {
		if flow.ReturnsError(p.Info, call) && p.given(call, file) {
			m.Watch(w, call, control.MustBeSeen)
		}
		return nil
	}
	m.Run(lit, false, func(e control.Exit[bool]) {
		ret, ok := e.At.(*ast.ReturnStmt)
		if !ok || e.Kind != control.Returned || e.Outcome != control.Succeeded || e.Unsure || e.Way.State {
			return
		}
		if call := m.Unsettled(&e.Way); call != nil && m.Failed(&e.Way, call) && !slices.Contains(list, ret) {
			list = append(list, ret)
		}
	})
	return list
}

// tellsApart reports whether cond compares an error with another one, or hands
// it to a function.
func (p *Checker) tellsApart(cond ast.Expr) bool {
	found := false
	isErr := func(e ast.Expr) bool { return flow.IsError(p.Info.TypeOf(e)) }
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			found = found || isErr(n.X) && isErr(n.Y)
		case *ast.CallExpr:
			found = found || slices.ContainsFunc(n.Args, isErr)
		}
		return !found
	})
	return found
}

// given reports whether call is given file as an argument, if need be wrapped by
// another call. Errors of the methods of the file are remembered, and keep it
// from being published; those of fmt and of io.WriteString are none but these.
func (p *Checker) given(call *ast.CallExpr, file *types.Var) bool {
	if fn := p.Callee(call); fn != nil && (fn.Pkg().Path() == "fmt" || fn.FullName() == "io.WriteString") {
		return false
	}
	given := false
	ast.Inspect(call, func(n ast.Node) bool {
		if inner, ok := n.(*ast.CallExpr); ok {
			for _, arg := range inner.Args {
				given = given || p.IsVar(arg, file)
			}
		}
		return !given
	})
	return given
}
