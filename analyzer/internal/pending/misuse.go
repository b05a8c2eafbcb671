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

// any reports whether some step is of this kind.
func (p *Ways) any(kind stepKind) bool {
	for _, s := range p.Account.Steps {
		if s.kind == kind {
			return true
		}
	}
	return false
}

// never tells whether something is written, and the function ends, but nothing
// publishes the file.
func (p *Ways) never() (Misuse, bool) {
	if p.any(commits) || p.Hidden.Commits {
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
	scope := p.Pkg.Scope().Innermost(p.File.At.Node().Pos())
	return scope == nil || p.File.V.Pos() >= scope.Pos()
}
