package rename

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// leaks judges whether d stays behind when something fails. That is more than
// litter if no writer can do its work before somebody has removed it.
func (j *judge) leaks(d *Draft) []flaw {
	at := j.leftBehind(d)
	if at == nil {
		return nil
	}
	return []flaw{{Leak, at, !j.blocks(d)}}
}

// blocks reports whether d, once it is left behind, keeps the next writer from
// creating it: its name is fixed, and must be free, and nothing is seen that
// makes it so.
func (j *judge) blocks(d *Draft) bool {
	if d.Kind != draftOpened || d.Path == nil || !d.flags.Has(trace.FlagExcl) || d.flags.Has(trace.FlagUnknown) {
		return false
	}
	if j.ownName(d.Path, 0) || j.givenName(d.Path) || j.expectsOld(d) {
		return false
	}
	return !slices.ContainsFunc(j.paths.EventsAround(d.Made).Removals, func(r trace.Removal) bool {
		return r.At.Node().Pos() < d.Call.Pos() && j.paths.SameExpr(d.Path, r.Path, 0)
	})
}

// expectsOld reports whether the function that creates d asks whether it was
// there already.
func (j *judge) expectsOld(d *Draft) bool {
	decl, ok := flow.Declaration(d.Made)
	if !ok {
		return false
	}
	for c := range decl.Preorder((*ast.Ident)(nil)) {
		if obj := j.Info.Uses[c.Node().(*ast.Ident)]; obj != nil && obj.Pkg() != nil && knowledge.ExistNames[obj.Pkg().Path()+"."+obj.Name()] {
			return true
		}
	}
	return false
}

// leftBehind returns where d stays behind.
func (j *judge) leftBehind(d *Draft) ast.Node {
	start := d.Made
	if !trace.SameFunction(start, j.move.At) {
		if at := j.leavesCreator(d); at != nil {
			return at
		}
		// Who holds the handle removes the file, or its callers do.
		if at, ok := callIn(j.move.At, d.via); ok && !flow.Within(at.Node(), j.move.At.Node()) {
			start = at
		} else if outer := d.handles; len(outer) > 0 && trace.SameFunction(outer[len(outer)-1].call, j.move.At) {
			start = outer[len(outer)-1].call
		} else {
			return j.keptLeaks(d)
		}
	}
	removals := j.removals(d, start)
	if slices.ContainsFunc(removals, func(r cleanup) bool { return r.deferred && r.guard == nil }) {
		return nil
	}
	for _, e := range j.exitsBetween(start, j.move.At) {
		if !j.removedBefore(removals, e) {
			return e.Node()
		}
	}
	later := func(r cleanup) bool { return r.at.Node().Pos() > j.move.At.Node().Pos() }
	if dropsError(j.move.At) && !j.removedBefore(removals, j.move.At) && !slices.ContainsFunc(removals, later) {
		return j.move.At.Node()
	}
	return nil
}

// dropsError reports whether the statement that the call at c is, or assigns
// to nothing, drops its error.
func dropsError(c inspector.Cursor) bool {
	switch flow.ParentKind(c) {
	case edge.ExprStmt_X:
		return true
	case edge.AssignStmt_Rhs:
		id, ok := c.Parent().Node().(*ast.AssignStmt).Lhs[0].(*ast.Ident)
		return ok && id.Name == "_"
	}
	return false
}

// callIn returns the cursor of call if it stands in the declaration around c.
func callIn(c inspector.Cursor, call ast.Node) (inspector.Cursor, bool) {
	decl, ok := flow.Declaration(c)
	if !ok || call == nil {
		return inspector.Cursor{}, false
	}
	return decl.FindNode(call)
}

// A cleanup is a call that removes the temporary.
type cleanup struct {
	at       inspector.Cursor
	deferred bool
	guard    types.Object // the variable, if any, that a deferred one looks at,
	armed    bool         // and what it has to be, if it is no error
}

