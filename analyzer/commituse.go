package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A pendingUse tells what a function does with a pending file that it is given.
type pendingUse struct {
	Commits  bool
	Discards bool
	Kept     bool // it may do more than these fields tell
	Known    bool // the fields above are complete
}

type stepKind uint8

const (
	fills    stepKind = iota // content is written, or may be
	touches                  // something else for which the file must be open
	commits                  // it is published
	discards                 // it is removed
	reopens                  // the variable gets another file
	resets                   // the variable of the error of opening gets another value
)

// A step is one thing that happens to a pending file.
type step struct {
	kind     stepKind
	at       inspector.Cursor // the call, or what else it is
	deferred bool
	on       *types.Var // the writer on top of the file that it is done to, or nil
	name     string     // of the method or function
}

// An account lists what a function does with one pending file.
type account struct {
	*pendings
	file    pendingFile
	fn      *function
	steps   []step
	escapes bool       // other code may see to it
	returns bool       // the caller gets it, and may do so
	hidden  pendingUse // what function literals do that run at an unknown time
	seen    map[types.Object]bool
}

// account follows the file through fn, to which its variable belongs.
func (p *pendings) account(file pendingFile, fn *function) *account {
	a := &account{pendings: p, file: file, fn: fn, seen: make(map[types.Object]bool)}
	if p.addr[file.v] && isPointer(file.v.Type()) {
		a.escapes = true
	}
	for _, c := range p.uses[file.v] {
		a.use(c, nil)
	}
	for _, d := range p.defs[file.v] {
		a.add(reopens, d.cursor, nil, "")
	}
	if file.err != nil {
		for _, d := range p.defs[file.err] {
			a.add(resets, d.cursor, nil, "")
		}
	}
	return a
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// heldBy returns what call does with the file that is its argument i.
func (p *pendings) heldBy(call *ast.CallExpr, i int) pendingUse {
	if fn := p.local(call); fn != nil {
		if n := fn.sig.Params().Len(); n > 0 && hasBody(fn) {
			return p.heldParam(paramRef{fn: fn, index: min(i, n-1)})
		}
		return pendingUse{}
	}
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.pkg {
		return pendingUse{}
	}
	if params := p.sums.paramsOf(fn); len(params) > 0 {
		return params[min(i, len(params)-1)].Pending
	}
	return pendingUse{}
}

// heldParam returns what a function of this package does with a parameter.
func (p *pendings) heldParam(ref paramRef) pendingUse {
	if u, ok := p.held[ref]; ok {
		return u
	}
	p.held[ref] = pendingUse{Known: true} // as far as a recursive call adds to it
	v := ref.fn.sig.Params().At(ref.index)
	if ref.fn.sig.Variadic() && ref.index == ref.fn.sig.Params().Len()-1 {
		p.held[ref] = pendingUse{}
		return pendingUse{}
	}
	a := p.account(pendingFile{kind: pendingKindOf(v.Type()), v: v}, ref.fn)
	u := pendingUse{Commits: a.hidden.Commits, Discards: a.hidden.Discards, Kept: a.escapes || a.returns, Known: true}
	for _, s := range a.steps {
		u.Commits = u.Commits || s.kind == commits
		u.Discards = u.Discards || s.kind == discards
	}
	p.held[ref] = u
	return u
}

// add notes a step at c.
func (a *account) add(kind stepKind, c inspector.Cursor, on *types.Var, name string) {
	s := step{kind: kind, at: c, on: on, name: name}
	hidden := false
	for c := c; c != a.fn.cursor && c.Node() != nil; c = c.Parent() {
		switch k := parentKind(c); {
		case k == edge.DeferStmt_Call:
			s.deferred = true
		case k == edge.GoStmt_Call:
			hidden = true
		case isLiteral(c):
			s.deferred = false
			hidden = hidden || k != edge.CallExpr_Fun
		}
	}
	if hidden {
		switch kind {
		case commits:
			a.hidden.Commits = true
			return
		case discards:
			a.hidden.Discards = true
			return
		case reopens:
			a.escapes = true
		}
		s.deferred = false
	}
	a.steps = append(a.steps, s)
}

// isLiteral reports whether the node at c is a function literal.
func isLiteral(c inspector.Cursor) bool {
	_, ok := c.Node().(*ast.FuncLit)
	return ok
}

// use notes what happens to the file at c, or, if on is not nil, to a writer
// on top of it which that variable holds.
func (a *account) use(c inspector.Cursor, on *types.Var) {
	over := on != nil
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X:
		a.use(parent, on)
	case edge.SelectorExpr_X:
		a.selected(parent, on)
	case edge.CallExpr_Args:
		a.argument(c, parent, i, on)
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op != token.AND || over || isPointer(a.file.v.Type()) {
			a.escapes = true
			return
		}
		a.use(parent, on)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y: // a comparison
	case edge.AssignStmt_Rhs:
		n := parent.Node().(*ast.AssignStmt)
		if len(n.Lhs) != len(n.Rhs) {
			a.escapes = true
			return
		}
		a.store(c, n.Lhs[i])
	case edge.ValueSpec_Values:
		n := parent.Node().(*ast.ValueSpec)
		a.store(c, n.Names[min(i, len(n.Names)-1)])
	case edge.KeyValueExpr_Value:
		if v, ok := a.objectOf(parent.Node().(*ast.KeyValueExpr).Key).(*types.Var); ok && a.lends(v) {
			a.add(fills, c, on, "")
			return
		}
		a.escapes = true
	case edge.ReturnStmt_Results:
		if over || a.enclosing(c) != a.fn {
			a.escapes = true
		}
		a.returns = true
	default:
		a.escapes = true
	}
}

