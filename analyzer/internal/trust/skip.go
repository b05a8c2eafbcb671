package trust

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A Finder looks for the tests of one package whether a file exists.
type Finder struct {
	*flow.Flow
	sums  *trace.Summaries
	paths *trace.Provenance
	told  map[flow.ParamRef]facts.Tells
}

// New returns what looks for tests in the package that s tells of.
func New(s *trace.Summaries) *Finder {
	return &Finder{Flow: s.Flow, sums: s, paths: s.Paths, told: make(map[flow.ParamRef]facts.Tells)}
}

// Guard returns the test of s, a call that creates a file, because of which the
// call is left out if the file exists: in its function, or in one that calls it.
func (f *Finder) Guard(s trace.Sink) (ast.Node, bool) {
	if test, ok := f.claim(s); ok {
		return test, true
	}
	return f.guard(s.Cursor, s.Path, 0)
}

func (f *Finder) guard(c inspector.Cursor, path ast.Expr, depth int) (ast.Node, bool) {
	decl, ok := flow.Declaration(c)
	if !ok || depth > knowledge.MaxCallers {
		return nil, false
	}
	for cond := range conditions(decl) {
		if a := f.answer(cond.expr, path); !f.unseen(cond, a, path) && f.skips(cond, a, c) && !f.verified(cond, a, c.Node(), path) && !f.removes(cond, c, path) && !f.rewrites(cond, c, path) {
			return a.at, true
		}
	}
	fn := f.Funcs[decl.Node()]
	if fn == nil {
		return nil, false
	}
	for _, call := range fn.Calls {
		if arg := f.atCall(path, fn, call.Node().(*ast.CallExpr)); arg != nil {
			if test, ok := f.guard(call, arg, depth+1); ok {
				return test, true
			}
		}
	}
	return nil, false
}

// claim returns the test of s that finds its file there and is content: of a
// call with O_EXCL, whose error says that the file exists.
func (f *Finder) claim(s trace.Sink) (ast.Node, bool) {
	if !trace.FlagsOf(f.Flow, s).Has(trace.FlagExcl) {
		return nil, false
	}
	decl, ok := flow.Declaration(s.Cursor)
	if !ok {
		return nil, false
	}
	for cond := range conditions(decl) {
		call, ok := ast.Unparen(cond.expr).(*ast.CallExpr)
		if !ok || !f.asksFor(call, knowledge.SaysExists, "ErrExist") || f.maker(call.Args[0]) != s.Call {
			continue
		}
		if _, ok := cond.body.last().(*ast.ReturnStmt); ok && f.succeeds(cond.body) { // a loop may try another name
			return call, true
		}
	}
	return nil, false
}

// unseen reports whether cond, which gives the answer a, asks about an error that
// an if statement around it has found not to be nil. Then a file that is not
// missing is one that could not be looked at.
func (f *Finder) unseen(cond condition, a answer, path ast.Expr) bool {
	look := f.look(a)
	if look == nil {
		return false
	}
	for at := range cond.at.Enclosing((*ast.IfStmt)(nil)) {
		n := at.Node().(*ast.IfStmt)
		outer := f.answer(n.Cond, path)
		if f.look(outer) != look {
			continue
		}
		if outer.ifTrue == absent && flow.Within(cond.at.Node(), n.Body) ||
			outer.ifFalse == absent && n.Else != nil && flow.Within(cond.at.Node(), n.Else) {
			return true
		}
	}
	return false
}

// look returns the call whose error the answer a was taken from, or nil.
func (f *Finder) look(a answer) *ast.CallExpr {
	switch e := a.at.(type) {
	case *ast.BinaryExpr:
		return f.maker(e.X)
	case *ast.CallExpr:
		if f.asksFor(e, knowledge.SaysAbsent, "ErrNotExist", "ENOENT") {
			return f.maker(e.Args[0])
		}
	}
	return nil
}

// skips reports whether the call at c is left out where a says that the file
// exists, and that is no failure.
func (f *Finder) skips(cond condition, a answer, c inspector.Cursor) bool {
	n := c.Node()
	switch {
	case cond.body.holds(n):
		// Only if there is none; what comes instead may not fail for that.
		return (a.ifTrue == absent || a.ifFalse == exists) && !f.fails(cond.otherwise())
	case a.ifTrue != exists:
		return false
	case cond.other.holds(n):
		return !f.fails(cond.body)
	}
	return cond.precedes(c) && f.succeeds(cond.body)
}

// succeeds reports whether the block ends the function, or the turn of a loop,
// without a failure, and without a closer look at the file.
func (f *Finder) succeeds(b block) bool {
	if !b.ends() || f.fails(b) {
		return false
	}
	for _, stmt := range b.list {
		if n, ok := stmt.(*ast.IfStmt); ok && !comparesWithNil(n.Cond) {
			return false
		}
	}
	return true
}

// fails reports whether the block ends the program, or returns an error that it
// has not got from what may have read the file.
func (f *Finder) fails(b block) bool {
	switch n := b.last().(type) {
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		return ok && !f.Graphs().Returns(call)
	case *ast.ReturnStmt:
		if len(n.Results) == 0 {
			return false
		}
		e := ast.Unparen(n.Results[len(n.Results)-1])
		if call, ok := e.(*ast.CallExpr); ok && len(n.Results) == 1 && len(call.Args) > 0 && !knowledge.MakesError[f.name(call)] {
			return false
		}
		return flow.IsError(f.Info.TypeOf(e)) || slices.ContainsFunc(n.Results, f.isFalse)
	}
	return false
}

// isFalse reports whether e is the constant false, by which a function may say
// that it has done nothing.
func (f *Finder) isFalse(e ast.Expr) bool {
	value, ok := f.constantBool(e)
	return ok && !value
}

