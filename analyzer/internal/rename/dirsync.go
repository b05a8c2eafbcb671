package rename

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// syncsDirAfter reports whether something is flushed to the disk after the
// move, by its function or one that calls that: what but the directory, unless
// it is seen to be another one.
func (j *judge) syncsDirAfter() bool {
	if j.syncsAfter(j.move.At) {
		return true
	}
	fn := j.Enclosing(j.move.At)
	if fn == nil {
		return false
	}
	for _, call := range fn.Calls {
		if j.syncsAfter(call) {
			return true
		}
	}
	return false
}

// syncsAfter reports whether a call that flushes something stands after the
// one at c in its function, or is deferred there.
func (j *judge) syncsAfter(c inspector.Cursor) bool {
	decl, ok := flow.Declaration(c)
	if !ok {
		return false
	}
	pos := c.Node().End()
	if fn := flow.FunctionAround(c); flow.IsDeferred(fn) {
		if j.callsSync(fn, pos) {
			return true
		}
		pos = decl.Node().End() // what stands below fn runs before it
	} else if flow.ParentKind(c) == edge.DeferStmt_Call {
		pos = decl.Node().End()
	}
	return j.callsSync(decl, pos)
}

// callsSync reports whether a call in the node at c that stands after pos
// flushes something, going by the name.
func (j *judge) callsSync(c inspector.Cursor, pos token.Pos) bool {
	for c := range c.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		name := flow.CalleeName(call)
		if syncs(name) && (call.Pos() > pos || knowledge.Speaks(name, knowledge.DirWords)) && !j.syncsOtherDir(call) {
			return true
		}
	}
	return false
}

// syncsOtherDir reports whether call flushes a directory that is seen to be
// another than that of what the move moves to.
func (j *judge) syncsOtherDir(call *ast.CallExpr) bool {
	if j.move.Dst == nil {
		return false
	}
	for _, arg := range call.Args {
		if flow.IsPath(j.Info.TypeOf(arg)) {
			return j.paths.OtherDir(arg, j.move.Dst)
		}
	}
	x := trace.Receiver(call)
	if x == nil {
		return false
	}
	defs := j.Defs[j.ObjectOf(x)]
	return len(defs) > 0 && !slices.ContainsFunc(defs, func(d flow.Value) bool {
		open, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
		return !ok || len(open.Args) == 0 || !flow.IsPath(j.Info.TypeOf(open.Args[0])) || !j.paths.OtherDir(open.Args[0], j.move.Dst)
	})
}
