package pending

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A Misuse is one way in which a pending file is not published, or is left
// behind.
type Misuse struct {
	Kind MisuseKind
	File File
	At   ast.Node // where it shows
	Rel  ast.Node // where it has to do with, or nil
	Name string   // of the variable or method that matters, or ""
	How  string   // the method that publishes it too early, or ""
}

// A MisuseKind is a way to lose a file, or a part of it.
type MisuseKind uint8

const (
	Dropped     MisuseKind = iota // nothing holds the file
	NeverPublic                   // no way leads to a commit
	LostHere                      // this return discards what was written
	LeftBehind                    // an error leaves the temporary
	UsedAfter                     // something is done with the file after its commit
	FlushedLate                   // a deferred call writes to it after its commit
	ErrorLost                     // the error of its commit is looked at, and comes to nothing
)

// Misuses returns what is wrong with the use of the file that the node at c
// opens, if it does, and the ways through the function, if a variable holds it.
func (p *Checker) Misuses(c inspector.Cursor) ([]Misuse, *Ways) {
	file, ok := p.opened(c)
	if !ok {
		return nil, nil
	}
	if file.V == nil {
		if !p.wanted(file) {
			return nil, nil
		}
		return []Misuse{{Kind: Dropped, File: file, At: c.Node()}}, nil
	}
	fn := p.Enclosing(c)
	if fn == nil {
		return nil, nil
	}
	a := p.account(file, fn)
	if a.escapes || a.returns {
		return nil, nil
	}
	paths := a.ways()
	return paths.misuses(), paths
}

// wanted reports whether the code goes on only if a file, which nothing holds,
// could be opened. Else it may want to see an error.
func (p *Checker) wanted(file File) bool {
	c := file.At
	for flow.ParentKind(c) == edge.ParenExpr_X {
		c = c.Parent()
	}
	if flow.ParentKind(c) == edge.ExprStmt_X {
		return true
	}
	if flow.ParentKind(c) != edge.AssignStmt_Rhs || file.Err == nil {
		return false
	}
	c = c.Parent()
	if flow.ParentKind(c) == edge.IfStmt_Init {
		return p.testsOnly(c.Parent().Node().(*ast.IfStmt), file.Err)
	}
	for _, next := range flow.Following(c) {
		switch next := next.(type) {
		case *ast.IfStmt:
			return p.testsOnly(next, file.Err)
		case *ast.ReturnStmt:
			return slices.ContainsFunc(next.Results, func(e ast.Expr) bool { return p.IsVar(e, file.Err) })
		}
		break
	}
	return false
}

// testsOnly reports whether n does nothing but to deal with an error in err.
func (p *Checker) testsOnly(n *ast.IfStmt, err types.Object) bool {
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && p.IsVar(cond.X, err) && p.Info.Types[cond.Y].IsNil() && n.Else == nil
}

func (p *Ways) misuses() []Misuse {
	if !p.known {
		return nil
	}
	if m, ok := p.never(); ok {
		return []Misuse{m}
	}
	list := append(p.lost(), p.unheeded()...)
	if m, ok := p.left(); ok {
		list = append(list, m)
	}
	return append(list, p.late()...)
}

// any reports whether some step is of this kind, in a function literal or not.
func (p *Ways) any(kind stepKind) bool {
	for _, s := range p.Account.Steps {
		if s.kind == kind {
			return true
		}
	}
	return kind == commits && p.Hidden.Commits || kind == discards && p.Hidden.Discards
}

// never tells whether something is written, and the function ends, but nothing
// publishes the file.
func (p *Ways) never() (Misuse, bool) {
	if p.any(commits) {
		return Misuse{}, false
	}
	found := slices.ContainsFunc(p.Exits, func(e Exit) bool { return e.filled && e.Outcome != control.Failed })
	return Misuse{Kind: NeverPublic, File: p.File, At: p.File.At.Node()}, found
}

