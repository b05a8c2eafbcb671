package analyzer

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// removeWords are the words in the names of what removes a file.
var removeWords = []string{"remove", "unlink", "delete", "cleanup", "discard", "abort", "rollback", "cancel"}

// leaks judges whether d stays behind when something fails.
func (j *judge) leaks(d *draft) []flaw {
	start := d.made
	if !sameFunction(start, j.move.at) {
		if at := j.leavesCreator(d); at != nil {
			return []flaw{{leak, at, true}}
		}
		// Who holds the handle removes the file, or its callers do.
		if at, ok := callIn(j.move.at, d.via); ok {
			start = at
		} else if outer := d.handles; len(outer) > 0 && sameFunction(outer[len(outer)-1].call, j.move.at) {
			start = outer[len(outer)-1].call
		} else {
			return nil
		}
	}
	removals := j.removals(d, start)
	for _, r := range removals {
		if r.deferred {
			return nil
		}
	}
	for _, e := range j.exitsBetween(start, j.move.at) {
		if !removedBefore(removals, e) {
			return []flaw{{leak, e.Node(), true}}
		}
	}
	return nil
}

// callIn returns the cursor of call if it stands in the declaration around c.
func callIn(c inspector.Cursor, call ast.Node) (inspector.Cursor, bool) {
	decl, ok := declaration(c)
	if !ok || call == nil {
		return inspector.Cursor{}, false
	}
	return decl.FindNode(call)
}

// A cleanup is a call that removes the temporary.
type cleanup struct {
	at       inspector.Cursor
	deferred bool
}

// removals returns the calls that remove d in the declaration around start.
func (j *judge) removals(d *draft, start inspector.Cursor) []cleanup {
	decl, ok := declaration(start)
	if !ok {
		return nil
	}
	var list []cleanup
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		if !j.removes(c.Node().(*ast.CallExpr), d) {
			continue
		}
		lit, isLit := literalAround(c)
		isLit = isLit && !(j.move.src != nil && within(j.move.at.Node(), lit.Node()))
		switch {
		case parentKind(c) == edge.DeferStmt_Call:
			list = append(list, cleanup{c, true})
		case !isLit && c.Node().Pos() < start.Node().Pos(): // what an earlier run has left
		case !isLit:
			list = append(list, cleanup{c, false})
		case parentKind(lit) == edge.CallExpr_Fun:
			list = append(list, cleanup{lit.Parent(), parentKind(lit.Parent()) == edge.DeferStmt_Call})
		default:
			list = append(list, j.callsOf(lit)...)
		}
	}
	return list
}

// callsOf returns the calls of the variable that holds the literal lit.
func (j *judge) callsOf(lit inspector.Cursor) []cleanup {
	fn := j.funcs[lit.Node()]
	if fn == nil {
		return nil
	}
	var list []cleanup
	for _, call := range fn.calls {
		deferred := parentKind(call) == edge.DeferStmt_Call
		if outer, ok := literalAround(call); ok && parentKind(outer) == edge.CallExpr_Fun && parentKind(outer.Parent()) == edge.DeferStmt_Call {
			deferred = true
		}
		list = append(list, cleanup{call, deferred})
	}
	if fn.escapes {
		list = append(list, cleanup{lit, true}) // handed to something that runs it in the end
	}
	return list
}

// literalAround returns the innermost function literal around c.
func literalAround(c inspector.Cursor) (inspector.Cursor, bool) {
	for fc := range c.Enclosing((*ast.FuncLit)(nil)) {
		return fc, true
	}
	return inspector.Cursor{}, false
}

// removes reports whether call removes d, or, by its name, does so to
// whatever there is to remove.
func (j *judge) removes(call *ast.CallExpr, d *draft) bool {
	name := calleeName(call)
	if !speaks(name, removeWords) {
		return false
	}
	for _, arg := range call.Args {
		if t := j.info.TypeOf(arg); t != nil && isPath(t) {
			if j.isDraft(arg, d) || j.namesHandle(arg) || j.passedDraft(arg, d) {
				return true
			}
		} else if t != nil && (isFile(t) || j.isHandle(arg, d)) {
			return true
		}
	}
	return len(call.Args) == 0 && call.Pos() > d.call.Pos()
}

// passedDraft reports whether e is a parameter of a function literal that is
// given the path of d.
func (j *judge) passedDraft(e ast.Expr, d *draft) bool {
	ref, ok := j.param[j.objectOf(e)]
	if !ok || parentKind(ref.fn.cursor) != edge.CallExpr_Fun {
		return false
	}
	for _, arg := range j.arguments(ref) {
		if j.isDraft(arg.expr, d) || j.namesHandle(arg.expr) {
			return true
		}
	}
	return false
}

// namesHandle reports whether e asks a file for its name.
func (j *judge) namesHandle(e ast.Expr) bool {
	call, ok := ast.Unparen(j.paths.expand(e)).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, ok = j.nameOf(call)
	return ok
}

func (j *judge) isHandle(e ast.Expr, d *draft) bool {
	for _, def := range j.defs[j.objectOf(e)] {
		if ast.Unparen(def.expr) == d.call && def.index <= 0 {
			return true
		}
	}
	return false
}

