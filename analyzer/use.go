package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A use is a place that a followed value reaches and where something outside
// the flow index happens to it.
type use struct {
	kind   useKind
	cursor inspector.Cursor // the expression that holds the value
	at     inspector.Cursor // argument, method: the call
	call   *ast.CallExpr    // argument, method
	fn     *types.Func      // argument, method: the callee, if known statically
	index  int              // argument: which one
	obj    types.Object     // store: the field or package variable
	open   bool             // store, result: code outside this package sees it
	lent   bool             // method: of an embedded field, by the struct around it
}

type useKind uint8

const (
	argument useKind = iota // passed to a function that this package does not declare
	method                  // the receiver of a method call; call is nil for a method value
	store                   // assigned to a field or a package variable
	result                  // returned
	derived                 // an operand of an expression that makes another value of it
	lost                    // sent on a channel or otherwise out of sight
)

// A walker follows a value forward to its uses. It goes through assignments,
// fields, slices, calls of this package's functions and their results.
type walker struct {
	*flow
	// visit is called for each use. If it returns true, the value that the
	// call returns carries the followed one, and is followed, too.
	visit func(use) (carry bool)
	// inside keeps the walk in the function where it begins and the functions
	// that it calls: not into fields, package variables or callers.
	inside bool
	// role, if set, tells what calls do with an argument. The walk then visits
	// the arguments of this package's functions, too, and enters a function
	// only if the value leaves it again, so that it does not go through the
	// same functions for every value.
	role func(call *ast.CallExpr, i int) paramSummary
	// exact keeps the walk out of local variables that may hold something
	// else as well.
	exact bool
	seen  map[any]bool
}

// walk returns a walker that calls visit for each use.
func (f *flow) walk(visit func(use) bool) *walker {
	return &walker{flow: f, visit: visit, seen: make(map[any]bool)}
}

// object follows what the variable or field obj holds.
func (w *walker) object(obj types.Object) {
	if obj == nil || w.seen[obj] || w.exact && w.ambiguous(obj) {
		return
	}
	w.seen[obj] = true
	for _, c := range w.uses[obj] {
		w.expr(c)
	}
}

func (w *walker) ambiguous(obj types.Object) bool {
	n := len(w.defs[obj])
	if _, isParam := w.param[obj]; isParam {
		n++
	}
	return n > 1
}

// expr follows the value of the expression at c.
func (w *walker) expr(c inspector.Cursor) {
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.ParenExpr_X, edge.StarExpr_X, edge.TypeAssertExpr_X, edge.SliceExpr_X, edge.IndexExpr_X:
		w.expr(parent)
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op == token.AND {
			w.expr(parent)
		}
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		if parent.Node().(*ast.BinaryExpr).Op == token.ADD {
			w.visit(use{kind: derived, cursor: c})
		}
	case edge.SelectorExpr_X:
		w.selector(c, parent)
	case edge.CallExpr_Args:
		w.argument(c, parent, i)
	case edge.AssignStmt_Rhs:
		if n := parent.Node().(*ast.AssignStmt); len(n.Lhs) == len(n.Rhs) {
			w.store(c, n.Lhs[i])
		} else {
			w.store(c, n.Lhs[0])
		}
	case edge.ValueSpec_Values:
		n := parent.Node().(*ast.ValueSpec)
		w.object(w.info.Defs[n.Names[min(i, len(n.Names)-1)]])
	case edge.KeyValueExpr_Value:
		w.keyed(c, parent)
	case edge.CompositeLit_Elts:
		if st, ok := structOf(w.info.TypeOf(parent.Node().(ast.Expr))); ok {
			if i < st.NumFields() {
				w.field(c, st.Field(i).Origin())
			}
		} else {
			w.expr(parent)
		}
	case edge.RangeStmt_X:
		if n := parent.Node().(*ast.RangeStmt); n.Value != nil {
			w.object(w.objectOf(n.Value))
		}
	case edge.ReturnStmt_Results:
		w.returned(c, i)
	case edge.SendStmt_Value:
		w.visit(use{kind: lost, cursor: c})
	}
}

func (w *walker) selector(c, sel inspector.Cursor) {
	fn, ok := w.info.Uses[sel.Node().(*ast.SelectorExpr).Sel].(*types.Func)
	if !ok {
		return
	}
	u := use{kind: method, cursor: c, fn: fn.Origin()}
	if parentKind(sel) == edge.CallExpr_Fun {
		u.at = sel.Parent()
		u.call = u.at.Node().(*ast.CallExpr)
	}
	if w.visit(u) && u.call != nil {
		w.result(sel.Parent(), 0)
	}
}

