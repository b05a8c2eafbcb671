package rewrite

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// identified returns the call in the function at c, or in a caller, by which it is
// found out whether the file of the path is the same as another one: the one that
// was there before, perhaps, in the place of which the writer puts a new one.
func (x *Fixer) identified(c inspector.Cursor, path ast.Expr) ast.Node {
	parts := x.partsOf(path)
	if n := x.identifiedIn(c, parts); n != nil {
		return n
	}
	check := &callerCheck{Fixer: x, seen: make(map[ast.Node]bool)}
	check.after = func(c, caller inspector.Cursor, path pathParts, _ []pathParts) ast.Node {
		n := x.identifiedIn(caller, path)
		if n == nil || x.comparesAtOnce(n) && !x.flow.Graphs().Reaches(caller.Node(), c.Node(), func(m ast.Node) bool { return flow.Within(n, m) }) {
			return nil
		}
		return n
	}
	if n := check.callers(c, parts); n != nil || !parts.outlive() {
		return n
	}
	if n := x.identifiedIn(x.flow.Root, parts); n != nil {
		return n
	}
	return nil
}

// identifiedIn returns the call at or below c by which the file of the path is
// compared.
func (x *Fixer) identifiedIn(c inspector.Cursor, path pathParts) *ast.CallExpr {
	for cc := range c.Preorder((*ast.CallExpr)(nil)) {
		call := cc.Node().(*ast.CallExpr)
		if slices.ContainsFunc(x.pathsGiven(call, x.compared), path.same) {
			return call
		}
	}
	return nil
}

// comparesAtOnce reports whether call is of a function of this package that looks
// at two files and compares them, and tells nothing of them by which they could
// be compared with others later.
func (x *Fixer) comparesAtOnce(call *ast.CallExpr) bool {
	fn := x.flow.Local(call)
	if fn == nil || !x.reachesFrom(x.comparers, fn, func(n *ast.CallExpr) bool { return x.calleeName(n) == "os.SameFile" }) {
		return false
	}
	for v := range fn.Sig.Results().Variables() {
		if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsInteger != 0 || flow.Has(v.Type(), "ModTime") {
			return false
		}
	}
	return true
}

// comparedBy returns the paths that call is given, if what it returns is used to
// find out whether a file is the same as another.
func (x *Fixer) comparedBy(call *ast.CallExpr) []ast.Expr {
	if x.comparing == nil {
		x.comparing = x.comparisons()
	}
	if !x.comparing[call] {
		return nil
	}
	return x.soughtBy(call)
}

// comparisons returns the calls whose results may come to os.SameFile, or of which
// the number of the inode is taken.
func (x *Fixer) comparisons() map[*ast.CallExpr]bool {
	o := &origins{x, make(map[*ast.CallExpr]bool), make(map[types.Object]bool)}
	for c := range x.flow.Root.Preorder((*ast.CallExpr)(nil), (*ast.SelectorExpr)(nil)) {
		switch n := c.Node().(type) {
		case *ast.CallExpr:
			if x.calleeName(n) == "os.SameFile" {
				o.followAll(n.Args)
			}
		case *ast.SelectorExpr:
			if v, ok := x.pass.TypesInfo.Uses[n.Sel].(*types.Var); ok && v.IsField() && v.Name() == "Ino" && v.Pkg() != x.pass.Pkg {
				o.follow(n.X)
			}
		}
	}
	return o.calls
}

// origins collects the calls that values come from.
type origins struct {
	*Fixer
	calls map[*ast.CallExpr]bool
	seen  map[types.Object]bool
}

func (o *origins) followAll(list []ast.Expr) {
	for _, e := range list {
		o.follow(e)
	}
}

// follow adds the calls that the value of e may come from.
func (o *origins) follow(e ast.Expr) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			o.call(n)
		case *ast.Ident, *ast.SelectorExpr:
			o.object(o.flow.ObjectOf(n.(ast.Expr)))
		}
		return true
	})
}

// call adds call, and what the function of this package returns that it runs.
func (o *origins) call(call *ast.CallExpr) {
	if o.calls[call] {
		return
	}
	o.calls[call] = true
	fn := o.flow.Local(call)
	if fn == nil {
		return
	}
	for _, ret := range fn.Returns {
		o.followAll(ret.Node().(*ast.ReturnStmt).Results)
	}
	for v := range fn.Sig.Results().Variables() {
		o.object(v)
	}
}

// object adds the calls that the value of a variable may come from. Texts,
// numbers and errors do not hold a file.
func (o *origins) object(obj types.Object) {
	v, ok := obj.(*types.Var)
	if !ok || o.seen[v] || flow.IsError(v.Type()) {
		return
	}
	if _, basic := v.Type().Underlying().(*types.Basic); basic {
		return
	}
	o.seen[v] = true
	for _, d := range o.flow.Defs[v] {
		o.follow(d.Expr)
	}
	if p, ok := o.flow.Param[v]; ok {
		for _, arg := range o.flow.Arguments(p) {
			o.follow(arg.Expr)
		}
	}
	for _, use := range o.flow.Uses[v] {
		if call, ok := addressee(use); ok {
			o.call(call)
		}
	}
}

// addressee returns the call that is given the address of the variable at c.
func addressee(c inspector.Cursor) (*ast.CallExpr, bool) {
	if _, ok := c.Parent().Node().(*ast.UnaryExpr); !ok {
		return nil, false
	}
	call, ok := c.Parent().Parent().Node().(*ast.CallExpr)
	return call, ok
}
