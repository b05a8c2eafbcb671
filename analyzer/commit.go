package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// A misuse is one way in which a pending file is not published, or is left
// behind.
type misuse struct {
	kind misuseKind
	file pendingFile
	at   ast.Node // where it shows
	rel  ast.Node // where it has to do with, or nil
	name string   // of the variable or method that matters, or ""
	how  string   // the method that publishes it too early, or ""
}

// A misuseKind is a way to lose a file, or a part of it.
type misuseKind uint8

const (
	dropped     misuseKind = iota // nothing holds the file
	neverPublic                   // no way leads to a commit
	lostHere                      // this return discards what was written
	leftBehind                    // an error leaves the temporary
	usedAfter                     // something is done with the file after its commit
	flushedLate                   // a deferred call writes to it after its commit
	errorLost                     // the error of its commit is looked at, and comes to nothing
)

// misuses returns what is wrong with the use of the file that the node at c
// opens, if it does, and the ways through the function, if a variable holds it.
func (p *pendings) misuses(c inspector.Cursor) ([]misuse, *paths) {
	file, ok := p.opened(c)
	if !ok {
		return nil, nil
	}
	if file.v == nil {
		if !p.wanted(file) {
			return nil, nil
		}
		return []misuse{{kind: dropped, file: file, at: c.Node()}}, nil
	}
	fn := p.enclosing(c)
	if fn == nil {
		return nil, nil
	}
	a := p.account(file, fn)
	if a.escapes || a.returns {
		return nil, nil
	}
	paths := a.paths()
	return paths.misuses(), paths
}

// wanted reports whether the code goes on only if a file, which nothing holds,
// could be opened. Else it may want to see an error.
func (p *pendings) wanted(file pendingFile) bool {
	c := file.at
	for parentKind(c) == edge.ParenExpr_X {
		c = c.Parent()
	}
	if parentKind(c) == edge.ExprStmt_X {
		return true
	}
	if parentKind(c) != edge.AssignStmt_Rhs || file.err == nil {
		return false
	}
	c = c.Parent()
	if parentKind(c) == edge.IfStmt_Init {
		return p.testsOnly(c.Parent().Node().(*ast.IfStmt), file.err)
	}
	for _, next := range following(c) {
		switch next := next.(type) {
		case *ast.IfStmt:
			return p.testsOnly(next, file.err)
		case *ast.ReturnStmt:
			return slices.ContainsFunc(next.Results, func(e ast.Expr) bool { return p.isVar(e, file.err) })
		}
		break
	}
	return false
}

// testsOnly reports whether n does nothing but to deal with an error in err.
func (p *pendings) testsOnly(n *ast.IfStmt, err types.Object) bool {
	cond, ok := ast.Unparen(n.Cond).(*ast.BinaryExpr)
	return ok && cond.Op == token.NEQ && p.isVar(cond.X, err) && p.info.Types[cond.Y].IsNil() && n.Else == nil
}

func (p *paths) misuses() []misuse {
	if !p.known {
		return nil
	}
	if m, ok := p.never(); ok {
		return []misuse{m}
	}
	list := append(p.lost(), p.unheeded()...)
	if m, ok := p.left(); ok {
		list = append(list, m)
	}
	return append(list, p.late()...)
}

// any reports whether some step is of this kind, in a function literal or not.
func (p *paths) any(kind stepKind) bool {
	for _, s := range p.account.steps {
		if s.kind == kind {
			return true
		}
	}
	return kind == commits && p.hidden.Commits || kind == discards && p.hidden.Discards
}

// never tells whether something is written, and the function ends, but nothing
// publishes the file.
func (p *paths) never() (misuse, bool) {
	if p.any(commits) {
		return misuse{}, false
	}
	found := slices.ContainsFunc(p.exits, func(e pendingExit) bool { return e.filled && e.outcome != control.Failed })
	return misuse{kind: neverPublic, file: p.file, at: p.file.at.Node()}, found
}