func (w *walker) argument(c, callCursor inspector.Cursor, i int) {
	call := callCursor.Node().(*ast.CallExpr)
	if tv := w.info.Types[call.Fun]; tv.IsType() {
		w.expr(callCursor)
		return
	} else if tv.IsBuiltin() {
		if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "append" {
			w.expr(callCursor)
		}
		return
	}
	u := use{kind: argument, cursor: c, at: callCursor, call: call, fn: w.callee(call), index: i}
	if fn := w.local(call); fn != nil && hasBody(fn) {
		w.enter(fn, u)
		return
	}
	if w.visit(u) {
		w.result(callCursor, 0)
	}
}

// enter follows the argument u into fn, a function of this package.
func (w *walker) enter(fn *function, u use) {
	if w.role != nil {
		w.visit(u)
		if w.inside || !w.role(u.call, u.index).leaves {
			return
		}
	}
	if n := fn.sig.Params().Len(); n > 0 {
		w.object(fn.sig.Params().At(min(u.index, n-1)))
	}
}

// hasBody reports whether fn is written in Go, and so has a body.
func hasBody(fn *function) bool {
	d, ok := fn.cursor.Node().(*ast.FuncDecl)
	return !ok || d.Body != nil
}

func (w *walker) store(c inspector.Cursor, lhs ast.Expr) {
	obj := w.objectOf(lhs)
	if obj == nil {
		if ix, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
			w.store(c, ix.X)
		}
		return
	}
	w.field(c, obj)
}

// field follows a value into obj, a variable or field that it is assigned to.
func (w *walker) field(c inspector.Cursor, obj types.Object) {
	v, ok := obj.(*types.Var)
	if !ok {
		return
	}
	shared := v.IsField() || v.Parent() == w.pkg.Scope()
	if shared {
		w.visit(use{kind: store, cursor: c, obj: obj, open: v.Pkg() != w.pkg || v.Exported() && w.importable()})
	}
	if v.Embedded() {
		for _, sel := range w.promoted[v] {
			w.lends(sel)
		}
	}
	if v.Pkg() == w.pkg && !(w.inside && shared) {
		w.object(obj)
	}
}

// lends follows a value that a struct embeds to the method at sel, which it
// lends to the struct.
func (w *walker) lends(sel inspector.Cursor) {
	if w.seen[sel] {
		return
	}
	w.seen[sel] = true
	fn, ok := w.info.Uses[sel.Node().(*ast.SelectorExpr).Sel].(*types.Func)
	if !ok {
		return
	}
	u := use{kind: method, cursor: sel, fn: fn.Origin(), lent: true}
	if parentKind(sel) == edge.CallExpr_Fun {
		u.at = sel.Parent()
		u.call = u.at.Node().(*ast.CallExpr)
	}
	if w.visit(u) && u.call != nil {
		w.result(u.at, 0)
	}
}

func (w *walker) keyed(c, kv inspector.Cursor) {
	lit, ok := kv.Parent().Node().(*ast.CompositeLit)
	if !ok {
		return
	}
	if _, isStruct := structOf(w.info.TypeOf(lit)); !isStruct {
		w.expr(kv.Parent())
		return
	}
	if key, ok := kv.Node().(*ast.KeyValueExpr).Key.(*ast.Ident); ok {
		if obj, ok := w.info.Uses[key].(*types.Var); ok {
			w.field(c, obj.Origin())
		}
	}
}

// returned follows result i of the function around the return statement of c.
func (w *walker) returned(c inspector.Cursor, i int) {
	fn := w.enclosing(c)
	if fn == nil {
		w.visit(use{kind: lost, cursor: c})
		return
	}
	w.visit(use{kind: result, cursor: c, index: i, open: w.open(fn)})
	key := struct {
		fn *function
		i  int
	}{fn, i}
	if w.inside || w.seen[key] {
		return
	}
	w.seen[key] = true
	for _, call := range fn.calls {
		w.result(call, i)
	}
}

// result follows result i of the call at c.
func (w *walker) result(c inspector.Cursor, i int) {
	tuple, ok := w.info.TypeOf(c.Node().(*ast.CallExpr)).(*types.Tuple)
	if !ok || tuple.Len() == 1 {
		w.expr(c)
		return
	}
	parent := c.Parent()
	switch parentKind(c) {
	case edge.AssignStmt_Rhs:
		if n := parent.Node().(*ast.AssignStmt); i < len(n.Lhs) {
			w.store(c, n.Lhs[i])
		}
	case edge.ValueSpec_Values:
		if n := parent.Node().(*ast.ValueSpec); i < len(n.Names) {
			w.object(w.info.Defs[n.Names[i]])
		}
	case edge.ReturnStmt_Results:
		w.returned(c, i)
	case edge.CallExpr_Args:
		w.argument(c, parent, i)
	}
}
