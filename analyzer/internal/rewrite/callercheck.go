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

// A callerCheck follows a function that writes a file to its callers, and to
// theirs, to see what they do with the file once it has failed.
type callerCheck struct {
	*Fixer

	// after returns the call in the function caller that is in the way because
	// of the one at c. That is given path, which is made of args.
	after  func(c, caller inspector.Cursor, path pathParts, args []pathParts) ast.Node
	inside []inspector.Cursor // the calls on the way to the function that c calls, from that which writes outwards
	silent bool               // the function that writes may return without an error when it has failed
	beside *pathUse           // as sought, without what the function does that writes
	seen   map[ast.Node]bool
}

// callers returns the call in a caller of the function at c, or in one of that,
// which is in the way. The path of the file has the parts.
func (k *callerCheck) callers(c inspector.Cursor, path pathParts) ast.Node {
	if k.seen[c.Node()] {
		return nil
	}
	k.seen[c.Node()] = true
	fn := k.flow.Funcs[c.Node()]
	if fn == nil {
		return nil
	}
	for _, cc := range k.callsOf(fn) {
		whole, args := k.given(fn, cc.Node().(*ast.CallExpr), path, false)
		if n := k.around(cc, whole, args); n != nil {
			return n
		}
	}
	for _, cc := range k.handedTo(fn) {
		if n := k.around(cc, path, nil); n != nil {
			return n
		}
	}
	return nil
}

// around returns the call in the function around the one at c, or in a caller
// of that, which is in the way.
func (k *callerCheck) around(c inspector.Cursor, path pathParts, args []pathParts) ast.Node {
	caller := flow.FunctionAround(c)
	if n := k.after(c, caller, path, args); n != nil {
		return n
	}
	for _, other := range k.fieldsSet(path, caller) {
		if n := k.after(c, caller, other, nil); n != nil {
			return n
		}
		path = other // further out nobody knows the struct
	}
	k.inside = append(k.inside, c)
	defer func() { k.inside = k.inside[:len(k.inside)-1] }()
	return k.callers(caller, path)
}

// fieldsSet returns what a path that is made of fields is made of where the function
// caller sets one of them.
func (x *Fixer) fieldsSet(path pathParts, caller inspector.Cursor) (others []pathParts) {
	for _, obj := range slices.SortedFunc(maps.Keys(path.objects), func(a, b types.Object) int { return int(a.Pos() - b.Pos()) }) {
		if v, ok := obj.(*types.Var); !ok || !v.IsField() {
			continue
		}
		for _, d := range x.flow.Defs[obj] {
			if !flow.Within(d.Expr, caller.Node()) {
				continue
			}
			other := newPathParts()
			other.add(path)
			delete(other.objects, obj)
			other.add(x.partsOf(d.Expr))
			others = append(others, other)
		}
	}
	return others
}

// handedTo returns the calls that the function literal fn is an argument of,
// which may call it, and fail with it.
func (x *Fixer) handedTo(fn *flow.Function) []inspector.Cursor {
	if !flow.IsLiteral(fn.Cursor) {
		return nil
	}
	var calls []inspector.Cursor
	for _, c := range append([]inspector.Cursor{fn.Cursor}, x.flow.Uses[fn.Obj]...) {
		if flow.ParentKind(c) == edge.CallExpr_Args {
			calls = append(calls, c.Parent())
		}
	}
	return calls
}

// A pathUse is a kind of calls that take paths of files, with what pathsIn has
// answered for it.
type pathUse struct {
	args  func(*ast.CallExpr) []ast.Expr // the paths that a call of this kind is given
	known map[*flow.Function][]pathParts
}

func newPathUse(args func(*ast.CallExpr) []ast.Expr) *pathUse {
	return &pathUse{args, make(map[*flow.Function][]pathParts)}
}

// pathsGiven returns the parts of the paths that call uses, itself or in
// functions of this package that it calls. What these are given stands for their
// parameters.
func (x *Fixer) pathsGiven(call *ast.CallExpr, use *pathUse) []pathParts {
	var paths []pathParts
	for _, arg := range use.args(call) {
		paths = append(paths, x.partsOf(arg))
	}
	fn := x.flow.Local(call)
	if fn == nil || len(paths) > 0 {
		return paths
	}
	for _, path := range x.pathsIn(fn, use) {
		whole, _ := x.given(fn, call, path, false)
		paths = append(paths, whole)
	}
	return paths
}

// pathsIn returns the parts of the paths that fn uses.
func (x *Fixer) pathsIn(fn *flow.Function, use *pathUse) []pathParts {
	paths, ok := use.known[fn]
	if ok {
		return paths
	}
	use.known[fn] = nil // fn may call itself
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		for _, path := range x.pathsGiven(c.Node().(*ast.CallExpr), use) {
			if !slices.ContainsFunc(paths, path.same) {
				paths = append(paths, path)
			}
		}
	}
	use.known[fn] = paths
	return paths
}
