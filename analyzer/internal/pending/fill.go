package pending

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

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
		for _, ret := range fn.Returns {
			n := ret.Node().(*ast.ReturnStmt)
			if len(n.Results) == 1 && p.Info.Types[n.Results[0]].IsNil() && p.afterFailure(ret, fn.Sig.Params().At(0)) {
				list = append(list, n)
			}
		}
	}
	return list
}

// afterFailure reports whether the statement at c directly follows from an
// error of a call that was given file as an argument. Errors of the methods of
// the file are remembered, and keep it from being published; those of fmt and
// of io.WriteString are none but these.
func (p *Checker) afterFailure(c inspector.Cursor, file *types.Var) bool {
	if flow.ParentKind(c) != edge.BlockStmt_List || flow.ParentKind(c.Parent()) != edge.IfStmt_Body {
		return false
	}
	test := c.Parent().Parent()
	n := test.Node().(*ast.IfStmt)
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || !p.Info.Types[cond.Y].IsNil() || !flow.IsError(p.Info.TypeOf(cond.X)) {
		return false
	}
	made, _ := n.Init.(*ast.AssignStmt)
	if n.Init == nil {
		if kind, i := test.ParentEdge(); kind == edge.BlockStmt_List && i > 0 {
			made, _ = flow.Statements(test.Parent().Node())[i-1].(*ast.AssignStmt)
		}
	}
	if made == nil || len(made.Rhs) != 1 || !p.IsVar(made.Lhs[len(made.Lhs)-1], p.ObjectOf(cond.X)) {
		return false
	}
	call, ok := ast.Unparen(made.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
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
