package pending

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

type stepKind uint8

const (
	fills    stepKind = iota // content is written, or may be
	touches                  // something else for which the file must be open
	commits                  // it is published
	discards                 // it is removed
	reopens                  // the variable gets another file
)

// A step is one thing that happens to a pending file.
type step struct {
	kind     stepKind
	At       inspector.Cursor // the call, or what else it is
	Deferred bool
	On       *types.Var // the writer on top of the file that it is done to, or nil
	name     string     // of the method or function
}

// AtEnd reports whether the step needs the file when the function returns: it is
// deferred, and writes to it, or to a writer on top of it, or asks it something.
func (s *step) AtEnd() bool {
	return s.Deferred && (s.On != nil || s.kind == fills || s.kind == touches)
}

// An Account lists what a function does with one pending file.
type Account struct {
	*Checker
	File    File
	Fn      *flow.Function
	Steps   []step
	escapes bool          // other code may see to it
	returns bool          // the caller gets it, and may do so
	Hidden  facts.Pending // what function literals do that run at an unknown time
	seen    map[types.Object]bool
}

// account follows the file through fn, to which its variable belongs.
func (p *Checker) account(file File, fn *flow.Function) *Account {
	a := &Account{Checker: p, File: file, Fn: fn, seen: make(map[types.Object]bool)}
	for _, c := range p.Uses[file.V] {
		a.use(c, nil)
	}
	for _, d := range p.Defs[file.V] {
		a.add(reopens, d.Cursor, nil, "")
	}
	return a
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// heldBy returns what call does with the file that is its argument i.
func (p *Checker) heldBy(call *ast.CallExpr, i int) facts.Pending {
	if fn := p.Local(call); fn != nil {
		if flow.HasBody(fn) {
			return p.heldParam(flow.ParamRef{Fn: fn, Index: min(i, fn.Sig.Params().Len()-1)})
		}
		return facts.Pending{}
	}
	fn := p.Callee(call)
	if fn == nil || fn.Pkg() == p.Pkg {
		return facts.Pending{}
	}
	if params := p.sums.ParamsOf(fn); len(params) > 0 {
		return params[min(i, len(params)-1)].Pending
	}
	return facts.Pending{}
}

// heldParam returns what a function of this package does with a parameter.
func (p *Checker) heldParam(ref flow.ParamRef) facts.Pending {
	if u, ok := p.held[ref]; ok {
		return u
	}
	p.held[ref] = facts.Pending{Known: true} // as far as a recursive call adds to it
	v := ref.Fn.Sig.Params().At(ref.Index)
	if ref.Fn.Sig.Variadic() && ref.Index == ref.Fn.Sig.Params().Len()-1 {
		p.held[ref] = facts.Pending{}
		return facts.Pending{}
	}
	a := p.account(File{Kind: knowledge.PendingKindOf(v.Type()), V: v}, ref.Fn)
	u := facts.Pending{Commits: a.Hidden.Commits, Discards: a.Hidden.Discards, Kept: a.escapes || a.returns, Known: true}
	for _, s := range a.Steps {
		u.Commits = u.Commits || s.kind == commits
		u.Discards = u.Discards || s.kind == discards
	}
	p.held[ref] = u
	return u
}

// add notes a step at c.
func (a *Account) add(kind stepKind, c inspector.Cursor, on *types.Var, name string) {
	s := step{kind: kind, At: c, On: on, name: name}
	hidden := false
	for c := c; c != a.Fn.Cursor && c.Node() != nil; c = c.Parent() {
		switch k := flow.ParentKind(c); {
		case k == edge.DeferStmt_Call:
			s.Deferred = true
		case k == edge.GoStmt_Call:
			hidden = true
		case flow.IsLiteral(c):
			s.Deferred = false
			hidden = hidden || k != edge.CallExpr_Fun
		}
	}
	if hidden {
		switch kind {
		case commits:
			a.Hidden.Commits = true
			return
		case discards:
			a.Hidden.Discards = true
			return
		case reopens:
			a.escapes = true
		}
		s.Deferred = false
	}
	a.Steps = append(a.Steps, s)
}

// use notes what happens to the file at c, or, if on is not nil, to a writer
// on top of it which that variable holds.
func (a *Account) use(c inspector.Cursor, on *types.Var) {
	over := on != nil
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X:
		a.use(parent, on)
	case edge.SelectorExpr_X:
		a.selected(parent, on)
	case edge.CallExpr_Args:
		a.argument(parent, i, on)
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op != token.AND || over || isPointer(a.File.V.Type()) {
			a.escapes = true
			return
		}
		a.use(parent, on)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y: // a comparison
	case edge.AssignStmt_Rhs:
		a.store(c, parent.Node().(*ast.AssignStmt).Lhs[i])
	case edge.ValueSpec_Values:
		a.store(c, parent.Node().(*ast.ValueSpec).Names[i])
	case edge.KeyValueExpr_Value:
		if v, ok := a.ObjectOf(parent.Node().(*ast.KeyValueExpr).Key).(*types.Var); ok && a.lends(v) {
			a.add(fills, c, on, "")
			return
		}
		a.escapes = true
	case edge.ReturnStmt_Results:
		if over || a.Enclosing(c) != a.Fn {
			a.escapes = true
		}
		a.returns = true
	default:
		a.escapes = true
	}
}

