package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Whoever gives a function the path of a temporary publishes the file once the
// function has returned, and does not call it where the temporary cannot be
// made. So what the function does when it has written the file would come too
// early, and what it does when it cannot write would not happen.

// An aftermath finds what is in the way of that.
type aftermath struct {
	*soleWriters
	fn      *flow.Function
	write   *ast.CallExpr          // writes the file, or opens it
	touches map[*ast.CallExpr]bool // the calls that get the open file; nil if write does it all
	machine *control.Machine[soleStage]
	also    string
}

// A soleStage tells how far a function is with the file.
type soleStage uint8

const (
	untried    soleStage = iota
	unwritable           // the call that writes the file, or opens it, has failed
	written
)

// aftermathOf tells what fn does but return, with an error if there was one,
// when the call write has written the file, or when that has failed. It returns
// "" if that is nothing.
func (w *soleWriters) aftermathOf(fn *flow.Function, write *ast.CallExpr, touches map[*ast.CallExpr]bool) string {
	a := &aftermath{soleWriters: w, fn: fn, write: write, touches: touches}
	a.machine = control.NewMachine[soleStage](w.Graphs(), knowledge.MaxBlocks)
	a.machine.Call, a.machine.Before, a.machine.Deferred = a.call, a.before, a.deferred
	if !a.machine.Run(fn.Cursor.Node(), untried, a.exit) {
		a.refuse("has too many ways to follow")
	}
	return a.also
}

func (a *aftermath) refuse(also string) {
	if a.also == "" {
		a.also = also
	}
}

// does refuses what the function does on the way w.
func (a *aftermath) does(w *control.Way[soleStage], what string) {
	if w.State == written {
		a.refuse(what + " when it has written the file")
	} else {
		a.refuse(what + " when it cannot write the file")
	}
}

// call judges a call.
func (a *aftermath) call(w *control.Way[soleStage], call *ast.CallExpr) []control.Way[soleStage] {
	switch {
	case call == a.write:
		zero, nonZero := a.machine.Fork(*w, call)
		zero.State, nonZero.State = written, unwritable
		*w = zero
		return []control.Way[soleStage]{nonZero}
	case a.goesOn(w, call) && !a.idle(w, call):
		a.does(w, "calls "+types.ExprString(call.Fun))
	}
	return nil
}

// deferred judges a deferred call, which comes after all that is not deferred.
func (a *aftermath) deferred(w *control.Way[soleStage], stmt *ast.DeferStmt, _ control.ExitKind) ([]control.Way[soleStage], bool) {
	if w.State != untried && !a.touchesIn(stmt) && !a.idle(w, stmt.Call) {
		a.does(w, "calls "+types.ExprString(stmt.Call.Fun))
	}
	return nil, false
}

// before judges a statement other than by its calls.
func (a *aftermath) before(w *control.Way[soleStage], stmt ast.Stmt) []control.Way[soleStage] {
	if !a.goesOn(w, stmt) {
		return nil
	}
	switch n := stmt.(type) {
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			a.sets(w, lhs)
		}
	case *ast.IncDecStmt:
		a.sets(w, n.X)
	case *ast.SendStmt:
		a.does(w, "sends to "+types.ExprString(n.Chan))
	case *ast.GoStmt:
		a.does(w, "starts "+types.ExprString(n.Call.Fun))
	}
	return nil
}

// sets refuses the setting of what outlives the function.
func (a *aftermath) sets(w *control.Way[soleStage], lhs ast.Expr) {
	if id, ok := ast.Unparen(lhs).(*ast.Ident); ok {
		if obj := a.ObjectOf(id); obj == nil || flow.Covers(a.fn.Cursor.Node(), obj.Pos()) {
			return
		}
	}
	a.does(w, "sets "+types.ExprString(lhs))
}

// goesOn reports whether n, on the way w, comes after all that is done to the
// file, or in place of it.
func (a *aftermath) goesOn(w *control.Way[soleStage], n ast.Node) bool {
	if w.State == untried || a.touchesIn(n) {
		return false
	}
	if w.State == unwritable || a.touches == nil || w.Inner(a.fn.Cursor.Node()) {
		return true
	}
	return !a.Graphs().Reaches(a.fn.Cursor.Node(), n, a.touchesIn)
}

// touchesIn reports whether n holds a call that gets the file.
func (a *aftermath) touchesIn(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		found = found || ok && a.touches[call]
		return !found
	})
	return found
}

// idle reports whether nobody can tell from call that the file was written.
func (a *aftermath) idle(w *control.Way[soleStage], call *ast.CallExpr) bool {
	tv := a.Info.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return true
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return true // its calls are judged
	}
	fn := a.Callee(call)
	if fn == nil {
		return false
	}
	return knowledge.IdlePackages[fn.Pkg().Path()] || fn.Signature().Recv() != nil && knowledge.IdleMethods[fn.Name()] ||
		w.State == unwritable && knowledge.Unlocks[fn.FullName()]
}

// exit judges one end of the function.
func (a *aftermath) exit(e control.Exit[soleStage]) {
	switch {
	case e.Kind != control.Returned:
	case e.Way.State == unwritable && (e.Outcome != control.Failed || e.Unsure):
		a.refuse("may succeed though it cannot write the file")
	case e.Way.State == written && a.touches == nil && (e.Outcome != control.Succeeded || e.Unsure):
		a.refuse("may fail when it has written the file")
	}
}

// follow returns the calls that get the file which k opens, and why a function
// may look at more of it than its content.
func (w *soleWriters) follow(k Sink) (touches map[*ast.CallExpr]bool, also string) {
	touches = make(map[*ast.CallExpr]bool)
	w.sums.walk(func(u flow.Use) bool {
		if u.Call == nil {
			return false
		}
		touches[u.Call] = true
		return u.Kind == flow.Argument && CanWrite(ParamType(w.Info, u))
	}).Result(k.Cursor, 0)
	walk := w.Walk(func(flow.Use) bool { return false })
	walk.Assert = func(c inspector.Cursor) {
		for _, e := range flow.AssertedTypes(c) {
			if t := w.Info.TypeOf(e); flow.IsFile(t) {
				also = "asks whether the open file is an *os.File"
			} else if iface, ok := underlyingInterface(t); ok && !onlyMethods(iface, knowledge.SoleMethods) {
				also = "asks whether the open file is of type " + types.TypeString(t, types.RelativeTo(w.Pkg))
			}
		}
	}
	walk.Result(k.Cursor, 0)
	return touches, also
}

// recoversIn reports whether something in n recovers from a panic.
func (w *soleWriters) recoversIn(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		found = found || ok && w.Info.Types[call.Fun].IsBuiltin() && flow.CalleeName(call) == "recover"
		return !found
	})
	return found
}

// relocates reports whether fn may make a path lead elsewhere, going by its name
// if it belongs neither to the standard library nor to this package.
func (w *soleWriters) relocates(fn *types.Func) bool {
	return knowledge.Relocates[fn.FullName()] ||
		fn.Pkg() != nil && fn.Pkg() != w.Pkg && !knowledge.IsStd(fn.Pkg().Path()) && knowledge.Speaks(fn.Name(), knowledge.MakingWords)
}