// exitsBetween returns the statements by which control leaves the way from
// the creation at from to the move, or comes back from a failed move. The test
// of whether the creation failed is no such exit.
func (j *judge) exitsBetween(from, to inspector.Cursor) []inspector.Cursor {
	end := to.Node().End()
	if stmt, ok := statementAround(to); ok {
		end = stmt.Node().End()
		if next := following(stmt); len(next) > 0 {
			if test, ok := next[0].(*ast.IfStmt); ok && testsNil(test.Cond, token.NEQ, j.isErrorExpr) {
				end = test.End()
			}
		}
	}
	own := j.creationTest(from)
	decl, ok := declaration(to)
	if !ok {
		return nil
	}
	var exits []inspector.Cursor
	for c := range decl.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		n := c.Node()
		if n.Pos() <= from.Node().End() || n.Pos() > end || body(c) != body(to) || own != nil && within(n, own) {
			continue
		}
		if _, isReturn := n.(*ast.ReturnStmt); isReturn || j.leavesLoop(c, to) {
			exits = append(exits, c)
		}
	}
	return exits
}

// leavesLoop reports whether the branch at c goes to a place that is not
// between its own and the move.
func (j *judge) leavesLoop(c, to inspector.Cursor) bool {
	n := c.Node().(*ast.BranchStmt)
	if n.Tok != token.CONTINUE && n.Tok != token.BREAK || n.Label != nil {
		return false
	}
	for c = c.Parent(); c.Node() != nil; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return within(to.Node(), c.Node())
		case *ast.SwitchStmt, *ast.SelectStmt, *ast.TypeSwitchStmt:
			if n.Tok == token.BREAK {
				return false
			}
		}
	}
	return false
}

// statementAround returns the statement of a list that holds c.
func statementAround(c inspector.Cursor) (inspector.Cursor, bool) {
	for ; c.Node() != nil; c = c.Parent() {
		switch parentKind(c) {
		case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
			return c, true
		}
	}
	return c, false
}

// creationTest returns the if statement that tests whether the creation at c
// failed. It follows the creation, or the if statement of which the creation
// ends a branch.
func (j *judge) creationTest(c inspector.Cursor) ast.Node {
	stmt, ok := statementAround(c)
	if !ok {
		return nil
	}
	if test, ok := stmt.Node().(*ast.IfStmt); ok && test.Init != nil && within(c.Node(), test.Init) {
		return test.Body
	}
	next := afterAssignments(stmt)
	for len(next) == 0 {
		if stmt, ok = statementAround(stmt.Parent()); !ok {
			return nil
		}
		if _, isIf := stmt.Node().(*ast.IfStmt); !isIf {
			return nil
		}
		next = afterAssignments(stmt)
	}
	if test, ok := next[0].(*ast.IfStmt); ok && (testsNil(test.Cond, token.NEQ, j.isErrorExpr) || j.classifiesError(test.Cond)) {
		return test.Body
	}
	return nil
}

// afterAssignments returns the statements that follow the one at c, without
// those at their beginning that only assign what is known already.
func afterAssignments(c inspector.Cursor) []ast.Stmt {
	list := following(c)
	for len(list) > 0 {
		assign, ok := list[0].(*ast.AssignStmt)
		if !ok || slices.ContainsFunc(assign.Rhs, calls) {
			break
		}
		list = list[1:]
	}
	return list
}

// calls reports whether e holds a call.
func calls(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, isCall := n.(*ast.CallExpr)
		found = found || isCall
		return !found
	})
	return found
}

// classifiesError reports whether cond asks of what kind an error is, as
// errors.Is and os.IsExist do.
func (j *judge) classifiesError(cond ast.Expr) bool {
	call, ok := ast.Unparen(cond).(*ast.CallExpr)
	return ok && len(call.Args) > 0 && j.isErrorExpr(call.Args[0])
}

// removedBefore reports whether a removal stands on the way to the exit.
func removedBefore(removals []cleanup, exit inspector.Cursor) bool {
	for _, r := range removals {
		if r.at.Node().Pos() >= exit.Node().End() {
			continue
		}
		stmt, ok := statementAround(r.at)
		if !ok {
			continue
		}
		// A test of whether the removal failed counts as the removal.
		if list := stmt.Parent().Node(); within(exit.Node(), list) {
			return true
		}
	}
	return false
}

// leavesCreator returns where the function that creates d returns without it,
// and without removing it.
func (j *judge) leavesCreator(d *draft) ast.Node {
	if len(d.handles) == 0 || d.kind == draftWritten {
		return nil
	}
	fn := j.enclosing(d.made)
	if fn == nil {
		return nil
	}
	removals := j.removals(d, d.made)
	for _, r := range removals {
		if r.deferred {
			return nil
		}
	}
	own := j.creationTest(d.made)
	for _, ret := range fn.returns {
		n := ret.Node().(*ast.ReturnStmt)
		if n.Pos() < d.call.End() || own != nil && within(n, own) || !j.returnsError(n) || removedBefore(removals, ret) {
			continue
		}
		return n
	}
	return nil
}

// returnsError reports whether n returns nil for everything but an error.
func (j *judge) returnsError(n *ast.ReturnStmt) bool {
	if len(n.Results) < 2 {
		return false
	}
	last := n.Results[len(n.Results)-1]
	return j.info.Types[n.Results[0]].IsNil() && !j.info.Types[last].IsNil() && j.isErrorExpr(last)
}
