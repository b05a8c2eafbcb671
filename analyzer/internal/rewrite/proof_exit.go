package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// exit judges one end of the function.
func (p *proof) exit(e control.Exit[fileState]) {
	st := e.Way.State
	at := p.where(e.At)
	silent := e.Outcome == control.Succeeded && !e.Unsure && st.cleaned
	e.Outcome = p.outcome(e)
	if silent && e.Outcome == control.Failed && st.stage == trace.Discarded {
		p.refuse(at, "ends the function, and nothing but the removal of the file tells that it has failed")
	}
	if st.removed.IsValid() && e.Unsure && e.Outcome == control.Succeeded {
		return // what is removed is no success
	}
	switch st.stage {
	case trace.Unopened:
	case trace.Visible:
		switch {
		case e.Outcome == control.Undecided && p.unclear(e.At):
			p.undecided(at)
		case !p.mayFail(e) || !st.suspect && !st.rejected(p.passesOn(e)) && p.apart(e):
		case e.Outcome == control.Undecided && (p.keepsError() || p.exitsAfterPrinting(e)):
			p.undecided(at)
		default:
			p.refuseFailure(e, at)
		}
	case trace.Refused:
		if _, ok := p.errorResult(); ok && e.Outcome == control.Succeeded {
			p.refuse(at, "returns no error though publishing the file has failed")
		}
	case trace.Pending:
		switch {
		case e.Outcome == control.Failed && e.Kind == control.Exited:
			p.refuse(at, "may end the program, and leaves the temporary behind")
		case e.Outcome == control.Failed:
			p.refuse(at, "leaves the temporary behind")
		case e.Outcome == control.Succeeded:
			p.refuse(at, "ends the function without an error, and without publishing the file")
		default:
			p.undecided(at)
		}
	case trace.Discarded:
		if st.told != nil {
			p.refuse(st.told, "tells others that something is done, and the temporary is removed only later")
		}
		switch {
		case e.Outcome == control.Succeeded:
			p.refuse(at, "ends the function without an error, and without publishing the file")
		case e.Outcome == control.Undecided:
			p.undecided(at)
		case st.undone == nil && !st.weighed && p.apart(e):
			p.refuse(at, "fails for something that has nothing to do with the file, which is complete then")
		case st.confessed != nil && e.Kind != control.Panicked && !p.machine.Failed(&e.Way, st.confessed):
			p.refuse(at, "fails after line %d has written of a failure to the file", p.line(st.confessed.Pos()))
		case st.announced.IsValid():
			p.refuseAt(st.announced, "says that the file is written, and the function can still fail")
		}
	}
}

// mayFail reports whether the function may have failed at e: also where it
// returns a condition, or a number, that is not known to stand for success, or
// ends the program with such a number.
func (p *proof) mayFail(e control.Exit[fileState]) bool {
	switch {
	case e.Outcome == control.Succeeded && e.Kind == control.Returned && p.isCode(e.Err):
		return true
	case e.Outcome != control.Undecided:
		return e.Outcome == control.Failed
	case e.Kind == control.Exited:
		return true
	case p.unclear(e.At) || p.keepsError():
		return true
	case !p.hasResult():
		return false
	}
	results := p.signature().Results()
	t, ok := results.At(results.Len() - 1).Type().Underlying().(*types.Basic)
	return ok && t.Info()&(types.IsBoolean|types.IsInteger) != 0
}

// isCode reports whether e is a number that is set to one constant or another,
// as the exit code of a program is.
func (p *proof) isCode(e ast.Expr) bool {
	if e == nil {
		return false
	}
	v, ok := p.flow.ObjectOf(e).(*types.Var)
	if !ok || len(p.flow.Defs[v]) < 2 {
		return false
	}
	if t, ok := v.Type().Underlying().(*types.Basic); !ok || t.Info()&types.IsInteger == 0 {
		return false
	}
	for _, def := range p.flow.Defs[v] {
		if def.Expr == nil || p.pass.TypesInfo.Types[def.Expr].Value == nil {
			return false
		}
	}
	return true
}

// renamedExit judges one end of a function that renames its temporary now.
func (p *proof) renamedExit(e control.Exit[fileState]) {
	st := e.Way.State
	at := p.where(e.At)
	switch {
	case st.stage == trace.Unopened || st.stage == trace.Visible:
	case e.Kind == control.Exited:
		if st.stage == trace.Pending && st.removed.IsValid() {
			p.refuse(at, "ends the program, and the temporary stays, which is removed before that now")
		}
	case st.stage == trace.Refused:
		if _, ok := p.errorResult(); ok && e.Outcome == control.Succeeded && !e.Unsure {
			p.refuse(at, "returns no error though publishing the file has failed")
		}
	case st.stage == trace.Pending:
		p.refuse(at, "leaves the temporary behind")
	case st.written && e.Outcome == control.Succeeded && !e.Unsure && !p.closedPlainly(st):
		p.refuse(at, "ends the function without an error, and without the rename")
	}
}

