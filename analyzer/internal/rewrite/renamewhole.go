package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// planWhole makes one call of the writer's WriteFile of the call that writes
// the temporary and the rename that follows it.
func (r *replacement) planWhole() string {
	call := r.draft.Call
	if fn := r.flow.Callee(call); fn == nil || !knowledge.SameWriteFile[fn.FullName()] {
		return "another function than os.WriteFile writes the temporary"
	}
	if len(call.Args) != 3 || !r.idle(call.Args[0]) {
		return "the name of the temporary is the result of a call"
	}
	switch narrow, reason := r.createdMode(call.Args[2]); {
	case reason != "":
		return reason
	case narrow != "":
		return "the mode " + narrow + " may be narrower than that of an old file, which the writer keeps"
	}
	for _, plan := range []func() string{r.plainRename, r.cleanUp} {
		if reason := plan(); reason != "" {
			return reason
		}
	}
	if reason := r.adjacent(); reason != "" {
		return reason
	}
	if n := r.soughtElsewhere(); n != nil {
		return r.lineSeen(n.Pos(), r.draft.Call.Pos()) + " looks for the temporary"
	}
	if reason := r.dropRename(); reason != "" {
		return reason
	}
	if r.endsBlock() && r.doesOnFailure(func(ret *ast.ReturnStmt, _ types.Object) bool { return len(ret.Results) == 0 }) && !r.hasResults() {
		r.unwrapCall("_ = ")
	}
	q, imports := r.qualify(r.src, call.Pos(), "WriteFile")
	r.edits = append(r.edits, imports...)
	r.replace(call.Fun, q+"WriteFile")
	r.replace(call.Args[0], r.src.of(r.move.Dst))
	return ""
}

// adjacent returns why the rename does not follow the writing at once, with
// nothing in between that could keep it from being done but the check of the
// error of writing.
func (r *replacement) adjacent() string {
	list := flow.Statements(r.block.Node())
	_, from := r.start.ParentEdge()
	_, to := r.rename.ParentEdge()
	failed := r.assigned(r.start.Node())
	if check, ok := r.start.Node().(*ast.IfStmt); ok {
		if failed = r.assigned(check.Init); !r.stops(check, failed) {
			return "the function goes on after a failed write"
		}
		failed = nil
	}
	for _, stmt := range list[from+1 : to] {
		if check, ok := stmt.(*ast.IfStmt); ok && failed != nil && check.Init == nil && r.stops(check, failed) {
			failed = nil
			continue
		}
		if !r.isGone(stmt) {
			return "there is something between the writing and the rename"
		}
	}
	if failed != nil || r.dropped(r.start.Node()) {
		return "the function goes on after a failed write"
	}
	return ""
}

