package rewrite

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

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

// worksOnAfter returns a call that may run after the rename, is given the
// destination, and may do more than look at it or tell of it.
func (x *Fixer) worksOnAfter(u rename.Unsafe) *ast.CallExpr {
	decl, ok := flow.Declaration(u.Move.At)
	if !ok {
		return u.Move.At.Node().(*ast.CallExpr)
	}
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call == u.Move.At.Node() || x.looksOn(call) || !flow.InLoop(u.Move.At) && !runsBelow(c, u.Move.At) {
			continue
		}
		for _, arg := range call.Args {
			if flow.IsPath(x.pass.TypesInfo.TypeOf(arg)) && x.sameFile(arg, u.Move.Dst) {
				return call
			}
		}
	}
	return nil
}

// runsBelow reports whether the call at c stands below the one at move, or is
// deferred.
func runsBelow(c, move inspector.Cursor) bool {
	return c.Node().Pos() > move.Node().Pos() || flow.ParentKind(c) == edge.DeferStmt_Call || flow.IsDeferred(flow.FunctionAround(c))
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
