package rewrite

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// A file that a function of the package is given as an *os.File can be the
// writer's File if the parameter becomes an interface of package io. All
// callers can still give it what they have.

// lendReason returns why the function that the call at c runs cannot be given
// the file as argument i, which is to be an *os.File.
func (h *handle) lendReason(c inspector.Cursor, i int) string {
	call := c.Node().(*ast.CallExpr)
	if flow.ParentKind(c) == edge.DeferStmt_Call && flow.FunctionAround(c) == h.fn && h.lendToCloser(c, i) {
		return ""
	}
	_, reason := h.lend(call, i, nil)
	return reason
}

// lend has the function that call runs take an interface as argument i. It
// returns the methods of that, or why it cannot. lent are the parameters, the
// innermost last, of which call hands on the value.
func (h *handle) lend(call *ast.CallExpr, i int, lent []*ast.Field) (needs map[string]bool, reason string) {
	callee := types.ExprString(call.Fun)
	fn := h.flow.Local(call)
	if fn == nil || !h.changeable(fn) || h.isGeneric(call) {
		return nil, callee + " wants an *os.File"
	}
	field := h.paramField(fn, i)
	if field == nil || len(field.Names) > 1 {
		return nil, callee + " wants an *os.File, and declares it together with others"
	}
	if at := slices.Index(lent, field); at >= 0 {
		if at == len(lent)-1 { // it calls itself
			return nil, ""
		}
		return nil, callee + " wants an *os.File"
	}
	if needs, reason = h.needs(fn, field, callee, append(lent, field)); reason != "" {
		return nil, reason
	}
	name := interfaceWith(needs)
	if name == "" {
		return nil, callee + " wants an *os.File, and no interface of package io has what it uses"
	}
	if reason := h.widenTo(name, fn, field); reason != "" {
		return nil, callee + " wants an *os.File, and " + reason
	}
	return needs, ""
}

// widenTo has the parameter of fn that field declares become the interface of
// package io with the name, or returns why it cannot.
func (h *handle) widenTo(name string, fn *flow.Function, field *ast.Field) string {
	src, reason := h.source(field.Pos())
	if reason != "" {
		return reason
	}
	if fn.Obj != nil {
		if reason := h.boundElsewhere(src.file, fn.Obj.Name()); reason != "" {
			return reason
		}
	}
	if _, ok := h.qualifyIO(src, field.Pos()); !ok {
		return "its file has another use for the name io"
	}
	h.widened = append(h.widened, widening{decl: field, from: field.Type.Pos(), to: field.Type.End(), name: name, gone: field.Type.(*ast.StarExpr).X})
	return ""
}

// needs returns the methods of the file that fn, which callee names, uses of the
// parameter that field declares, or why that cannot be an interface.
func (h *handle) needs(fn *flow.Function, field *ast.Field, callee string, lent []*ast.Field) (map[string]bool, string) {
	needs := make(map[string]bool)
	if len(field.Names) == 0 {
		return needs, ""
	}
	param := h.pass.TypesInfo.Defs[field.Names[0]]
	for _, c := range h.flow.Uses[param] {
		if reason := h.needOf(c, needs, lent); reason != "" {
			return nil, h.lineSeen(c.Node().Pos(), h.s.Call.Pos()) + ", in " + callee + ", " + reason
		}
	}
	if len(h.flow.Defs[param]) > 0 || h.flow.Addr[param] {
		return nil, callee + " sets its parameter"
	}
	return needs, ""
}

// needOf adds what the use at c of a parameter needs, or returns why that
// cannot be an interface.
func (h *handle) needOf(c inspector.Cursor, needs map[string]bool, lent []*ast.Field) string {
	switch kind, i := c.ParentEdge(); kind {
	case edge.SelectorExpr_X:
		sel := c.Parent().Node().(*ast.SelectorExpr)
		if flow.ParentKind(c.Parent()) != edge.CallExpr_Fun {
			return "takes a method of the file as a value"
		}
		needs[sel.Sel.Name] = true
		if interfaceWith(map[string]bool{sel.Sel.Name: true}) == "" {
			return "uses its method " + sel.Sel.Name
		}
		return ""
	case edge.CallExpr_Args:
		call := c.Parent().Node().(*ast.CallExpr)
		tv := h.pass.TypesInfo.Types[call.Fun]
		sig, ok := tv.Type.Underlying().(*types.Signature)
		if tv.IsType() || !ok || h.isGeneric(call) {
			break
		}
		t := parameter(sig, i)
		if isHandle(t) {
			more, reason := h.lend(call, i, lent)
			maps.Copy(needs, more)
			return reason
		}
		iface, ok := t.Underlying().(*types.Interface)
		if !ok || iface.NumMethods() == 0 {
			break
		}
		for m := range iface.Methods() {
			if interfaceWith(map[string]bool{m.Name(): true}) == "" {
				return "hands it on to " + types.ExprString(call.Fun) + ", which needs its method " + m.Name()
			}
			needs[m.Name()] = true
		}
		return ""
	}
	return "needs an *os.File"
}

// changeable reports whether no code but calls that this package shows depends
// on the type of fn: it is declared, is not exported, and implements no
// interface.
func (x *Fixer) changeable(fn *flow.Function) bool {
	obj, ok := fn.Obj.(*types.Func)
	if !ok || fn.Escapes || obj.Exported() || fn.Sig.TypeParams().Len() > 0 {
		return false
	}
	if fn.Sig.Recv() == nil {
		return true
	}
	for _, other := range x.pass.TypesInfo.Defs {
		if m, ok := other.(*types.Func); ok && m.Name() == obj.Name() && m.Signature().Recv() != nil && types.IsInterface(m.Signature().Recv().Type()) {
			return false
		}
	}
	return true
}

// paramField returns the field that declares parameter i of fn, or nil if that
// is a variadic one.
func (h *handle) paramField(fn *flow.Function, i int) *ast.Field {
	if i >= fn.Sig.Params().Len() || fn.Sig.Variadic() && i == fn.Sig.Params().Len()-1 {
		return nil
	}
	at := 0
	for _, field := range functionType(fn.Cursor.Node()).Params.List {
		if at += max(len(field.Names), 1); i < at {
			return field
		}
	}
	return nil
}
