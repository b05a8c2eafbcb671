package flow

import (
	"go/ast"
	"go/types"
)

// PromotedBy returns the embedded field of sel.X that has the method sel.Sel,
// or nil if sel.X has it itself.
func PromotedBy(info *types.Info, sel *ast.SelectorExpr) *types.Var {
	s := info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) < 2 {
		return nil
	}
	t := s.Recv()
	var field *types.Var
	for _, i := range s.Index()[:len(s.Index())-1] {
		st, ok := StructOf(t)
		if !ok || i >= st.NumFields() {
			return nil
		}
		field = st.Field(i).Origin()
		t = field.Type()
	}
	return field
}

// CalleeName returns the name by which call names its function, without what
// stands before a dot.
func CalleeName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// Runs returns the function that call may run: the one that it names, or one of
// another package that the variable, field or parameter which it calls is set
// to. It belongs to a package.
func (f *Flow) Runs(call *ast.CallExpr) *types.Func {
	if fn := f.Callee(call); fn != nil {
		return fn
	}
	defs, _ := f.Definitions(f.ObjectOf(call.Fun))
	for _, d := range defs {
		if fn := f.named(d); fn != nil && fn.Pkg() != nil && fn.Pkg() != f.Pkg {
			return fn
		}
	}
	return nil
}

// named returns the function that v is, if v names one.
func (f *Flow) named(v Value) *types.Func {
	if v.Index != Whole {
		return nil
	}
	switch e := ast.Unparen(v.Expr).(type) {
	case *ast.Ident:
		fn, _ := f.Info.Uses[e].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := f.Info.Uses[e.Sel].(*types.Func)
		return fn
	}
	return nil
}

// Implementations returns the methods of this package that a call of obj, a
// method of an interface, may run; nothing for other objects.
func (f *Flow) Implementations(obj types.Object) []*Function {
	m, ok := obj.(*types.Func)
	if !ok || m.Signature().Recv() == nil {
		return nil
	}
	iface, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var list []*Function
	for _, fn := range f.Order {
		if fn.Obj == nil || fn.Obj.Name() != m.Name() || fn.Sig.Recv() == nil {
			continue
		}
		if t := fn.Sig.Recv().Type(); types.Implements(t, iface) || types.Implements(types.NewPointer(t), iface) {
			list = append(list, fn)
		}
	}
	return list
}