// assigned returns the variable that stmt assigns the error of one call to.
func (r *replacement) assigned(stmt ast.Node) types.Object {
	assign, ok := stmt.(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 {
		return nil
	}
	id, ok := assign.Lhs[0].(*ast.Ident)
	if !ok {
		return nil
	}
	return r.pass.TypesInfo.ObjectOf(id)
}

// dropped reports whether stmt does not even store the error of its call.
func (r *replacement) dropped(stmt ast.Node) bool {
	if _, ok := stmt.(*ast.ExprStmt); ok {
		return true
	}
	assign, ok := stmt.(*ast.AssignStmt)
	return ok && isBlank(assign.Lhs[0])
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// stops reports whether check leaves the block if err is not nil, and else does
// nothing.
func (r *replacement) stops(check *ast.IfStmt, err types.Object) bool {
	cond, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && r.handlesError(check, err) && !r.flow.Graphs().Passes(r.fn.Node(), check)
}

// handlesError reports whether check does something only if err is not nil.
func (r *replacement) handlesError(check *ast.IfStmt, err types.Object) bool {
	return err != nil && check.Else == nil && r.demands(check.Cond, token.NEQ, err)
}

// dropRename takes the rename out, with the check of its error.
func (r *replacement) dropRename() string {
	call := r.move.At.Node()
	switch n := r.rename.Node().(type) {
	case *ast.ReturnStmt:
		if ast.Unparen(n.Results[0]) == call && r.returnsError() {
			return r.returnCall(n)
		}
		for _, e := range n.Results {
			if ast.Unparen(e) == call {
				r.replace(e, "nil")
				return ""
			}
		}
	case *ast.IfStmt:
		if r.handlesError(n, r.assigned(n.Init)) && n.Init.(*ast.AssignStmt).Rhs[0] == call {
			return r.dropHandler(n)
		}
	case *ast.ExprStmt:
		if ast.Unparen(n.X) == call {
			return r.remove(n)
		}
	case *ast.AssignStmt:
		if n.Rhs[0] == call && isBlank(n.Lhs[0]) {
			return r.remove(n)
		}
		if n.Rhs[0] == call && n.Tok == token.ASSIGN {
			return r.dropChecked(n)
		}
	}
	return "the result of the rename is used in a way that cannot be followed"
}

// returnsError reports whether the statement that writes does nothing more with
// its error than to return it:
//
//	if err := os.WriteFile(tmp, data, 0o644); err != nil {
//		return err
//	}
func (r *replacement) returnsError() bool {
	return r.doesOnFailure(func(ret *ast.ReturnStmt, err types.Object) bool {
		return len(ret.Results) == 1 && r.isObject(ret.Results[0], err)
	})
}

// doesOnFailure reports whether the statement that writes is an if statement that
// does nothing but return, as returns says, if its error is not nil.
func (r *replacement) doesOnFailure(returns func(ret *ast.ReturnStmt, err types.Object) bool) bool {
	check, ok := r.start.Node().(*ast.IfStmt)
	if !ok || r.src.commentsOf(check) != "" {
		return false
	}
	err := r.assigned(check.Init)
	cond, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || !r.handlesError(check, err) {
		return false
	}
	left := slices.DeleteFunc(slices.Clone(check.Body.List), func(stmt ast.Stmt) bool { return r.isGone(stmt) })
	if len(left) != 1 {
		return false
	}
	ret, ok := left[0].(*ast.ReturnStmt)
	return ok && returns(ret, err)
}

// endsBlock reports whether nothing is left of the function behind the statement
// that writes.
func (r *replacement) endsBlock() bool {
	_, i := r.start.ParentEdge()
	return r.block.Node() == control.Body(r.fn.Node()) && !slices.ContainsFunc(flow.Statements(r.block.Node())[i+1:], func(stmt ast.Stmt) bool { return !r.isGone(stmt) })
}

// hasResults reports whether the function returns something.
func (r *replacement) hasResults() bool { return functionType(r.fn.Node()).Results.NumFields() > 0 }

// returnCall puts the call that writes in the place of last, which returns the
// error of the rename.
func (r *replacement) returnCall(last *ast.ReturnStmt) string {
	r.unwrapCall("return ")
	return r.remove(last)
}

// unwrapCall puts the call that writes, behind before, in the place of the if
// statement around it.
func (r *replacement) unwrapCall(before string) {
	check, call := r.start.Node().(*ast.IfStmt), r.draft.Call
	r.edits = append(r.edits, r.src.edit(check.Pos(), call.Pos(), before), r.src.edit(call.End(), check.End(), ""))
	r.gone = append(r.gone, check.Init.(*ast.AssignStmt).Lhs[0], check.Cond, check.Body)
}

// dropChecked takes out an assignment to an error variable that is nil before,
// and the check of it that may follow.
func (r *replacement) dropChecked(n *ast.AssignStmt) string {
	_, i := r.rename.ParentEdge()
	list := flow.Statements(r.block.Node())
	if i+1 < len(list) {
		check, ok := list[i+1].(*ast.IfStmt)
		if ok && check.Init == nil && r.handlesError(check, r.assigned(n)) {
			if reason := r.dropHandler(check); reason != "" {
				return reason
			}
		}
	}
	return r.remove(n)
}

// dropHandler takes check, which handles the error of the rename, out. The error
// of publishing is that of the writing now, so what is done after a rename that
// fails must be to tell of it, or be done after a write that fails as well.
func (r *replacement) dropHandler(check *ast.IfStmt) string {
	for _, stmt := range check.Body.List {
		if !r.isGone(stmt) && !r.onlyTells(stmt) && !r.doneAfterWrite(stmt) {
			return r.lineSeen(stmt.Pos(), r.draft.Call.Pos()) + " is done only if the rename fails"
		}
	}
	return r.remove(check)
}

// onlyTells reports whether stmt says what went wrong, or leaves with an error
// that does, and changes nothing else.
func (r *replacement) onlyTells(stmt ast.Stmt) bool {
	switch n := stmt.(type) {
	case *ast.ReturnStmt, *ast.BranchStmt, *ast.ExprStmt:
	case *ast.AssignStmt:
		if len(n.Lhs) != 1 || !flow.IsError(r.pass.TypesInfo.TypeOf(n.Lhs[0])) || !r.isLocal(n.Lhs[0]) {
			return false
		}
	default:
		return false
	}
	tells := true
	ast.Inspect(stmt, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		tells = tells && (!ok || r.makesMessage(call))
		return tells
	})
	return tells
}

// isLocal reports whether e is a variable of the function.
func (r *replacement) isLocal(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && flow.Covers(r.fn.Node(), r.pass.TypesInfo.ObjectOf(id).Pos())
}

// makesMessage reports whether call makes a text or an error, puts it where
// people read it, or ends the program with it.
func (r *replacement) makesMessage(call *ast.CallExpr) bool {
	if tv := r.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := r.flow.Callee(call)
	if fn == nil {
		sel, ok := call.Fun.(*ast.SelectorExpr)
		return ok && flow.IsError(r.pass.TypesInfo.TypeOf(sel.X))
	}
	path := fn.Pkg().Path()
	return knowledge.MessagePackages[path] || trace.Logs(path) || fn.FullName() == "os.Exit" ||
		fn.Pkg() != r.pass.Pkg && flow.ReturnsError(r.pass.TypesInfo, call) && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(r.pass.TypesInfo.TypeOf(arg)) })
}