// closedPlainly reports whether a call of Close that is not deferred has ended
// the work with the file.
func (p *proof) closedPlainly(st fileState) bool {
	return st.closer > 0 && p.closings[st.closer-1].kind == plainClose
}

// rejected reports whether the failure was decided upon before the file was
// published.
func (st fileState) rejected(passesOn bool) bool { return st.doubted && !st.tested && passesOn }

// passesOn reports whether the error that the function returns at e is made of
// another one, or of nothing.
func (p *proof) passesOn(e control.Exit[fileState]) bool {
	if e.Err == nil {
		return true
	}
	call, ok := ast.Unparen(e.Err).(*ast.CallExpr)
	return !ok || !e.Unsure || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(p.pass.TypesInfo.TypeOf(arg)) })
}

// outcome tells whether the function has failed at e. Where no result says so,
// the removal of the file does; and a branch that says something to people
// before it returns may, or may not.
func (p *proof) outcome(e control.Exit[fileState]) control.Outcome {
	if p.exitsAfterPrinting(e) {
		return control.Undecided
	}
	if _, ok := p.errorResult(); ok || e.Kind != control.Returned || e.Outcome == control.Failed {
		return e.Outcome
	}
	switch {
	case e.Outcome == control.Succeeded && !e.Way.Troubled() && p.unclear(e.At):
		return control.Undecided
	case e.Way.State.removed.IsValid():
		return control.Failed
	case e.Outcome == control.Succeeded && p.keepsError():
		return control.Undecided
	case e.Outcome == control.Succeeded && !p.hasResult() && p.flow.SpeaksBefore(p.fn.Node(), e.At):
		return control.Undecided
	}
	return e.Outcome
}

// keepsError reports whether a result has an error in it, or a parameter leads to
// one, so that only the caller can tell whether the function has failed.
func (p *proof) keepsError() bool {
	sig := p.signature()
	if sig == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if ptr, ok := v.Type().(*types.Pointer); ok && flow.IsError(ptr.Elem()) {
			return true
		}
	}
	for v := range sig.Results().Variables() {
		t := v.Type()
		if types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface)) {
			return true
		}
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		switch t := t.Underlying().(type) {
		case *types.Struct:
			for f := range t.Fields() {
				if flow.IsError(f.Type()) {
					return true
				}
			}
		case *types.Map:
			if flow.IsError(t.Elem()) {
				return true
			}
		case *types.Slice:
			if flow.IsError(t.Elem()) {
				return true
			}
		}
	}
	return false
}

func (p *proof) hasResult() bool {
	sig := p.signature()
	return sig != nil && sig.Results().Len() > 0
}

func (p *proof) undecided(at ast.Node) {
	p.refuse(at, "ends the function, and there is no telling whether it has failed")
}

// where returns a node in the source for one that may stand for the end of the
// function.
func (p *proof) where(n ast.Node) ast.Node {
	if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 0 {
		return &ast.Ident{NamePos: min(ret.Pos(), p.fn.Node().End()-1)}
	}
	return n
}

// apart reports whether what the function fails for at e is seen to have
// nothing to do with the content of the file.
func (p *proof) apart(e control.Exit[fileState]) bool {
	w := &e.Way
	if p.machine.Failing(w) {
		return false
	}
	if _, ok := p.errorResult(); !ok || e.Kind != control.Returned {
		return p.bearing(w, e.At) == unrelated
	}
	calls := p.machine.Origins(e)
	for _, call := range calls {
		if p.callBearing(w, call, 0) != unrelated {
			return false
		}
	}
	if e.Err == nil {
		return len(calls) > 0
	}
	if call, ok := ast.Unparen(e.Err).(*ast.CallExpr); ok {
		return p.callBearing(w, call, 0) == unrelated
	}
	return len(calls) > 0 || p.bearing(w, e.Err) == unrelated
}

// refuseFailure names the call whose error the function returns at e or, if
// there is none, where it returns.
func (p *proof) refuseFailure(e control.Exit[fileState], at ast.Node) {
	calls := p.machine.Origins(e)
	if call, ok := ast.Unparen(e.Err).(*ast.CallExpr); ok {
		calls = append(calls, call)
	}
	const fails = "can still fail for what was written when the file is published"
	for _, call := range calls {
		if p.callBearing(&e.Way, call, 0) != unrelated && !p.makesError(call) {
			p.refuse(call, "calls %s, which %s", types.ExprString(call.Fun), fails)
		}
	}
	p.refuse(at, fails)
}

