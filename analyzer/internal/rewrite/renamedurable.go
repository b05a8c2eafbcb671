package rewrite

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/internal/module"
)

// FixDurable makes the rename that u ends a durable one, or returns nil. It
// leaves the protocol as it is, whoever creates the temporary and writes to it,
// and so with the flaws that are no want of a flush.
func (x *Fixer) FixDurable(u rename.Unsafe) *analysis.SuggestedFix {
	call := u.Move.At.Node().(*ast.CallExpr)
	src, reason := x.source(call.Pos())
	stay, mends := u.Flushed()
	if reason != "" || x.writer != module.Writer() || len(stay) > 0 && !mends || u.Move.Dst == nil {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || x.pass.TypesInfo.Uses[sel.Sel] != u.Fn || u.Fn.FullName() != "os.Rename" || x.worksOnAfter(u) || x.workedOnByCaller(u) {
		return nil
	}
	q, edits := x.qualify(src, call.Pos(), "Rename")
	edits = append(edits, src.replace(call.Fun, q+"Rename"))
	edits = append(edits, x.dropImport(src, []string{x.writer}, call.Fun)...)
	message := fmt.Sprintf("Make the rename durable with %s.Rename", ImportName(x.writer))
	if len(stay) > 0 {
		message += fmt.Sprintf("; by hand: %s", joined(stay))
	}
	return &analysis.SuggestedFix{Message: message, TextEdits: edits}
}

// joined returns the flaws as one text.
func joined(flaws []rename.FlawKind) string {
	var names []string
	for _, f := range flaws {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// worksOnAfter reports whether a call may run after the rename has failed, which
// it does also when only the directory cannot be flushed, is given the
// destination, and may do more than look at it or tell of it.
func (x *Fixer) worksOnAfter(u rename.Unsafe) bool {
	move := u.Move.At.Node().(*ast.CallExpr)
	decl, ok := flow.Declaration(u.Move.At)
	if !ok {
		return true
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
			return true // it is not known when that runs
		}
		inside = append(inside, call)
	}
	return len(inside) > 0 && x.reachedAfterFailure(move, fn, inside, failure{returns: true}) != nil
}

// workedOnByCaller reports whether a caller of the function that renames may do
// so: copy the file, for instance, which is not there any more.
func (x *Fixer) workedOnByCaller(u rename.Unsafe) bool {
	check := &callerCheck{Fixer: x, seen: make(map[ast.Node]bool)}
	check.after = func(c, caller inspector.Cursor, path pathParts, _ []pathParts) ast.Node {
		call := c.Node().(*ast.CallExpr)
		var works []*ast.CallExpr
		for wc := range caller.Preorder((*ast.CallExpr)(nil)) {
			work := wc.Node().(*ast.CallExpr)
			if flow.Within(work, call) || !slices.ContainsFunc(x.pathsGiven(work, x.worked), path.same) {
				continue
			}
			if around := flow.FunctionAround(wc); around != caller && !flow.IsDeferred(around) {
				return work
			}
			works = append(works, work)
		}
		if len(works) == 0 {
			return nil
		}
		if n := x.reachedAfterFailure(call, caller, works, failure{returns: true}); n != nil {
			return n
		}
		return nil
	}
	return check.callers(flow.FunctionAround(u.Move.At), x.partsOf(u.Move.Dst)) != nil
}

// workedBy returns the paths that call, of a function of another package, is given
// and does more with than to look at the file or to tell of it.
func (x *Fixer) workedBy(call *ast.CallExpr) []ast.Expr {
	if x.flow.Local(call) != nil || x.looksOn(call) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(call.Args), func(arg ast.Expr) bool {
		return !flow.IsPath(x.pass.TypesInfo.TypeOf(arg))
	})
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
