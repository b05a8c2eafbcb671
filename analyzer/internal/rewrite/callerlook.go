package rewrite

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// lookByCaller returns the reason that a caller of the function at c looks for
// the file by its name though the function has failed, or "". It would find the
// old file, which the writer has kept, instead of none or half of one, and take
// the failure for success. The calls in published write or close the file.
func (x *Fixer) lookByCaller(c inspector.Cursor, path ast.Expr, published map[*ast.CallExpr]bool) string {
	check := &callerCheck{Fixer: x, seen: make(map[ast.Node]bool), beside: newPathUse(x.soughtBy)}
	if decl, ok := flow.Declaration(c); ok {
		check.beside.known[x.flow.Funcs[decl.Node()]] = nil // what that looks for in its next round is a file that it writes anew
	}
	if fn := x.flow.Funcs[c.Node()]; fn != nil {
		check.silent = x.hidesFailure(fn, published)
	}
	check.after = check.soughtAfter
	if n := check.callers(c, x.partsOf(path)); n != nil {
		return x.lineSeen(n.Pos(), path.Pos()) + " looks for the file after a failure"
	}
	return ""
}

// lookAfterFailure returns the reason that the function around the call at c, which
// writes the whole file, looks for it by its name when the call has failed, or "".
func (x *Fixer) lookAfterFailure(c inspector.Cursor, path ast.Expr) string {
	call, fn, parts := c.Node().(*ast.CallExpr), flow.FunctionAround(c), x.partsOf(path)
	var looks []*ast.CallExpr
	for lc := range fn.Preorder((*ast.CallExpr)(nil)) {
		look := lc.Node().(*ast.CallExpr)
		if look != call && len(x.lostBy(look)) == 0 && !x.looksNext(look, c) && slices.ContainsFunc(x.pathsGiven(look, x.sought), parts.same) {
			looks = append(looks, look)
		}
	}
	if len(looks) == 0 {
		return ""
	}
	if look := x.reachedAfterFailure(call, fn, looks, failure{returns: true}); look != nil {
		return x.lineSeen(look.Pos(), call.Pos()) + " looks for the file after a failure"
	}
	return ""
}

// soughtAfter returns the call in the function caller that looks for the file of
// the path on a way on which the call at c may have failed.
func (k *callerCheck) soughtAfter(c, caller inspector.Cursor, path pathParts, _ []pathParts) ast.Node {
	call := c.Node().(*ast.CallExpr)
	apart := flow.ParentKind(c) == edge.GoStmt_Call // one of the two runs in another goroutine
	var looks []*ast.CallExpr
	for lc := range caller.Preorder((*ast.CallExpr)(nil)) {
		look := lc.Node().(*ast.CallExpr)
		if !flow.Within(look, call) && !k.looksNext(look, c) && k.looksFor(look, path) {
			looks = append(looks, look)
			apart = apart || startedApart(lc, call)
		}
	}
	if len(looks) == 0 {
		return nil
	}
	returns := k.comesBackFailed(call)
	if returns && apart {
		return looks[0]
	}
	if look := k.reachedAfterFailure(call, caller, looks, failure{returns, k.silent}); look != nil {
		return look
	}
	return nil
}

// startedApart reports whether a go statement around c, and not around call, runs
// it at a time that is not known.
func startedApart(c inspector.Cursor, call *ast.CallExpr) bool {
	for start := range c.Enclosing((*ast.GoStmt)(nil)) {
		return !flow.Within(call, start.Node())
	}
	return false
}

// looksNext reports whether look runs before the call at c, and after it only in
// the next round of a loop over files, for another of them.
func (x *Fixer) looksNext(look *ast.CallExpr, c inspector.Cursor) bool {
	if look.Pos() > c.Node().Pos() {
		return false
	}
	for loop := range c.Enclosing((*ast.RangeStmt)(nil)) {
		n := loop.Node().(*ast.RangeStmt)
		if n.Tok != token.DEFINE || !flow.Within(look, n) {
			continue
		}
		of := func(arg ast.Expr) bool {
			for id := range trace.Identifiers(arg) {
				if v := x.flow.ObjectOf(id); v != nil && flow.IsPath(v.Type()) && v.Pos() < n.TokPos && flow.Covers(n, v.Pos()) {
					return true
				}
			}
			return false
		}
		if slices.ContainsFunc(look.Args, of) {
			return true
		}
	}
	return false
}

// A failure is how a call may end that has failed, besides that it may panic.
type failure struct {
	returns bool
	silent  bool // without an error, though it returns one
}

