package rename

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// nameOf returns the handle of which call asks the name.
func (p *Checker) nameOf(call *ast.CallExpr) (ast.Expr, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Name" {
		return nil, false
	}
	if fn, ok := typeutil.Callee(p.Info, call).(*types.Func); !ok || fn.Signature().Recv() == nil {
		return nil, false
	}
	return sel, true
}

// holder returns the variable or field that holds the receiver of the method
// that sel selects: the embedded field that has it, if it is promoted.
func (p *Checker) holder(sel *ast.SelectorExpr) types.Object {
	if field := flow.PromotedBy(p.Info, sel); field != nil {
		return field
	}
	return p.ObjectOf(sel.X)
}

// handle finds what created the open file that e holds: e is a selector of
// one of its methods, or the file. Outer are the calls that returned it so far.
func (r *resolver) handle(e ast.Expr, at inspector.Cursor, outer []handleRef, depth int) {
	e = ast.Unparen(e)
	if depth > knowledge.MaxDepth {
		return
	}
	if call, ok := e.(*ast.CallExpr); ok {
		r.handleCall(call, 0, at, outer, depth)
		return
	}
	obj := r.ObjectOf(e)
	if sel, ok := e.(*ast.SelectorExpr); ok {
		if _, isMethod := r.Info.Uses[sel.Sel].(*types.Func); isMethod {
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
	defs, _ := r.Definitions(obj)
	for _, d := range defs {
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok && d.Index != flow.Element {
			r.handleCall(call, max(d.Index, 0), d.Cursor, outer, depth+1)
		} else if d.Index == flow.Whole {
			r.handle(d.Expr, d.Cursor, outer, depth+1)
		}
	}
}

// handleCall finds what created the open file that is result i of call.
func (r *resolver) handleCall(call *ast.CallExpr, i int, at inspector.Cursor, outer []handleRef, depth int) {
	c, ok := callAt(at, call)
	if !ok || depth > knowledge.MaxDepth {
		return
	}
	fn := r.Callee(call)
	refs := append([]handleRef{{call: c, inside: len(outer) > 0}}, outer...)
	if r.makesTemporary(call) {
		d := &Draft{Made: c, Call: call, Kind: draftTemp, private: true, handles: refs}
		if len(call.Args) > 0 {
			d.dir = call.Args[0]
		}
		r.add(d)
		return
	}
	if k, ok := r.creator(c); ok {
		if d := r.opened(k); d != nil && k.Kind != knowledge.WholeFile {
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
	if sum, ok := r.sums.Result(fn, i); ok && sum.Temporary && flow.IsFile(resultAt(fn, i)) {
		r.add(&Draft{Made: c, Call: call, Kind: draftTemp, private: sum.Private, handles: refs})
	}
}

// makesTemporary reports whether call is of os.CreateTemp or its like, by that
// name or by a variable that holds it.
func (p *Checker) makesTemporary(call *ast.CallExpr) bool {
	fn := p.Runs(call)
	return fn != nil && knowledge.TemporaryFiles[fn.FullName()]
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
func (p *Checker) targets(call *ast.CallExpr) []*flow.Function {
	if fn := p.Local(call); fn != nil {
		return []*flow.Function{fn}
	}
	if p.Callee(call) == nil {
		if obj := p.ObjectOf(call.Fun); obj != nil {
			return p.ByObj[obj]
		}
	}
	return nil
}

// returned calls visit for each expression that fn returns as result i.
func (p *Checker) returned(fn *flow.Function, i int, visit func(ast.Expr, inspector.Cursor)) {
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		switch {
		case len(results) == 0 && i < fn.Sig.Results().Len():
			for _, d := range p.Defs[fn.Sig.Results().At(i)] {
				if d.Index == flow.Whole || d.Index == 0 {
					visit(d.Expr, d.Cursor)
				}
			}
		case len(results) == 1 && fn.Sig.Results().Len() > 1:
			if i == 0 {
				visit(results[0], ret)
			}
		case i < len(results):
			visit(results[i], ret)
		}
	}
}
