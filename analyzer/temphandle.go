package analyzer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// nameOf returns the handle of which call asks the name.
func (p *protocol) nameOf(call *ast.CallExpr) (ast.Expr, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Name" || len(call.Args) > 0 {
		return nil, false
	}
	if fn, ok := typeutil.Callee(p.info, call).(*types.Func); !ok || fn.Signature().Recv() == nil {
		return nil, false
	}
	return sel, true
}

// holder returns the variable or field that holds the receiver of the method
// that sel selects: the embedded field that has it, if it is promoted.
func (p *protocol) holder(sel *ast.SelectorExpr) types.Object {
	if field := promotedBy(p.info, sel); field != nil {
		return field
	}
	return p.objectOf(sel.X)
}

// promotedBy returns the embedded field of sel.X that has the method sel.Sel,
// or nil if sel.X has it itself.
func promotedBy(info *types.Info, sel *ast.SelectorExpr) *types.Var {
	s := info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) < 2 {
		return nil
	}
	t := s.Recv()
	var field *types.Var
	for _, i := range s.Index()[:len(s.Index())-1] {
		st, ok := structOf(t)
		if !ok || i >= st.NumFields() {
			return nil
		}
		field = st.Field(i).Origin()
		t = field.Type()
	}
	return field
}

// handle finds what created the open file that e holds: e is a selector of
// one of its methods, or the file. Outer are the calls that returned it so far.
func (r *resolver) handle(e ast.Expr, at inspector.Cursor, outer []handleRef, depth int) {
	e = ast.Unparen(e)
	if depth > maxDepth {
		return
	}
	if call, ok := e.(*ast.CallExpr); ok {
		r.handleCall(call, 0, at, outer, depth)
		return
	}
	obj := r.objectOf(e)
	if sel, ok := e.(*ast.SelectorExpr); ok {
		if _, isMethod := r.info.Uses[sel.Sel].(*types.Func); isMethod {
			obj = r.holder(sel)
			if call, ok := ast.Unparen(sel.X).(*ast.CallExpr); ok && obj == nil {
				r.handleCall(call, 0, at, outer, depth)
				return
			}
		}
	}
	if obj == nil || r.seen[obj] {
		return
	}
	r.seen[obj] = true
	defs, _ := r.definitions(obj)
	for _, d := range defs {
		if call, ok := ast.Unparen(d.expr).(*ast.CallExpr); ok && d.index != element {
			r.handleCall(call, max(d.index, 0), d.cursor, outer, depth+1)
		} else if d.index == whole {
			r.handle(d.expr, d.cursor, outer, depth+1)
		}
	}
}

// handleCall finds what created the open file that is result i of call.
func (r *resolver) handleCall(call *ast.CallExpr, i int, at inspector.Cursor, outer []handleRef, depth int) {
	c, ok := callAt(at, call)
	if !ok || depth > maxDepth {
		return
	}
	fn := r.callee(call)
	refs := append([]handleRef{{call: c, inside: len(outer) > 0}}, outer...)
	if fn != nil && temporaryFiles[fn.FullName()] {
		d := &draft{made: c, call: call, kind: draftTemp, private: true, handles: refs}
		if len(call.Args) > 0 {
			d.dir = call.Args[0]
		}
		r.add(d)
		return
	}
	if k, ok := r.creator(c); ok {
		if d := r.opened(k); d != nil && k.kind != wholeFile {
			d.handles = refs
			r.add(d)
		}
		return
	}
	targets := r.targets(call)
	for _, target := range targets {
		r.returned(target, i, func(v ast.Expr, ret inspector.Cursor) { r.handle(v, ret, refs, depth+1) })
	}
	if fn == nil || len(targets) > 0 {
		return
	}
	for k, arg := range call.Args {
		if t := r.traitOf(call, k); t.Opens && i == 0 {
			d := r.openedBy(c, arg, t)
			d.handles = refs
			r.add(d)
			return
		}
	}
	if sum, ok := r.sums.result(fn, i); ok && sum.Temporary && isFile(resultAt(fn, i)) {
		r.add(&draft{made: c, call: call, kind: draftTemp, private: sum.Private, handles: refs})
	}
}

// callAt returns the cursor of call, which stands in the node at or is it.
func callAt(at inspector.Cursor, call *ast.CallExpr) (inspector.Cursor, bool) {
	if at.Node() == call {
		return at, true
	}
	return at.FindNode(call)
}

func resultAt(fn *types.Func, i int) types.Type {
	if results := fn.Signature().Results(); i < results.Len() {
		return results.At(i).Type()
	}
	return types.Typ[types.Invalid]
}

// targets returns the functions of this package that call may run. It is more
// than one if a variable holds one of several literals.
func (p *protocol) targets(call *ast.CallExpr) []*function {
	if fn := p.local(call); fn != nil {
		return []*function{fn}
	}
	if p.callee(call) == nil {
		if obj := p.objectOf(call.Fun); obj != nil {
			return p.byObj[obj]
		}
	}
	return nil
}

// returned calls visit for each expression that fn returns as result i.
func (p *protocol) returned(fn *function, i int, visit func(ast.Expr, inspector.Cursor)) {
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		switch {
		case len(results) == 0 && i < fn.sig.Results().Len():
			for _, d := range p.defs[fn.sig.Results().At(i)] {
				if d.index == whole || d.index == 0 {
					visit(d.expr, d.cursor)
				}
			}
		case len(results) == 1 && fn.sig.Results().Len() > 1:
			if i == 0 {
				visit(results[0], ret)
			}
		case i < len(results):
			visit(results[i], ret)
		}
	}
}
