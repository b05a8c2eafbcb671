package flow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
)

// A Use is a place that a followed value reaches and where something outside
// the flow index happens to it.
type Use struct {
	Kind   useKind
	Cursor inspector.Cursor // the expression that holds the value
	At     inspector.Cursor // argument, method: the call
	Call   *ast.CallExpr    // argument, method
	Fn     *types.Func      // argument, method: the callee, if known statically
	Index  int              // argument: which one
	Obj    types.Object     // store: the field or package variable
	Open   bool             // store, result: code outside this package sees it
	Lent   bool             // method: of an embedded field, by the struct around it
}

type useKind uint8

const (
	Argument useKind = iota // passed to a function that this package does not declare
	Method                  // the receiver of a method call; call is nil for a method value
	Store                   // assigned to a field or a package variable
	Result                  // returned
	Derived                 // an operand of an expression that makes another value of it
	Lost                    // sent on a channel or otherwise out of sight
)

// A Walker follows a value forward to its uses. It goes through assignments,
// fields, slices, calls of this package's functions and their results.
type Walker struct {
	*Flow
	// visit is called for each use. If it returns true, the value that the
	// call returns carries the followed one, and is followed, too.
	visit func(Use) (carry bool)
	// Inside keeps the walk in the function where it begins and the functions
	// that it calls: not into fields, package variables or callers.
	Inside bool
	// Role, if set, tells what calls do with an argument. The walk then visits
	// the arguments of this package's functions, too, and enters a function
	// only if the value leaves it again, so that it does not go through the
	// same functions for every value.
	Role func(call *ast.CallExpr, i int) facts.Param
	// Exact keeps the walk out of local variables that may hold something
	// else as well.
	Exact bool
	// Assert, if set, is told of each type assertion, and type switch, on the
	// value.
	Assert func(c inspector.Cursor)
	seen   map[any]bool
}

// Walk returns a walker that calls visit for each use.
func (f *Flow) Walk(visit func(Use) bool) *Walker {
	return &Walker{Flow: f, visit: visit, seen: make(map[any]bool)}
}

// Object follows what the variable or field obj holds.
func (w *Walker) Object(obj types.Object) {
	if obj == nil || w.seen[obj] || w.Exact && w.ambiguous(obj) {
		return
	}
	w.seen[obj] = true
	for _, c := range w.Uses[obj] {
		w.expr(c)
	}
}

func (w *Walker) ambiguous(obj types.Object) bool {
	n := len(w.Defs[obj])
	if _, isParam := w.Param[obj]; isParam {
		n++
	}
	return n > 1
}

