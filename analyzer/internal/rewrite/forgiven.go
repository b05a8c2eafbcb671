package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// forgiven returns the place in this package that tells errors of the function
// apart from others, and so may go on with the file after one. Callers are asked
// what they do with any error of the function, and the whole package about the
// errors that the function makes itself.
func (h *handle) forgiven() ast.Node {
	fn := h.flow.Funcs[h.fn.Node()]
	if fn == nil {
		return nil
	}
	for _, c := range h.callsOf(fn) {
		if n := h.toldApart(c, nil); n != nil {
			return n
		}
	}
	return h.ownErrorTested()
}

// toldApart returns what tells the error apart that is the last result of the
// call at c. The functions in around are not followed again.
func (h *handle) toldApart(c inspector.Cursor, around []*flow.Function) ast.Node {
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X:
		return h.toldApart(parent, around)
	case edge.AssignStmt_Rhs:
		n := parent.Node().(*ast.AssignStmt)
		lhs := n.Lhs[len(n.Lhs)-1]
		if len(n.Rhs) == len(n.Lhs) {
			lhs = n.Lhs[i]
		}
		return h.testedLater(h.flow.ObjectOf(lhs), c, around)
	case edge.ValueSpec_Values:
		names := parent.Node().(*ast.ValueSpec).Names
		return h.testedLater(h.flow.ObjectOf(names[len(names)-1]), c, around)
	case edge.ReturnStmt_Results:
		if outer := h.flow.Funcs[flow.FunctionAround(c).Node()]; outer != nil && outer.Sig.Results().Len() > 0 {
			return h.testedLater(outer.Sig.Results().At(outer.Sig.Results().Len()-1), c, around)
		}
		return nil
	}
	return h.tested(c, around)
}

// testedLater returns what tells apart the error in v, which the call at c is
// the value of, in the function around c.
func (h *handle) testedLater(v types.Object, c inspector.Cursor, around []*flow.Function) ast.Node {
	if v == nil || !flow.IsError(v.Type()) {
		return nil
	}
	call, _ := c.Node().(ast.Expr)
	fn := flow.FunctionAround(c)
	for _, use := range h.flow.Uses[v] {
		e := use.Node().(ast.Expr)
		if field := v.(*types.Var).IsField(); !field && !flow.Within(e, fn.Node()) {
			continue
		}
		if defs, ok := h.flow.Reaching(v, h.flow.Defs[v], e); ok && !fromCall(defs, call) {
			continue
		}
		if n := h.tested(use, around); n != nil {
			return n
		}
	}
	return nil
}

// fromCall reports whether call is one of defs.
func fromCall(defs []flow.Value, call ast.Expr) bool {
	for _, d := range defs {
		if ast.Unparen(d.Expr) == call {
			return true
		}
	}
	return false
}

// tested returns the expression around the error at c that tells it apart from
// other errors, or nil if there is none.
func (h *handle) tested(c inspector.Cursor, around []*flow.Function) ast.Node {
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X:
		return h.tested(parent, around)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		n := parent.Node().(*ast.BinaryExpr)
		if (n.Op == token.EQL || n.Op == token.NEQ) && !h.isNil(n.X) && !h.isNil(n.Y) {
			return n
		}
	case edge.TypeAssertExpr_X:
		return parent.Node()
	case edge.SwitchStmt_Tag:
		return parent.Node()
	case edge.SelectorExpr_X:
		if call := parent.Parent(); flow.ParentKind(parent) == edge.CallExpr_Fun {
			return h.tested(call, around) // what err.Error() returns
		}
	case edge.CallExpr_Args:
		return h.testedBy(parent, i, around)
	}
	return nil
}

// testedBy returns what tells the error apart that is argument i of the call
// at c.
func (h *handle) testedBy(c inspector.Cursor, i int, around []*flow.Function) ast.Node {
	call := c.Node().(*ast.CallExpr)
	if t := h.pass.TypesInfo.TypeOf(call); types.Identical(t.Underlying(), types.Typ[types.Bool]) {
		return call
	}
	fn := h.flow.Local(call)
	if fn == nil {
		return nil
	}
	params := fn.Sig.Params()
	if slices.Contains(around, fn) || i >= params.Len() {
		return nil
	}
	around = append(around, fn)
	for _, use := range h.flow.Uses[params.At(i)] {
		if n := h.tested(use, around); n != nil {
			return n
		}
	}
	return nil
}

// ownErrorTested returns the place in this package that tells apart an error
// which the function makes once the file is open: a variable of a package, or a
// type of its own.
func (h *handle) ownErrorTested() ast.Node {
	for c := range h.fn.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		if id.Pos() < h.assign.End() || h.whenFailed(id) {
			continue
		}
		if n := h.errorTested(h.pass.TypesInfo.Uses[id], c); n != nil {
			return n
		}
	}
	return nil
}

// errorTested returns the place outside of the function that tells errors apart
// which are obj, a variable, or of the type obj.
func (h *handle) errorTested(obj types.Object, at inspector.Cursor) ast.Node {
	obj = declared(obj)
	switch obj := obj.(type) {
	case *types.Var:
		if obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() || !flow.IsError(obj.Type()) || h.compares(at) {
			return nil
		}
	case *types.TypeName:
		if obj.Pkg() != h.pass.Pkg || !implementsError(obj.Type()) {
			return nil
		}
	default:
		return nil
	}
	for c := range h.flow.Root.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		if declared(h.pass.TypesInfo.Uses[id]) == obj && !flow.Within(id, h.fn.Node()) && h.compares(c) {
			return id
		}
	}
	return nil
}

// declared returns the name that the type was declared by which obj names, or obj.
func declared(obj types.Object) types.Object {
	if name, ok := obj.(*types.TypeName); ok {
		if named, ok := types.Unalias(name.Type()).(*types.Named); ok {
			return named.Obj()
		}
	}
	return obj
}

// implementsError reports whether t, or a pointer to it, is an error type.
func implementsError(t types.Type) bool {
	iface := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
	return !types.IsInterface(t) && (types.Implements(t, iface) || types.Implements(types.NewPointer(t), iface))
}

// compares reports whether the name at c is what an error is compared with: an
// operand of a comparison, a case, an argument of a condition such as errors.Is,
// or the type of a variable, which errors.As sets.
func (h *handle) compares(c inspector.Cursor) bool {
	for {
		kind, _ := c.ParentEdge()
		switch kind {
		case edge.SelectorExpr_Sel, edge.StarExpr_X, edge.ParenExpr_X, edge.UnaryExpr_X:
			c = c.Parent()
			continue
		case edge.BinaryExpr_X, edge.BinaryExpr_Y:
			n := c.Parent().Node().(*ast.BinaryExpr)
			return n.Op == token.EQL || n.Op == token.NEQ
		case edge.CaseClause_List, edge.TypeAssertExpr_Type, edge.IndexExpr_Index:
			return true
		case edge.CallExpr_Args:
			t := h.pass.TypesInfo.TypeOf(c.Parent().Node().(ast.Expr))
			return types.Identical(t.Underlying(), types.Typ[types.Bool])
		case edge.ValueSpec_Type: // var target *T, for errors.As
			_, inside := flow.Declaration(c)
			return inside
		}
		return false
	}
}