// reachedAfterFailure returns one of calls, which are in the function fn, that may
// run after the call failing, in fn as well, has failed. A result that is no
// error does not tell whether it has.
func (x *Fixer) reachedAfterFailure(failing *ast.CallExpr, fn inspector.Cursor, calls []*ast.CallExpr, how failure) (reached *ast.CallExpr) {
	m := control.NewMachine[bool](x.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[bool], n *ast.CallExpr) []control.Way[bool] {
		switch {
		case n == failing:
			zero, nonZero := m.Fork(*w, n)
			zero.State, nonZero.State = how.returns && (how.silent || !flow.ReturnsError(x.pass.TypesInfo, n)), true
			*w = zero
			if !how.returns {
				return []control.Way[bool]{panicked(nonZero)}
			}
			return []control.Way[bool]{nonZero, panicked(nonZero)}
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

// looksFor reports whether call looks for the file of the path, itself or in
// functions of this package that it calls, but for the one that writes it.
func (k *callerCheck) looksFor(call *ast.CallExpr, path pathParts) bool {
	return slices.ContainsFunc(k.pathsGiven(call, k.sought), path.same) && slices.ContainsFunc(k.pathsGiven(call, k.beside), path.same)
}

// soughtBy returns the paths by which call, of a function of another package,
// may look for files. One that makes files anew, or removes them, does not mind
// the old one.
func (x *Fixer) soughtBy(call *ast.CallExpr) []ast.Expr {
	if x.flow.Local(call) != nil || !x.opensByName(call) {
		return nil
	}
	if fn := x.flow.Callee(call); fn != nil {
		if sink, ok := knowledge.Sinks[fn.FullName()]; ok && sink.Flag < 0 || knowledge.Relocates[fn.FullName()] {
			return nil
		}
	}
	return slices.DeleteFunc(slices.Clone(call.Args), func(arg ast.Expr) bool {
		return !flow.IsPath(x.pass.TypesInfo.TypeOf(arg))
	})
}

// panicked returns the way w on which the call at hand panics.
func panicked(w control.Way[bool]) control.Way[bool] {
	w.Panic()
	return w
}

// comesBackFailed reports whether the function that call runs may return after
// it has failed: by the call inside of it, or by an error that it looks at. One
// without results may end the program instead.
func (k *callerCheck) comesBackFailed(call *ast.CallExpr) bool {
	fn := k.flow.Local(call)
	if fn == nil || k.pass.TypesInfo.TypeOf(call).String() != "()" {
		return true
	}
	if len(k.inside) == 0 {
		return k.returnsAfter(fn, k.looksAtErrorOf)
	}
	if k.recoversInside(fn) {
		return true
	}
	if k.endsInside() {
		return false
	}
	inside := k.inside[len(k.inside)-1]
	failsInside := func(c inspector.Cursor) bool { return c == inside }
	around := k.flow.Funcs[flow.FunctionAround(inside).Node()]
	switch {
	case around == nil:
		return true
	case around == fn:
		return k.returnsAfter(fn, failsInside)
	case around.Sig.Results().Len() > 0:
		return k.returnsAfter(fn, k.looksAtErrorOf)
	}
	return k.returnsAfter(around, failsInside)
}

// recoversInside reports whether fn, or a function between it and the one that
// writes, recovers from panics, which then looks like success.
func (k *callerCheck) recoversInside(fn *flow.Function) bool {
	return k.survivesPanics(fn) || slices.ContainsFunc(k.inside, func(c inspector.Cursor) bool {
		around := k.flow.Funcs[flow.FunctionAround(c).Node()]
		return around != nil && k.survivesPanics(around)
	})
}

// looksAtErrorOf reports whether the error of the call at c is looked at.
func (x *Fixer) looksAtErrorOf(c inspector.Cursor) bool {
	kind := flow.ParentKind(c)
	return flow.ReturnsError(x.pass.TypesInfo, c.Node().(*ast.CallExpr)) && kind != edge.ExprStmt_X && kind != edge.DeferStmt_Call
}

// endsInside reports whether one of the functions that are called inside ends the
// program when it has failed.
func (k *callerCheck) endsInside() bool {
	fails := k.looksAtErrorOf
	for _, c := range k.inside {
		if fn := k.flow.Local(c.Node().(*ast.CallExpr)); fn != nil && k.endsProgram(fn, k.callsThat(fn, fails)) {
			return true
		}
		fails = func(o inspector.Cursor) bool { return o == c }
	}
	return false
}

// endsProgram reports whether fn, which has no results, ends the program after
// each failure of the calls in it.
func (x *Fixer) endsProgram(fn *flow.Function, failing map[*ast.CallExpr]bool) bool {
	return fn.Sig.Results().Len() == 0 && len(failing) > 0 &&
		!x.failsBy(fn, failing, false, func(e control.Exit[bool]) bool { return e.Kind != control.Exited })
}

// returnsAfter reports whether fn may return after one of the calls in it has
// failed that fails tells. They may panic as well.
func (x *Fixer) returnsAfter(fn *flow.Function, fails func(inspector.Cursor) bool) bool {
	return x.failsBy(fn, x.callsThat(fn, fails), true, func(e control.Exit[bool]) bool { return e.Kind == control.Returned })
}

// hidesFailure reports whether fn may return without an error though one of the
// calls failing, which are in it, has failed.
func (x *Fixer) hidesFailure(fn *flow.Function, failing map[*ast.CallExpr]bool) bool {
	return x.failsBy(fn, failing, false, func(e control.Exit[bool]) bool { return e.Kind == control.Returned && e.Outcome != control.Failed })
}

// callsThat returns the calls in fn that match accepts.
func (x *Fixer) callsThat(fn *flow.Function, match func(inspector.Cursor) bool) map[*ast.CallExpr]bool {
	calls := make(map[*ast.CallExpr]bool)
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		if match(c) {
			calls[c.Node().(*ast.CallExpr)] = true
		}
	}
	return calls
}

// failsBy reports whether fn may end in a way that match accepts after one of the
// calls failing has failed, by an error or, if they may panic, by that.
func (x *Fixer) failsBy(fn *flow.Function, failing map[*ast.CallExpr]bool, mayPanic bool, match func(control.Exit[bool]) bool) bool {
	failed := false
	m := control.NewMachine[bool](x.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[bool], n *ast.CallExpr) []control.Way[bool] {
		if !failing[n] {
			return nil
		}
		zero, nonZero := m.Fork(*w, n)
		zero.State = zero.State || !flow.ReturnsError(x.pass.TypesInfo, n)
		nonZero.State = true
		*w = zero
		if !mayPanic {
			return []control.Way[bool]{nonZero}
		}
		return []control.Way[bool]{nonZero, panicked(nonZero)}
	}
	done := m.Run(fn.Cursor.Node(), false, func(e control.Exit[bool]) {
		failed = failed || e.Way.State && match(e)
	})
	return failed || !done
}
