package rename

import (
	"go/ast"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// syncsByName reports whether a call before the move flushes, going by its
// name, something that may be the file: the path is opened again for that, or
// the function is a method that flushes what its receiver writes to, or all
// that is to be written is flushed.
func (j *judge) syncsByName() bool {
	if j.move.Src == nil {
		return false
	}
	decl, ok := flow.Declaration(j.move.At)
	if !ok {
		return false
	}
	recv := j.receiverOf(decl.Node().(*ast.FuncDecl))
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		name := flow.CalleeName(call)
		if call.Pos() < j.move.At.Node().Pos() && j.syncsSource(call) && j.order(c) == before {
			return true
		}
		if call.Pos() >= j.move.At.Node().Pos() || !syncs(name) || knowledge.Speaks(name, knowledge.DirWords) || j.order(c) != before {
			continue
		}
		fn := j.Callee(call)
		switch {
		case trace.SystemCall(fn), j.Local(call) != nil:
			return true
		case recv != nil && trace.Receiver(call) != nil && j.ObjectOf(trace.Receiver(call)) == recv:
			return true
		}
		for _, arg := range call.Args {
			if j.paths.SameExpr(arg, j.move.Src, 0) {
				return true
			}
		}
		if j.reopened(trace.Receiver(call)) {
			return true
		}
	}
	return false
}

// syncsSource reports whether call hands the source of the move to a function
// that flushes the file of that name.
func (j *judge) syncsSource(call *ast.CallExpr) bool {
	for i, arg := range call.Args {
		if flow.IsPath(j.Info.TypeOf(arg)) && j.traitOf(call, i).Syncs && j.paths.SameExpr(arg, j.move.Src, 0) {
			return true
		}
	}
	return false
}

// reopened reports whether x holds the source of the move, opened again.
func (j *judge) reopened(x ast.Expr) bool {
	for _, d := range j.Defs[j.ObjectOf(x)] {
		call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			continue
		}
		if fn := j.Callee(call); fn != nil && (fn.FullName() == "os.Open" || fn.FullName() == "os.OpenFile") && j.paths.SameExpr(call.Args[0], j.move.Src, 0) {
			return true
		}
	}
	return false
}

// receiverOf returns the variable that holds the receiver of the method n.
func (p *Checker) receiverOf(n *ast.FuncDecl) types.Object {
	if n.Recv == nil || len(n.Recv.List) == 0 || len(n.Recv.List[0].Names) == 0 {
		return nil
	}
	return p.Info.Defs[n.Recv.List[0].Names[0]]
}