// lost returns the statements by which the function returns successfully but
// discards what it has written, without saying so.
func (p *paths) lost() []misuse {
	if p.hidden.Commits {
		return nil
	}
	var list []misuse
	seen := make(map[*ast.ReturnStmt]bool)
	for _, e := range p.exits {
		if e.stage == visible {
			seen[e.ret] = true // it depends on what is not known
		}
	}
	for _, e := range p.exits {
		if (e.stage == pending || e.stage == discarded && !e.gaveUp) && e.filled && e.succeeds() && !seen[e.ret] {
			seen[e.ret] = true
			list = append(list, misuse{kind: lostHere, file: p.file, at: e.ret, rel: p.file.at.Node()})
		}
	}
	return list
}

// unheeded returns the calls that may fail to publish the file, though the
// function then returns no error.
func (p *paths) unheeded() []misuse {
	var list []misuse
	seen := make(map[int32]bool)
	for _, e := range p.exits {
		if e.stage != refused || e.told || e.outcome != control.Succeeded || seen[e.by] || !p.returnsError() {
			continue
		}
		s := &p.steps[e.by-1]
		if _, _, _, dropped := p.droppedError(s.at); dropped || s.deferred || e.unsure && !p.elsewhere(e, s) {
			continue
		}
		seen[e.by] = true
		list = append(list, misuse{kind: errorLost, file: p.file, at: s.at.Node(), rel: e.ret, name: s.name})
	}
	return list
}

// elsewhere reports whether the error that the function returns at e is seen
// to come from other calls than s, which are not given its error.
func (p *paths) elsewhere(e pendingExit, s *step) bool {
	for _, call := range e.origins {
		if call == s.at.Node() || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return isError(p.info.TypeOf(arg)) }) {
			return false
		}
	}
	return len(e.origins) > 0
}

// returnsError reports whether the last result of the function is an error.
func (p *paths) returnsError() bool {
	n := p.fn.sig.Results().Len()
	return n > 0 && isError(p.fn.sig.Results().At(n-1).Type())
}

// left tells whether the function returns an error without discarding the
// file.
func (p *paths) left() (misuse, bool) {
	if p.file.batched || p.hidden.Commits || p.hidden.Discards {
		return misuse{}, false
	}
	cares := p.any(discards)
	if cares && !p.steady() {
		return misuse{}, false // what discards it may depend on the same condition
	}
	for _, e := range p.exits {
		if e.stage == pending && (!cares || e.fails()) {
			return misuse{kind: leftBehind, file: p.file, at: p.file.at.Node(), rel: e.ret}, true
		}
	}
	return misuse{}, false
}

// steady reports whether the variable of the file is declared where the file
// is opened, so that it holds one wherever it is visible.
func (p *paths) steady() bool {
	if len(p.defs[p.file.v]) > 1 {
		return false
	}
	at := p.file.at.Node().Pos()
	scope := p.pkg.Scope().Innermost(at)
	return scope == nil || p.file.v.Parent() == scope || p.file.v.Pos() >= scope.Pos()
}

// late returns what is done with the file when it has been published.
func (p *paths) late() []misuse {
	var list []misuse
	for i := range p.account.steps {
		s := &p.account.steps[i]
		commit := p.after[s]
		switch {
		case commit == nil:
		case s.deferred:
			if p.ending(s) && p.sole(s) && s.at.Node().Pos() < commit.at.Node().Pos() && !p.sameLiteral(s, commit) {
				list = append(list, misuse{kind: flushedLate, file: p.file, at: s.at.Node(), rel: commit.at.Node(), name: s.on.Name(), how: commit.name})
			}
		case commit.deferred:
		case (s.kind == fills || s.kind == touches) && !p.before[s] && (s.on == nil || p.ending(s) && p.sole(s)):
			list = append(list, misuse{kind: usedAfter, file: p.file, at: s.at.Node(), rel: commit.at.Node(), name: s.name, how: commit.name})
		}
	}
	return list
}

// ending reports whether s makes a writer on top of the file write what it
// holds back.
func (p *paths) ending(s *step) bool {
	if s.on == nil || !buffers(s.on.Type()) {
		return false
	}
	if has(s.on.Type(), "Close") {
		return s.name == "Close"
	}
	return s.name == "Flush"
}