// makesError reports whether call makes an error of a text, or of another one.
func (p *proof) makesError(call *ast.CallExpr) bool {
	fn := p.flow.Callee(call)
	return fn != nil && knowledge.MessagePackages[fn.Pkg().Path()] ||
		slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(p.pass.TypesInfo.TypeOf(arg)) })
}

// A bearing tells whether something has to do with the content of the file.
type bearing uint8

const (
	unrelated bearing = iota
	untold            // it is an error of which nothing is known
	related
)

// bearing returns the strongest bearing of what n mentions. An error is not
// judged by the variable that holds it, but by the calls that it comes from.
func (p *proof) bearing(w *fileWay, n ast.Node) bearing {
	most := unrelated
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && p.isStoredError(e) {
			most = max(most, untold)
		}
		id, ok := n.(*ast.Ident)
		if !ok || most == related {
			return most != related
		}
		obj := p.pass.TypesInfo.Uses[id]
		switch v, isVar := obj.(*types.Var); {
		case !isVar:
		case p.content[obj]:
			most = related
		case flow.IsError(v.Type()) && v.Parent() != v.Pkg().Scope():
			most = max(most, p.errorBearing(w, id, 0))
		}
		return true
	})
	return most
}

// isStoredError reports whether e takes an error out of a channel, a field, a
// list or the like, and so from something that may be about the content.
func (p *proof) isStoredError(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return e.Op == token.ARROW && flow.IsError(p.pass.TypesInfo.TypeOf(e))
	case *ast.SelectorExpr:
		return p.pass.TypesInfo.Selections[e] != nil && flow.IsError(p.pass.TypesInfo.TypeOf(e))
	case *ast.IndexExpr, *ast.StarExpr:
		return flow.IsError(p.pass.TypesInfo.TypeOf(e))
	}
	return false
}

func (p *proof) errorBearing(w *fileWay, id *ast.Ident, depth int) bearing {
	calls, ok := p.machine.OriginsOf(w, id)
	if !ok || depth == maxWraps {
		return untold
	}
	most := unrelated
	for _, call := range calls {
		if call != p.s.Call {
			most = max(most, p.callBearing(w, call, depth))
		}
	}
	return most
}

// maxWraps bounds how often an error that was made of another one is followed
// back. After that it is not known where it comes from.
const maxWraps = 3

// callBearing returns the bearing of the error of call.
func (p *proof) callBearing(w *fileWay, call *ast.CallExpr, depth int) bearing {
	switch {
	case p.touches(call):
		return related
	case p.mentionsOtherFile(call), p.goesElsewhere(call):
		return unrelated
	case p.mentions(call, p.content):
		return related
	}
	most := unrelated
	if fn, ok := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func); ok && knowledge.TellsOfStop[fn.FullName()] {
		most = untold
	}
	for _, arg := range call.Args {
		if !flow.IsError(p.pass.TypesInfo.TypeOf(arg)) || p.isNil(arg) {
			continue
		}
		switch arg := ast.Unparen(arg).(type) { // it may be passed on
		case *ast.Ident:
			most = max(most, p.errorBearing(w, arg, depth+1))
		case *ast.CallExpr:
			most = max(most, p.callBearing(w, arg, depth+1))
		default:
			most = max(most, untold)
		}
	}
	return most
}

// goesElsewhere reports whether call is a function of package os or of the
// writer, which deals with other files.
func (p *proof) goesElsewhere(call *ast.CallExpr) bool {
	fn := p.flow.Callee(call)
	return fn != nil && (fn.Pkg().Path() == "os" || fn.Pkg().Path() == p.writer) && fn.Signature().Recv() == nil
}

// looksAtContent reports whether cond depends on what has to do with the
// content of the file, other than whether writing it has failed.
func (p *proof) looksAtContent(w *fileWay, cond ast.Expr) bool {
	found := false
	ast.Inspect(cond, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		obj := p.pass.TypesInfo.Uses[id]
		if v, isVar := obj.(*types.Var); isVar && !p.content[obj] && flow.IsError(v.Type()) {
			calls, _ := p.machine.OriginsOf(w, id)
			for _, call := range calls {
				found = found || call != p.s.Call && !p.touches(call) && p.callBearing(w, call, 0) == related
			}
		} else {
			found = p.content[obj]
		}
		return !found
	})
	return found
}

// moreWrites reports whether control may come from n to a call that writes to
// the file.
func (p *proof) moreWrites(n ast.Node) bool {
	more, ok := p.more[n]
	if !ok {
		more = p.flow.Graphs().Reaches(p.fn.Node(), n, func(n ast.Node) bool {
			if n == ast.Node(p.assign) {
				return false
			}
			return p.writesThrough(n)
		})
		p.more[n] = more
	}
	return more
}