// lost returns the statements by which the function returns successfully but
// discards what it has written, without saying so.
func (p *Ways) lost() []Misuse {
	if p.Hidden.Commits {
		return nil
	}
	var list []Misuse
	seen := make(map[*ast.ReturnStmt]bool)
	for _, e := range p.Exits {
		if e.Stage == trace.Visible {
			seen[e.Ret] = true // it depends on what is not known
		}
	}
	for _, e := range p.Exits {
		if (e.Stage == trace.Pending || e.Stage == trace.Discarded && !e.GaveUp) && e.filled && e.succeeds() && !seen[e.Ret] {
			seen[e.Ret] = true
			list = append(list, Misuse{Kind: LostHere, File: p.File, At: e.Ret, Rel: p.File.At.Node()})
		}
	}
	return list
}

// unheeded returns the calls that may fail to publish the file, though the
// function then returns no error.
func (p *Ways) unheeded() []Misuse {
	var list []Misuse
	seen := make(map[int32]bool)
	for _, e := range p.Exits {
		if e.Stage != trace.Refused || e.told || e.Outcome != control.Succeeded || seen[e.By] || !p.returnsError() {
			continue
		}
		s := &p.Steps[e.By-1]
		if _, _, _, dropped := p.DroppedError(s.At); dropped || s.Deferred || e.Unsure && !p.elsewhere(e, s) {
			continue
		}
		seen[e.By] = true
		list = append(list, Misuse{Kind: ErrorLost, File: p.File, At: s.At.Node(), Rel: e.Ret, Name: s.name})
	}
	return list
}

// elsewhere reports whether the error that the function returns at e is seen
// to come from other calls than s, which are not given its error.
func (p *Ways) elsewhere(e Exit, s *step) bool {
	for _, call := range e.origins {
		if call == s.At.Node() || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(p.Info.TypeOf(arg)) }) {
			return false
		}
	}
	return len(e.origins) > 0
}

// ReturnsError reports whether the last result of the function is an error.
func (p *Ways) returnsError() bool {
	n := p.Fn.Sig.Results().Len()
	return n > 0 && flow.IsError(p.Fn.Sig.Results().At(n-1).Type())
}

// left tells whether the function returns an error without discarding the
// file.
func (p *Ways) left() (Misuse, bool) {
	if p.File.Batched || p.Hidden.Commits || p.Hidden.Discards {
		return Misuse{}, false
	}
	cares := p.any(discards)
	if cares && !p.steady() {
		return Misuse{}, false // what discards it may depend on the same condition
	}
	for _, e := range p.Exits {
		if e.Stage == trace.Pending && (!cares || e.fails()) {
			return Misuse{Kind: LeftBehind, File: p.File, At: p.File.At.Node(), Rel: e.Ret}, true
		}
	}
	return Misuse{}, false
}

// steady reports whether the variable of the file is declared where the file
// is opened, so that it holds one wherever it is visible.
func (p *Ways) steady() bool {
	if len(p.Defs[p.File.V]) > 1 {
		return false
	}
	at := p.File.At.Node().Pos()
	scope := p.Pkg.Scope().Innermost(at)
	return scope == nil || p.File.V.Parent() == scope || p.File.V.Pos() >= scope.Pos()
}

// late returns what is done with the file when it has been published.
func (p *Ways) late() []Misuse {
	var list []Misuse
	for i := range p.Account.Steps {
		s := &p.Account.Steps[i]
		commit := p.after[s]
		switch {
		case commit == nil:
		case s.Deferred:
			if p.ending(s) && p.sole(s) && s.At.Node().Pos() < commit.At.Node().Pos() && !p.sameLiteral(s, commit) {
				list = append(list, Misuse{Kind: FlushedLate, File: p.File, At: s.At.Node(), Rel: commit.At.Node(), Name: s.On.Name(), How: commit.name})
			}
		case commit.Deferred:
		case (s.kind == fills || s.kind == touches) && !p.before[s] && (s.On == nil || p.ending(s) && p.sole(s)):
			list = append(list, Misuse{Kind: UsedAfter, File: p.File, At: s.At.Node(), Rel: commit.At.Node(), Name: s.name, How: commit.name})
		}
	}
	return list
}

// ending reports whether s makes a writer on top of the file write what it
// holds back.
func (p *Ways) ending(s *step) bool {
	if s.On == nil || !flow.Buffers(s.On.Type()) {
		return false
	}
	if flow.Has(s.On.Type(), "Close") {
		return s.name == "Close"
	}
	return s.name == "Flush"
}