// lends reports whether v is a field of a struct of another package, and of an
// interface type by which the file cannot be published.
func (a *Account) lends(v *types.Var) bool {
	return v.IsField() && v.Pkg() != a.Pkg && a.onlyWrites(v.Type())
}

// onlyWrites reports whether t is an interface by which the file can be
// neither published nor discarded.
func (a *Account) onlyWrites(t types.Type) bool {
	if t == nil {
		return false
	}
	if _, isParam := types.Unalias(t).(*types.TypeParam); isParam {
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 {
		return false
	}
	for i := range iface.NumMethods() {
		if a.File.Kind.Ends(iface.Method(i).Name()) {
			return false
		}
	}
	return true
}

// selected notes what the selector expression at sel does to the file, or to
// the writer on.
func (a *Account) selected(sel inspector.Cursor, on *types.Var) {
	name := sel.Node().(*ast.SelectorExpr).Sel
	fn, isMethod := a.Info.Uses[name].(*types.Func)
	if !isMethod { // the *os.File in a renameio.PendingFile, perhaps
		switch flow.ParentKind(sel) {
		case edge.SelectorExpr_X, edge.CallExpr_Args:
			a.add(fills, sel, on, name.Name)
		default:
			a.escapes = true
		}
		return
	}
	if flow.ParentKind(sel) != edge.CallExpr_Fun {
		if on != nil || a.File.Kind.Ends(fn.Name()) {
			a.escapes = true
		} else {
			a.add(fills, sel, on, fn.Name())
		}
		return
	}
	call := sel.Parent()
	if on != nil {
		a.add(fills, call, on, fn.Name())
		return
	}
	a.method(call, fn.Name())
}

// method notes a call of a method of the file.
func (a *Account) method(call inspector.Cursor, name string) {
	k := a.File.Kind
	switch {
	case name == k.Commit, k.Finish != "" && name == k.Finish, name == "Close" && a.File.replaced:
		a.add(commits, call, nil, name)
	case name == k.Discard:
		a.add(discards, call, nil, name)
	case name == "Close":
	case name == "Name", name == "TempName":
		if outer, ok := call.Parent().Node().(*ast.CallExpr); ok && strings.HasPrefix(flow.CalleeName(outer), "Remove") {
			a.add(discards, call.Parent(), nil, name)
		}
	case name == "Write", name == "WriteString", name == "WriteAt", name == "ReadFrom", name == "Truncate",
		name == "WriteFile", name == "Create":
		a.add(fills, call, nil, name)
	default:
		a.add(touches, call, nil, name)
	}
}

func isPending(t types.Type) bool { return knowledge.PendingKindOf(t) != nil }

// within reports whether v is a variable in the function, or in a literal
// there, and not one of its results.
func (a *Account) within(v *types.Var) bool {
	for i := range a.Fn.Sig.Results().Len() {
		if a.Fn.Sig.Results().At(i) == v {
			return false
		}
	}
	return a.inside(v, a.Fn)
}

// follow follows the writer on top of the file that v holds.
func (a *Account) follow(v *types.Var) {
	if a.seen[v] {
		return
	}
	a.seen[v] = true
	a.escapes = a.escapes || a.Addr[v] && isPointer(v.Type())
	for _, c := range a.Uses[v] {
		a.use(c, v)
	}
}