// removals returns the calls that remove d in the declaration around start.
func (j *judge) removals(d *Draft, start inspector.Cursor) []cleanup {
	decl, ok := flow.Declaration(start)
	if !ok {
		return nil
	}
	var list []cleanup
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		if !j.removes(c.Node().(*ast.CallExpr), d) {
			continue
		}
		lit, isLit := flow.LiteralAround(c)
		isLit = isLit && !(j.move.Src != nil && flow.Within(j.move.At.Node(), lit.Node()))
		switch {
		case flow.ParentKind(c) == edge.DeferStmt_Call:
			list = append(list, cleanup{at: c, deferred: true})
		case !isLit && c.Node().Pos() < start.Node().Pos(): // what an earlier run has left
		case !isLit:
			list = append(list, cleanup{at: c})
		case flow.ParentKind(lit) == edge.CallExpr_Fun:
			r := cleanup{at: lit.Parent(), deferred: flow.IsDeferred(lit)}
			if r.deferred {
				r.guard, r.armed = j.guard(c, lit)
			}
			list = append(list, r)
		default:
			list = append(list, j.callsOf(lit)...)
		}
	}
	return list
}

// callsOf returns the calls of the variable that holds the literal lit.
func (j *judge) callsOf(lit inspector.Cursor) []cleanup {
	fn := j.Funcs[lit.Node()]
	if fn == nil {
		return nil
	}
	var list []cleanup
	for _, call := range fn.Calls {
		deferred := flow.ParentKind(call) == edge.DeferStmt_Call
		if outer, ok := flow.LiteralAround(call); ok && flow.IsDeferred(outer) {
			deferred = true
		}
		list = append(list, cleanup{at: call, deferred: deferred})
	}
	if fn.Escapes {
		list = append(list, cleanup{at: lit, deferred: true}) // handed to something that runs it in the end
	}
	return list
}

// removes reports whether call removes d, or, by its name, does so to
// whatever there is to remove.
func (j *judge) removes(call *ast.CallExpr, d *Draft) bool {
	name := flow.CalleeName(call)
	if !knowledge.Speaks(name, knowledge.RemoveWords) {
		return false
	}
	for _, arg := range call.Args {
		if t := j.Info.TypeOf(arg); t != nil && flow.IsPath(t) {
			if j.isDraft(arg, d) || j.namesHandle(arg) || j.passedDraft(arg, d) || name == "RemoveAll" && j.inDirectory(d, arg) {
				return true
			}
		} else if t != nil && (flow.IsFile(t) || j.isHandle(arg, d)) {
			return true
		}
	}
	return len(call.Args) == 0 && call.Pos() > d.Call.Pos()
}

// inDirectory reports whether the path of d is made of that of dir.
func (j *judge) inDirectory(d *Draft, dir ast.Expr) bool {
	obj := j.ObjectOf(dir)
	if obj == nil || d.Path == nil {
		return false
	}
	for id := range trace.Identifiers(j.paths.Expand(d.Path)) {
		if j.ObjectOf(id) == obj {
			return true
		}
	}
	return false
}

// passedDraft reports whether e is a parameter of a function literal that is
// given the path of d.
func (j *judge) passedDraft(e ast.Expr, d *Draft) bool {
	ref, ok := j.Param[j.ObjectOf(e)]
	if !ok || flow.ParentKind(ref.Fn.Cursor) != edge.CallExpr_Fun {
		return false
	}
	for _, arg := range j.Arguments(ref) {
		if j.isDraft(arg.Expr, d) || j.namesHandle(arg.Expr) {
			return true
		}
	}
	return false
}

// namesHandle reports whether e asks a file for its name.
func (j *judge) namesHandle(e ast.Expr) bool {
	call, ok := ast.Unparen(j.paths.Expand(e)).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, ok = j.nameOf(call)
	return ok
}

func (j *judge) isHandle(e ast.Expr, d *Draft) bool {
	for _, def := range j.Defs[j.ObjectOf(e)] {
		if ast.Unparen(def.Expr) == d.Call && def.Index <= 0 {
			return true
		}
	}
	return false
}

// exitsBetween returns the statements by which control leaves the way from
// the creation at from to the move, or comes back from a failed move. The test
// of whether the creation failed is no such exit.
func (j *judge) exitsBetween(from, to inspector.Cursor) []inspector.Cursor {
	return j.exitsFrom(from.Node().End()+1, j.creationTest(from), to)
}