// expr follows the value of the expression at c.
func (w *Walker) expr(c inspector.Cursor) {
	parent := c.Parent()
	switch kind, i := c.ParentEdge(); kind {
	case edge.TypeAssertExpr_X:
		if w.Assert != nil {
			w.Assert(parent)
		}
		w.expr(parent)
	case edge.ParenExpr_X, edge.StarExpr_X, edge.SliceExpr_X, edge.IndexExpr_X:
		w.expr(parent)
	case edge.UnaryExpr_X:
		if parent.Node().(*ast.UnaryExpr).Op == token.AND {
			w.expr(parent)
		}
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		if parent.Node().(*ast.BinaryExpr).Op == token.ADD {
			w.visit(Use{Kind: Derived, Cursor: c})
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
		w.Object(w.Info.Defs[n.Names[min(i, len(n.Names)-1)]])
	case edge.KeyValueExpr_Value:
		w.keyed(c, parent)
	case edge.CompositeLit_Elts:
		if st, ok := StructOf(w.Info.TypeOf(parent.Node().(ast.Expr))); ok {
			if i < st.NumFields() {
				w.field(c, st.Field(i).Origin())
			}
		} else {
			w.expr(parent)
		}
	case edge.RangeStmt_X:
		if n := parent.Node().(*ast.RangeStmt); n.Value != nil {
			w.Object(w.ObjectOf(n.Value))
		}
	case edge.ReturnStmt_Results:
		w.returned(c, i)
	case edge.SendStmt_Value:
		w.visit(Use{Kind: Lost, Cursor: c})
	}
}

func (w *Walker) selector(c, sel inspector.Cursor) {
	fn, ok := w.Info.Uses[sel.Node().(*ast.SelectorExpr).Sel].(*types.Func)
	if !ok {
		return
	}
	u := Use{Kind: Method, Cursor: c, Fn: fn.Origin()}
	if ParentKind(sel) == edge.CallExpr_Fun {
		u.At = sel.Parent()
		u.Call = u.At.Node().(*ast.CallExpr)
	}
	if w.visit(u) && u.Call != nil {
		w.Result(sel.Parent(), 0)
	}
}

func (w *Walker) argument(c, callCursor inspector.Cursor, i int) {
	call := callCursor.Node().(*ast.CallExpr)
	if tv := w.Info.Types[call.Fun]; tv.IsType() {
		w.expr(callCursor)
		return
	} else if tv.IsBuiltin() {
		if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && id.Name == "append" {
			w.expr(callCursor)
		}
		return
	}
	u := Use{Kind: Argument, Cursor: c, At: callCursor, Call: call, Fn: w.Callee(call), Index: i}
	if fn := w.Local(call); fn != nil && HasBody(fn) {
		w.enter(fn, u)
		return
	}
	if w.visit(u) {
		w.Result(callCursor, 0)
	}
}

// enter follows the argument u into fn, a function of this package.
func (w *Walker) enter(fn *Function, u Use) {
	if w.Role != nil {
		w.visit(u)
		if w.Inside || !w.Role(u.Call, u.Index).Leaves {
			return
		}
	}
	if n := fn.Sig.Params().Len(); n > 0 {
		w.Object(fn.Sig.Params().At(min(u.Index, n-1)))
	}
}

func (w *Walker) store(c inspector.Cursor, lhs ast.Expr) {
	obj := w.ObjectOf(lhs)
	if obj == nil {
		switch lhs := ast.Unparen(lhs).(type) {
		case *ast.IndexExpr:
			w.store(c, lhs.X)
		case *ast.StarExpr:
			w.target(c, w.ObjectOf(lhs.X))
		}
		return
	}
	w.field(c, obj)
}

// target follows a value into what the pointer p points to: if p is a
// parameter, into the variables whose addresses are passed for it.
func (w *Walker) target(c inspector.Cursor, p types.Object) {
	w.Object(p)
	ref, ok := w.Param[p]
	if !ok {
		return
	}
	if w.Open(ref.Fn) {
		w.visit(Use{Kind: Lost, Cursor: c})
	}
	if w.Inside {
		return
	}
	for _, arg := range w.Arguments(ref) {
		if addr, ok := ast.Unparen(arg.Expr).(*ast.UnaryExpr); ok && addr.Op == token.AND {
			w.store(c, addr.X)
		}
	}
}

// field follows a value into obj, a variable or field that it is assigned to.
func (w *Walker) field(c inspector.Cursor, obj types.Object) {
	v, ok := obj.(*types.Var)
	if !ok {
		return
	}
	shared := v.IsField() || v.Parent() == w.Pkg.Scope()
	if shared {
		w.visit(Use{Kind: Store, Cursor: c, Obj: obj, Open: v.Pkg() != w.Pkg || v.Exported() && w.Importable()})
	}
	if v.Embedded() {
		for _, sel := range w.promoted[v] {
			w.lends(sel)
		}
	}
	if (v.Pkg() == w.Pkg || IsFile(v.Type())) && !(w.Inside && shared) {
		w.Object(obj)
	}
}

// lends follows a value that a struct embeds to the method at sel, which it
// lends to the struct.
func (w *Walker) lends(sel inspector.Cursor) {
	if w.seen[sel] {
		return
	}
	w.seen[sel] = true
	fn, ok := w.Info.Uses[sel.Node().(*ast.SelectorExpr).Sel].(*types.Func)
	if !ok {
		return
	}
	u := Use{Kind: Method, Cursor: sel, Fn: fn.Origin(), Lent: true}
	if ParentKind(sel) == edge.CallExpr_Fun {
		u.At = sel.Parent()
		u.Call = u.At.Node().(*ast.CallExpr)
	}
	if w.visit(u) && u.Call != nil {
		w.Result(u.At, 0)
	}
}

func (w *Walker) keyed(c, kv inspector.Cursor) {
	lit, ok := kv.Parent().Node().(*ast.CompositeLit)
	if !ok {
		return
	}
	if _, isStruct := StructOf(w.Info.TypeOf(lit)); !isStruct {
		w.expr(kv.Parent())
		return
	}
	if key, ok := kv.Node().(*ast.KeyValueExpr).Key.(*ast.Ident); ok {
		if obj, ok := w.Info.Uses[key].(*types.Var); ok {
			w.field(c, obj.Origin())
		}
	}
}

// returned follows result i of the function around the return statement of c.
func (w *Walker) returned(c inspector.Cursor, i int) {
	fn := w.Enclosing(c)
	if fn == nil {
		w.visit(Use{Kind: Lost, Cursor: c})
		return
	}
	w.visit(Use{Kind: Result, Cursor: c, Index: i, Open: w.Open(fn)})
	key := struct {
		fn *Function
		i  int
	}{fn, i}
	if w.Inside || w.seen[key] {
		return
	}
	w.seen[key] = true
	for _, call := range fn.Calls {
		w.Result(call, i)
	}
}

// Result follows result i of the call at c.
func (w *Walker) Result(c inspector.Cursor, i int) {
	tuple, ok := w.Info.TypeOf(c.Node().(*ast.CallExpr)).(*types.Tuple)
	if !ok || tuple.Len() == 1 {
		w.expr(c)
		return
	}
	parent := c.Parent()
	switch ParentKind(c) {
	case edge.AssignStmt_Rhs:
		if n := parent.Node().(*ast.AssignStmt); i < len(n.Lhs) {
			w.store(c, n.Lhs[i])
		}
	case edge.ValueSpec_Values:
		if n := parent.Node().(*ast.ValueSpec); i < len(n.Names) {
			w.Object(w.Info.Defs[n.Names[i]])
		}
	case edge.ReturnStmt_Results:
		w.returned(c, i)
	case edge.CallExpr_Args:
		w.argument(c, parent, i)
	}
}