// sole reports whether nothing but s may end the writer that s ends.
func (p *paths) sole(s *step) bool {
	for i := range p.account.steps {
		other := &p.account.steps[i]
		if other.on != s.on || other == s {
			continue
		}
		if _, call := other.at.Node().(*ast.CallExpr); call && (p.ending(other) || !p.methodOf(other, s.on)) {
			return false
		}
	}
	return true
}

// methodOf reports whether s is a call of a method of v, or hands v as a plain
// writer to something.
func (p *paths) methodOf(s *step, v *types.Var) bool {
	call := s.at.Node().(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && p.isVar(sel.X, v) {
		return true
	}
	for i, arg := range call.Args {
		if t := paramType(p.info, use{call: call, index: i}); p.isVar(arg, v) && (t == nil || !isInterface(t) || has(t, "Close") || has(t, "Flush")) {
			return false
		}
	}
	return true
}

// sameLiteral reports whether both steps are in the same function literal,
// where they run in order.
func (p *paths) sameLiteral(s, other *step) bool {
	fn := p.enclosing(s.at)
	return fn != p.fn && fn == p.enclosing(other.at)
}

// droppedError returns the method of a pending file that the call at c is, if
// its error, which says whether the file was published, is dropped.
func (p *pendings) droppedError(c inspector.Cursor) (recv ast.Expr, kind *pendingKind, deferred, ok bool) {
	recv, kind, name := p.methodCall(c)
	if kind == nil || name != kind.commit {
		return nil, nil, false, false
	}
	for parentKind(c) == edge.ParenExpr_X {
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
func (p *pendings) methodCall(c inspector.Cursor) (recv ast.Expr, kind *pendingKind, name string) {
	call := c.Node().(*ast.CallExpr)
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, nil, ""
	}
	selection := p.info.Selections[sel]
	if selection == nil || selection.Kind() != types.MethodVal {
		return nil, nil, ""
	}
	fn := selection.Obj().(*types.Func)
	return sel.X, pendingKindOf(fn.Signature().Recv().Type()), fn.Name()
}

// finishes returns what is wrong with the call of Finish at c.
func (p *pendings) finishes(c inspector.Cursor) (recv ast.Expr, reason string) {
	recv, kind, name := p.methodCall(c)
	call := c.Node().(*ast.CallExpr)
	if kind == nil || kind.finish == "" || name != kind.finish || len(call.Args) != 1 {
		return nil, ""
	}
	arg, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr)
	if !ok || arg.Op != token.AND {
		if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok && calleeName(inner) == "new" {
			return recv, "nothing holds the error that it sets"
		}
		return recv, ""
	}
	v, ok := p.objectOf(arg.X).(*types.Var)
	fn := p.enclosing(c)
	if !ok || fn == nil || !p.inside(v, fn) || v.IsField() {
		return recv, ""
	}
	for i := range fn.sig.Results().Len() {
		if fn.sig.Results().At(i) == v {
			return recv, ""
		}
	}
	if parentKind(c) != edge.DeferStmt_Call {
		return recv, p.unread(c, v)
	}
	for _, use := range p.uses[v] {
		if p.enclosing(use) != fn {
			return recv, "" // a function literal looks at it
		}
	}
	return recv, v.Name() + " is not the result of the function, so that an error publishes the file all the same"
}

// unread returns what is wrong if nothing looks at v after the call at c.
func (p *pendings) unread(c inspector.Cursor, v *types.Var) string {
	for _, use := range p.uses[v] {
		if use.Node().Pos() > c.Node().End() || p.enclosing(use) != p.enclosing(c) || inLoop(c) {
			return ""
		}
	}
	return "nothing looks at " + v.Name() + " afterwards"
}

// inLoop reports whether a loop is around c in its function.
func inLoop(c inspector.Cursor) bool {
	for c := range c.Enclosing((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
		return false
	}
	return false
}