// doneAfterWrite reports whether what handles the error of writing has a
// statement that reads like stmt, or that calls the same function of another
// package for nothing else, such as http.Error.
func (r *replacement) doneAfterWrite(stmt ast.Stmt) bool {
	list := flow.Statements(r.block.Node())
	_, from := r.start.ParentEdge()
	_, to := r.rename.ParentEdge()
	called := r.calledOutside(stmt)
	for _, s := range list[from:to] {
		check, ok := s.(*ast.IfStmt)
		if ok && slices.ContainsFunc(check.Body.List, func(other ast.Stmt) bool {
			return r.src.of(other) == r.src.of(stmt) || called != nil && r.calledOutside(other) == called
		}) {
			return true
		}
	}
	return false
}

// calledOutside returns the function of another package that stmt calls, if it
// does nothing else and the function returns nothing.
func (r *replacement) calledOutside(stmt ast.Stmt) *types.Func {
	call := plainCall(stmt)
	if call == nil {
		return nil
	}
	fn := r.flow.Callee(call)
	if fn == nil || fn.Pkg() == r.pass.Pkg || fn.Signature().Results().Len() > 0 {
		return nil
	}
	return fn
}

// imports returns the edits that keep the imports in step with what is gone.
func (r *replacement) imports() []analysis.TextEdit {
	unused := make(map[*types.PkgName]bool)
	for _, g := range r.gone {
		ast.Inspect(g, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			if pkg := r.importIndex().by[id]; pkg != nil && r.onlyGone(pkg) {
				unused[pkg] = true
			}
			return true
		})
	}
	var widened []widening
	if r.handle != nil {
		widened = r.handle.widened
	}
	return r.dropImports(r.src, r.added(r.src, []*source{r.src}, widened), unused)
}
