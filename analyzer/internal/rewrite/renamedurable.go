package rewrite

import (
	"fmt"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/internal/module"
)

// FixDurable makes the rename that u ends a durable one, if that is all that it
// lacks. It leaves the protocol as it is, whoever creates the temporary and
// writes to it.
func (x *Fixer) FixDurable(u rename.Unsafe) (*analysis.SuggestedFix, string) {
	call := u.Move.At.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	sel, qualified := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	switch {
	case reason != "":
		return nil, reason
	case x.writer != module.Writer():
		return nil, fmt.Sprintf("only calls that write a whole file can be turned into calls of %s", x.writer)
	case !u.Undurable():
		return nil, "it lacks more than a flush"
	case !qualified || x.pass.TypesInfo.Uses[sel.Sel] != u.Fn || u.Fn.FullName() != "os.Rename":
		return nil, x.renameIn(u.Fn, call.Pos())
	case u.Move.Dst == nil:
		return nil, "the destination is out of sight"
	}
	if n := x.worksOnAfter(u); n != nil {
		return nil, x.lineSeen(n.Pos(), call.Pos()) + " may write the file if the rename fails, which it also does when only the directory cannot be flushed"
	}
	q, edits := x.qualify(src, call.Pos(), "Rename")
	edits = append(edits, src.replace(call.Fun, q+"Rename"))
	edits = append(edits, x.dropImport(src, []string{x.writer}, call.Fun)...)
	return &analysis.SuggestedFix{
		Message:   fmt.Sprintf("Make the rename durable with %s.Rename", ImportName(x.writer)),
		TextEdits: edits,
	}, ""
}

// worksOnAfter returns a call that may run after the rename has failed, is given
// the destination, and may do more than look at it or tell of it.
func (x *Fixer) worksOnAfter(u rename.Unsafe) *ast.CallExpr {
	move := u.Move.At.Node().(*ast.CallExpr)
	decl, ok := flow.Declaration(u.Move.At)
	if !ok {
		return move
	}
	fn := flow.FunctionAround(u.Move.At)
	var inside []*ast.CallExpr
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call == move || x.looksOn(call) || !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
			return flow.IsPath(x.pass.TypesInfo.TypeOf(arg)) && x.sameFile(arg, u.Move.Dst)
		}) {
			continue
		}
		if around := flow.FunctionAround(c); around != fn && !flow.IsDeferred(around) {
			return call // it is not known when that runs
		}
		inside = append(inside, call)
	}
	return x.reachedAfterFailure(move, fn, inside)
}

// reachedAfterFailure returns one of calls, which are in the function fn, that may
// run after the call move, in fn as well, has failed.
func (x *Fixer) reachedAfterFailure(move *ast.CallExpr, fn inspector.Cursor, calls []*ast.CallExpr) (reached *ast.CallExpr) {
	if len(calls) == 0 {
		return nil
	}
	m := control.NewMachine[bool](x.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[bool], n *ast.CallExpr) []control.Way[bool] {
		switch {
		case n == move:
			done, failed := m.Fork(*w, n)
			done.State, failed.State = false, true
			*w = done
			return []control.Way[bool]{failed}
		case w.State && slices.Contains(calls, n):
			reached = n
		}
		return nil
	}
	if !m.Run(fn.Node(), false, func(control.Exit[bool]) {}) {
		return calls[0]
	}
	return reached
}

// looksOn reports whether call leaves the content of the files whose paths it is
// given as it is.
func (x *Fixer) looksOn(call *ast.CallExpr) bool {
	fn := x.flow.Callee(call)
	if fn == nil {
		tv := x.pass.TypesInfo.Types[call.Fun]
		return tv.IsType() || tv.IsBuiltin()
	}
	pkg, name := fn.Pkg().Path(), fn.FullName()
	return knowledge.PurePackages[pkg] || knowledge.MessagePackages[pkg] || knowledge.NeedsFile[name] || knowledge.KeepsContent[name]
}
