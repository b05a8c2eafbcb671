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
// to come from other calls than s, which are not given its error, nor anything
// that may hold it.
func (p *Ways) elsewhere(e Exit, s *step) bool {
	held := p.beside(s)
	for _, call := range e.origins {
		if call == s.At.Node() || p.mentions(call, held) || slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(p.Info.TypeOf(arg)) }) {
			return false
		}
	}
	return len(e.origins) > 0
}

// beside returns the variables that s is given to together with its error, there
// or later: the list that is appended to, the operand of the method that is called.
func (p *Ways) beside(s *step) map[types.Object]bool {
	held := make(map[types.Object]bool)
	p.addBeside(held, s.At)
	if assign, ok := s.At.Parent().Node().(*ast.AssignStmt); ok && len(assign.Lhs) == 1 {
		for _, use := range p.Uses[p.ObjectOf(assign.Lhs[0])] {
			p.addBeside(held, use)
		}
	}
	return held
}

// addBeside adds to held the variables that the call is given to which the
// expression at c is an argument of. A variable of the package does more than to
// hold the error.
func (p *Ways) addBeside(held map[types.Object]bool, c inspector.Cursor) {
	if flow.ParentKind(c) != edge.CallExpr_Args {
		return
	}
	ast.Inspect(c.Parent().Node(), func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && n != c.Node() {
			if v, ok := p.Info.Uses[id].(*types.Var); ok && v != p.File.V && p.inside(v, p.Fn) {
				held[v] = true
			}
		}
		return true
	})
}

func (p *Ways) mentions(n ast.Node, vars map[types.Object]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && vars[p.Info.Uses[id]]
		return !found
	})
	return found
}

// ReturnsError reports whether the last result of the function is an error.
func (p *Ways) returnsError() bool {
	n := p.Fn.Sig.Results().Len()
	return n > 0 && flow.IsError(p.Fn.Sig.Results().At(n-1).Type())
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
	if kind == nil || name != kind.Finish {
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
	if !ok || !p.inside(v, fn) || v.IsField() {
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
