package rewrite

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// findCarriers collects the variables through which the file may be written:
// its own, those that are set from an expression with one of them, and those
// that a call has keep one. It returns why that is not all: something keeps the
// file that others may use.
func (h *handle) findCarriers() string {
	h.carriers = map[types.Object]bool{h.v: true}
	kept := ""
	for n := 0; n < len(h.carriers); {
		n = len(h.carriers)
		for c := range h.fn.Preorder((*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil)) {
			switch n := c.Node().(type) {
			case *ast.AssignStmt:
				for i, lhs := range n.Lhs {
					rhs := n.Rhs[min(i, len(n.Rhs)-1)]
					h.carry(lhs, rhs)
					if index, ok := ast.Unparen(lhs).(*ast.IndexExpr); ok {
						h.carry(lhs, index.Index)
					}
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if len(n.Values) > 0 {
						h.carry(name, n.Values[min(i, len(n.Values)-1)])
					}
				}
			case *ast.RangeStmt:
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if e != nil {
						h.carry(e, n.X)
					}
				}
			case *ast.CallExpr:
				if h.pass.TypesInfo.Types[n.Fun].IsBuiltin() && flow.CalleeName(n) == "copy" {
					h.carry(n.Args[0], n.Args[1])
				}
				for _, e := range h.keepers(n, h.carriers, nil) {
					if root := h.rootOf(e); root != nil && h.isLocal(root) {
						h.carriers[root] = true
					} else if flow.ParentKind(c) != edge.DeferStmt_Call {
						kept = fmt.Sprintf("line %d has %s keep %s", h.line(n.Pos()), types.ExprString(e), h.name)
					}
				}
			}
		}
	}
	return kept
}

func (h *handle) carry(lhs, rhs ast.Expr) {
	obj := h.rootOf(lhs)
	if obj == nil || !h.isLocal(obj) || !holds(obj.Type()) || !h.mentions(rhs, h.carriers) {
		return
	}
	h.carriers[obj] = true
	for _, d := range h.flow.Defs[obj] { // what it points at
		if ref, ok := ast.Unparen(d.Expr).(*ast.UnaryExpr); ok && ref.Op == token.AND {
			if target := h.rootOf(ref.X); target != nil && h.isLocal(target) && holds(target.Type()) {
				h.carriers[target] = true
			}
		}
	}
}

// keepers returns those of the receiver and the arguments of call that, after
// it, may write to the file that one of carriers writes to. The functions in
// around, which call is in, are not followed again.
func (x *Fixer) keepers(call *ast.CallExpr, carriers map[types.Object]bool, around []*flow.Function) []ast.Expr {
	given := slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return x.mentions(arg, carriers) })
	if !given {
		return nil
	}
	fn := x.flow.Local(call)
	recv := x.receiver(call)
	if recv != nil && !holds(x.pass.TypesInfo.TypeOf(recv)) {
		recv = nil
	}
	if fn == nil {
		kept := slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return x.mentions(arg, carriers) && !takesArguments(arg) })
		if kept && recv != nil && !x.mentions(recv, carriers) && x.keepsArguments(call) {
			return []ast.Expr{recv}
		}
		return nil
	}
	if slices.Contains(around, fn) || len(around) > maxCallees {
		return nil
	}
	return x.keptBy(fn, call, recv, carriers, append(around, fn))
}

// keepsArguments reports whether call, of a method that this package does not
// have, may keep what it is given: it has no error to return, as a method that
// writes would, or goes by such a name.
func (x *Fixer) keepsArguments(call *ast.CallExpr) bool {
	fn, ok := typeutil.Callee(x.pass.TypesInfo, call).(*types.Func)
	if !ok {
		return false
	}
	for _, prefix := range []string{"Init", "Reset", "Set"} {
		if strings.HasPrefix(fn.Name(), prefix) {
			return true
		}
	}
	if fn.FullName() == "(*sync.Once).Do" {
		return false
	}
	results := fn.Signature().Results()
	return results.Len() == 0 || !flow.IsError(results.At(results.Len()-1).Type())
}

// takesArguments reports whether e is a function literal with parameters: what is
// given one calls it for each of something, such as the entries of a map, while
// one without is to be called later.
func takesArguments(e ast.Expr) bool {
	lit, ok := ast.Unparen(e).(*ast.FuncLit)
	return ok && lit.Type.Params.NumFields() > 0
}

// keptBy is keepers for a call of fn, a function of this package.
func (x *Fixer) keptBy(fn *flow.Function, call *ast.CallExpr, recv ast.Expr, carriers map[types.Object]bool, around []*flow.Function) []ast.Expr {
	k := &keeping{Fixer: x, fn: fn, given: make(map[types.Object]bool), outside: make(map[types.Object]ast.Expr)}
	for v := range fn.Sig.Params().Variables() {
		for _, arg := range x.flow.Param[v].Arguments(call) {
			if x.mentions(arg, carriers) {
				k.given[v] = true
			} else if holds(v.Type()) {
				k.outside[v] = arg
			}
		}
	}
	if v := fn.Sig.Recv(); v != nil && recv != nil {
		k.outside[v] = recv
	}
	for c := range fn.Cursor.Preorder((*ast.AssignStmt)(nil), (*ast.CallExpr)(nil)) {
		switch n := c.Node().(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				k.assign(lhs, n.Rhs[min(i, len(n.Rhs)-1)])
			}
		case *ast.CallExpr:
			for _, e := range x.keepers(n, k.given, around) {
				k.keep(e)
			}
		}
	}
	return k.kept
}

// A keeping is what becomes of a writer that the function fn is given.
type keeping struct {
	*Fixer
	fn      *flow.Function
	given   map[types.Object]bool     // the variables of fn that it may be in
	outside map[types.Object]ast.Expr // what else fn is given, by the name that it has there
	kept    []ast.Expr                // what keeps it, as the caller knows it
}

// assign follows the writer from rhs to lhs.
func (k *keeping) assign(lhs, rhs ast.Expr) {
	root := k.rootOf(lhs)
	if root == nil || !k.mentions(rhs, k.given) || !holds(k.pass.TypesInfo.TypeOf(lhs)) {
		return
	}
	if _, plain := ast.Unparen(lhs).(*ast.Ident); plain && k.own(root) {
		k.given[root] = true
	} else {
		k.keep(lhs)
	}
}

// keep notes that e, or what it is a part of, keeps the writer, unless that ends
// with fn.
func (k *keeping) keep(e ast.Expr) {
	root := k.rootOf(e)
	if arg := k.outside[root]; arg != nil {
		e = arg
	} else if root == nil || k.own(root) {
		return
	}
	if !slices.Contains(k.kept, e) {
		k.kept = append(k.kept, e)
	}
}

// own reports whether v is declared in fn.
func (k *keeping) own(v types.Object) bool {
	n := k.fn.Cursor.Node()
	return n.Pos() <= v.Pos() && v.Pos() < n.End()
}

// holds reports whether a value of type t may hold a reference to a file.
func holds(t types.Type) bool {
	if t == nil || flow.IsError(t) || isFileInfo(t) {
		return false
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return false
	case *types.Slice:
		return holds(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if holds(v.Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// inOrder returns the objects of a set as they are declared, so that what is said
// of the first that matters is the same each time.
func inOrder(set map[types.Object]bool) []types.Object {
	return slices.SortedFunc(maps.Keys(set), func(a, b types.Object) int { return cmp.Compare(a.Pos(), b.Pos()) })
}