// exitsFrom is exitsBetween for what stands at or after pos, and not in own.
func (j *judge) exitsFrom(pos token.Pos, own ast.Node, to inspector.Cursor) []inspector.Cursor {
	end := to.Node().End()
	if stmt, ok := flow.StatementAround(to); ok {
		end = stmt.Node().End()
		if next := flow.Following(stmt); len(next) > 0 {
			if test, ok := next[0].(*ast.IfStmt); ok && testsNil(test.Cond, token.NEQ, j.isErrorExpr) {
				end = test.End()
			}
		}
	}
	decl, ok := flow.Declaration(to)
	if !ok {
		return nil
	}
	var exits []inspector.Cursor
	for c := range decl.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		n := c.Node()
		if n.Pos() < pos || n.Pos() > end || flow.Body(c) != flow.Body(to) || own != nil && flow.Within(n, own) {
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
			return flow.Within(to.Node(), c.Node())
		case *ast.SwitchStmt, *ast.SelectStmt, *ast.TypeSwitchStmt:
			if n.Tok == token.BREAK {
				return false
			}
		}
	}
	return false
}

// creationTest returns the if statement that tests whether the creation at c
// failed. It follows the creation, or the if statement of which the creation
// ends a branch.
func (j *judge) creationTest(c inspector.Cursor) ast.Node {
	stmt, ok := flow.StatementAround(c)
	if !ok {
		return nil
	}
	if test, ok := stmt.Node().(*ast.IfStmt); ok && test.Init != nil && flow.Within(c.Node(), test.Init) {
		return test.Body
	}
	next := flow.AfterAssignments(stmt)
	for len(next) == 0 {
		if stmt, ok = flow.StatementAround(stmt.Parent()); !ok {
			return nil
		}
		if _, isIf := stmt.Node().(*ast.IfStmt); !isIf {
			return nil
		}
		next = flow.AfterAssignments(stmt)
	}
	if test, ok := next[0].(*ast.IfStmt); ok && (testsNil(test.Cond, token.NEQ, j.isErrorExpr) || j.classifiesError(test.Cond)) {
		return test.Body
	}
	return nil
}

// classifiesError reports whether cond asks of what kind an error is, as
// errors.Is and os.IsExist do.
func (j *judge) classifiesError(cond ast.Expr) bool {
	call, ok := ast.Unparen(cond).(*ast.CallExpr)
	return ok && len(call.Args) > 0 && j.isErrorExpr(call.Args[0])
}

// removedBefore reports whether a removal stands on the way to the exit, or is
// deferred and does something there.
func (j *judge) removedBefore(removals []cleanup, exit inspector.Cursor) bool {
	for _, r := range removals {
		if r.guard != nil {
			if r.at.Node().Pos() < exit.Node().End() && !j.disarmed(r, exit) {
				return true
			}
			continue
		}
		if r.at.Node().Pos() >= exit.Node().End() {
			continue
		}
		stmt, ok := flow.StatementAround(r.at)
		if !ok {
			continue
		}
		// A test of whether the removal failed counts as the removal.
		if list := stmt.Parent().Node(); flow.Within(exit.Node(), list) {
			return true
		}
	}
	return false
}

// leavesCreator returns where the function that creates d returns without it,
// and without removing it.
func (j *judge) leavesCreator(d *Draft) ast.Node {
	if len(d.handles) == 0 || d.Kind == draftWritten {
		return nil
	}
	fn := j.Enclosing(d.Made)
	if fn == nil {
		return nil
	}
	removals := j.removals(d, d.Made)
	own := j.creationTest(d.Made)
	for _, ret := range fn.Returns {
		n := ret.Node().(*ast.ReturnStmt)
		if n.Pos() < d.Call.End() || own != nil && flow.Within(n, own) || !j.returnsError(n, d) || j.removedBefore(removals, ret) {
			continue
		}
		deferred := func(r cleanup) bool {
			return r.deferred && (flow.Body(r.at) != flow.Body(ret) || j.Leads(r.at, ret))
		}
		if !slices.ContainsFunc(removals, deferred) {
			return n
		}
	}
	return nil
}

// returnsError reports whether n returns an error and nothing by which the caller
// could remove d: nil, or no name, of a file whose name only the function knows.
func (j *judge) returnsError(n *ast.ReturnStmt, d *Draft) bool {
	if len(n.Results) < 2 {
		return false
	}
	first, last := j.Info.Types[n.Results[0]], n.Results[len(n.Results)-1]
	noName := d.Path == nil && first.Value != nil && first.Value.ExactString() == `""`
	return (first.IsNil() || noName) && !j.Info.Types[last].IsNil() && j.isErrorExpr(last)
}