// lends reports whether v is a field of a struct of another package, and of an
// interface type by which the file cannot be published.
func (a *account) lends(v *types.Var) bool {
	return v.IsField() && v.Pkg() != a.pkg && a.onlyWrites(v.Type())
}

// onlyWrites reports whether t is an interface by which the file can be
// neither published nor discarded.
func (a *account) onlyWrites(t types.Type) bool {
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
		if a.file.kind.ends(iface.Method(i).Name()) {
			return false
		}
	}
	return true
}

// selected notes what the selector expression at sel does to the file, or to
// the writer on.
func (a *account) selected(sel inspector.Cursor, on *types.Var) {
	name := sel.Node().(*ast.SelectorExpr).Sel
	fn, isMethod := a.info.Uses[name].(*types.Func)
	if !isMethod { // the *os.File in a renameio.PendingFile, perhaps
		switch parentKind(sel) {
		case edge.SelectorExpr_X, edge.CallExpr_Args:
			a.add(fills, sel, on, name.Name)
		default:
			a.escapes = true
		}
		return
	}
	if parentKind(sel) != edge.CallExpr_Fun {
		if on != nil || a.file.kind.ends(fn.Name()) {
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
func (a *account) method(call inspector.Cursor, name string) {
	k := a.file.kind
	switch {
	case name == k.commit, k.finish != "" && name == k.finish, name == "Close" && a.file.replaced:
		a.add(commits, call, nil, name)
	case name == k.discard:
		a.add(discards, call, nil, name)
	case name == "Close":
	case name == "Name", name == "TempName":
		if outer, ok := call.Parent().Node().(*ast.CallExpr); ok && strings.HasPrefix(calleeName(outer), "Remove") {
			a.add(discards, call.Parent(), nil, name)
		}
	case name == "Write", name == "WriteString", name == "WriteAt", name == "ReadFrom", name == "Truncate",
		name == "WriteFile", name == "Create":
		a.add(fills, call, nil, name)
	default:
		a.add(touches, call, nil, name)
	}
}

func isPending(t types.Type) bool { return pendingKindOf(t) != nil }

// within reports whether v is a variable in the function, or in a literal
// there, and not one of its results.
func (a *account) within(v *types.Var) bool {
	for i := range a.fn.sig.Results().Len() {
		if a.fn.sig.Results().At(i) == v {
			return false
		}
	}
	n := a.fn.cursor.Node()
	return n.Pos() <= v.Pos() && v.Pos() < n.End()
}

// follow follows the writer on top of the file that v holds.
func (a *account) follow(v *types.Var) {
	if a.seen[v] {
		return
	}
	a.seen[v] = true
	a.escapes = a.escapes || a.addr[v] && isPointer(v.Type())
	for _, c := range a.uses[v] {
		a.use(c, v)
	}
}