// name returns the full name of the function that call runs, or "".
func (f *Finder) name(call *ast.CallExpr) string {
	if fn := f.Callee(call); fn != nil {
		return fn.FullName()
	}
	return ""
}

// atCall returns what path, an expression in fn, is at a call of it, or nil if
// that cannot be told.
func (f *Finder) atCall(path ast.Expr, fn *flow.Function, call *ast.CallExpr) ast.Expr {
	path = f.paths.Expand(path)
	if f.Info.Types[path].Value != nil {
		return path
	}
	switch e := path.(type) {
	case *ast.Ident:
		ref, ok := f.Param[f.ObjectOf(e)]
		if !ok {
			break
		}
		if ref.Fn != fn || fn.Sig.Variadic() || len(f.Defs[f.ObjectOf(e)]) > 0 || ref.Index >= len(call.Args) {
			return nil
		}
		return call.Args[ref.Index]
	case *ast.BinaryExpr:
		x, y := f.atCall(e.X, fn, call), f.atCall(e.Y, fn, call)
		if x == nil || y == nil {
			return nil
		}
		return &ast.BinaryExpr{X: x, OpPos: e.OpPos, Op: e.Op, Y: y}
	case *ast.CallExpr:
		made := &ast.CallExpr{Fun: e.Fun, Lparen: e.Lparen, Rparen: e.Rparen}
		for _, arg := range e.Args {
			at := f.atCall(arg, fn, call)
			if at == nil {
				return nil
			}
			made.Args = append(made.Args, at)
		}
		return made
	}
	if f.paths.Portable(path, 0) {
		return path
	}
	return nil
}

// verified reports whether what the file holds is looked at where it exists, and
// n is left out: in the condition, behind it, or in what follows.
func (f *Finder) verified(cond condition, a answer, n ast.Node, path ast.Expr) bool {
	return slices.ContainsFunc(cond.meanwhile(n), func(stmt ast.Stmt) bool { return f.verifies(stmt, a, path) })
}

// verifies reports whether a call in n, other than the one that gave the answer
// a, looks at what the file at path holds.
func (f *Finder) verifies(n ast.Node, a answer, path ast.Expr) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok && call != a.at && knowledge.Speaks(flow.CalleeName(call), knowledge.VerifyWords) {
			found = found || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return f.leadsTo(arg, path) })
		}
		return !found
	})
	return found
}

// removes reports whether the file may be removed where it exists, as one is
// that only says with its presence that something is turned on.
func (f *Finder) removes(cond condition, c inspector.Cursor, path ast.Expr) bool {
	return slices.ContainsFunc(f.paths.EventsAround(c).Removals, func(r trace.Removal) bool {
		return cond.instead(c.Node()).holds(r.At.Node()) && f.paths.SameExpr(r.Path, path, 0)
	})
}

// rewrites reports whether the file is written where it exists, too, if in
// another way: by the function itself, or by one that is given the path.
func (f *Finder) rewrites(cond condition, c inspector.Cursor, path ast.Expr) bool {
	decl, ok := flow.Declaration(c)
	if !ok {
		return false
	}
	instead := cond.body
	if instead.holds(c.Node()) {
		instead = cond.otherwise()
	}
	for at := range decl.Preorder((*ast.CallExpr)(nil)) {
		if instead.holds(at.Node()) && f.writes(at, path) {
			return true
		}
	}
	return false
}

// writes reports whether the call at c writes a file at path.
func (f *Finder) writes(c inspector.Cursor, path ast.Expr) bool {
	if k, ok := f.sums.Sink(c); ok {
		return f.paths.SameExpr(k.Path, path, 0)
	}
	call := c.Node().(*ast.CallExpr)
	params := f.paramsOf(call)
	for i, arg := range call.Args {
		if i < len(params) && params[i].Created && f.paths.SameExpr(arg, path, 0) {
			return true
		}
	}
	return false
}

// paramsOf returns what is known of the parameters of the function that call
// runs.
func (f *Finder) paramsOf(call *ast.CallExpr) []facts.Param {
	if fn := f.Local(call); fn != nil {
		return f.sums.SummarizeFiles(fn)
	}
	if fn := f.Callee(call); fn != nil && fn.Pkg() != nil {
		return f.sums.ParamsOf(fn)
	}
	return nil
}

// leadsTo reports whether e is the path, or was made of what is read there.
func (f *Finder) leadsTo(e, path ast.Expr) bool {
	if f.paths.SameExpr(e, path, 0) {
		return true
	}
	call := f.maker(e)
	return call != nil && len(call.Args) > 0 && f.paths.SameExpr(call.Args[0], path, 0)
}

// maker returns the call that sets the variable e where e is mentioned, as far
// as the order of the lines tells, or nil.
func (f *Finder) maker(e ast.Expr) *ast.CallExpr {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return nil
	}
	v, ok := f.ObjectOf(id).(*types.Var)
	if !ok || v.Parent() == f.Pkg.Scope() {
		return nil
	}
	var last ast.Expr
	for _, d := range f.Defs[v] {
		if d.Expr.Pos() < id.Pos() && (last == nil || d.Expr.Pos() > last.Pos()) {
			last = d.Expr
		}
	}
	if last == nil {
		return nil
	}
	call, _ := ast.Unparen(last).(*ast.CallExpr)
	return call
}

// isNil reports whether e is nil.
func (f *Finder) isNil(e ast.Expr) bool { return f.Info.Types[e].IsNil() }

// constantBool returns the value of e if it is a constant.
func (f *Finder) constantBool(e ast.Expr) (value, ok bool) {
	v := f.Info.Types[e].Value
	if v == nil || v.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(v), true
}