// sole reports whether nothing but s may end the writer that s ends.
func (p *Ways) sole(s *step) bool {
	for i := range p.Account.Steps {
		other := &p.Account.Steps[i]
		if other.On != s.On || other == s {
			continue
		}
		if _, call := other.At.Node().(*ast.CallExpr); call && (p.ending(other) || !p.methodOf(other, s.On)) {
			return false
		}
	}
	return true
}

// methodOf reports whether s is a call of a method of v, or hands v as a plain
// writer to something.
func (p *Ways) methodOf(s *step, v *types.Var) bool {
	call := s.At.Node().(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && p.IsVar(sel.X, v) {
		return true
	}
	for i, arg := range call.Args {
		if t := trace.ParamType(p.Info, flow.Use{Call: call, Index: i}); p.IsVar(arg, v) && (t == nil || !flow.IsInterface(t) || flow.Has(t, "Close") || flow.Has(t, "Flush")) {
			return false
		}
	}
	return true
}

// sameLiteral reports whether both steps are in the same function literal,
// where they run in order.
func (p *Ways) sameLiteral(s, other *step) bool {
	fn := p.Enclosing(s.At)
	return fn != p.Fn && fn == p.Enclosing(other.At)
}

// DroppedError returns the method of a pending file that the call at c is, if
// its error, which says whether the file was published, is dropped.
func (p *Checker) DroppedError(c inspector.Cursor) (recv ast.Expr, kind *knowledge.PendingKind, deferred, ok bool) {
	recv, kind, name := p.methodCall(c)
	if kind == nil || name != kind.Commit {
		return nil, nil, false, false
	}
	for flow.ParentKind(c) == edge.ParenExpr_X {
		c = c.Parent()
	}
	switch k, i := c.ParentEdge(); k {
	case edge.ExprStmt_X, edge.GoStmt_Call:
		return recv, kind, false, true
	case edge.DeferStmt_Call:
		return recv, kind, true, true
	case edge.AssignStmt_Rhs:
		id, isIdent := c.Parent().Node().(*ast.AssignStmt).Lhs[i].(*ast.Ident)
		return recv, kind, false, isIdent && id.Name == "_"
	}
	return nil, nil, false, false
}

// methodCall returns the operand, its kind and the method if the call at c is
// that of a method of a pending file.
func (p *Checker) methodCall(c inspector.Cursor) (recv ast.Expr, kind *knowledge.PendingKind, name string) {
	call := c.Node().(*ast.CallExpr)
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, nil, ""
	}
	selection := p.Info.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal {
		return nil, nil, ""
	}
	fn := selection.Obj().(*types.Func)
	return sel.X, knowledge.PendingKindOf(fn.Signature().Recv().Type()), fn.Name()
}

// Finishes returns what is wrong with the call of Finish at c.
func (p *Checker) Finishes(c inspector.Cursor) (recv ast.Expr, reason string) {
	recv, kind, name := p.methodCall(c)
	call := c.Node().(*ast.CallExpr)
	if kind == nil || kind.Finish == "" || name != kind.Finish || len(call.Args) != 1 {
		return nil, ""
	}
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if !ok || arg.Op != token.AND {
		if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok && flow.CalleeName(inner) == "new" {
			return recv, "nothing holds the error that it sets"
		}
		return recv, ""
	}
	v, ok := p.ObjectOf(arg.X).(*types.Var)
	fn := p.Enclosing(c)
	if !ok || fn == nil || !p.inside(v, fn) || v.IsField() {
		return recv, ""
	}
	for i := range fn.Sig.Results().Len() {
		if fn.Sig.Results().At(i) == v {
			return recv, ""
		}
	}
	if flow.ParentKind(c) != edge.DeferStmt_Call {
		return recv, p.unread(c, v)
	}
	for _, use := range p.Uses[v] {
		if p.Enclosing(use) != fn {
			return recv, "" // a function literal looks at it
		}
	}
	return recv, v.Name() + " is not the result of the function, so that an error publishes the file all the same"
}

// unread returns what is wrong if nothing looks at v after the call at c.
func (p *Checker) unread(c inspector.Cursor, v *types.Var) string {
	for _, use := range p.Uses[v] {
		if use.Node().Pos() > c.Node().End() || p.Enclosing(use) != p.Enclosing(c) || flow.InLoop(c) {
			return ""
		}
	}
	return "nothing looks at " + v.Name() + " afterwards"
}
