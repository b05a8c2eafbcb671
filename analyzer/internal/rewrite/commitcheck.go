package rewrite

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// checkedCommit returns a statement for the place after the statement at,
// which commits the file and deals with an error of that as checked does.
func (h *handle) checkedCommit(list []ast.Stmt, at ast.Stmt) string {
	return h.checked(h.name+".Commit()", list, at)
}

// checked returns a statement for the place after the statement at, which runs
// call, a call that returns an error, and deals with that as the function deals
// with others. list is the block that at belongs to. It returns "" if there is
// no way to tell.
func (h *handle) checked(call string, list []ast.Stmt, at ast.Stmt) string {
	if _, ok := h.errorResult(); ok {
		if h.tellsOfFailure() {
			return ""
		}
		if ret := h.errorReturn(at.End()); ret != "" {
			return "if err := " + call + "; err != nil {\n\t" + ret + "\n}"
		}
		return ""
	}
	for i := len(list) - 1; i >= 0; i-- {
		check, ok := list[i].(*ast.IfStmt)
		if !ok || check.End() > at.End() || check.Else != nil || h.flow.Graphs().Passes(h.fn.Node(), check) {
			continue
		}
		if check.Init != nil && h.writesThrough(check.Init) || i > 0 && check.Init == nil && h.writesThrough(list[i-1]) {
			if text := h.repeated(check, call, at.End()); text != "" {
				return text
			}
		}
	}
	if h.must != nil {
		must := h.must.X.(*ast.CallExpr)
		last := must.Args[len(must.Args)-1]
		if h.visible(must, at.End(), nil) {
			return h.src.between(must.Pos(), last.Pos()) + call + h.src.between(last.End(), must.End())
		}
	}
	if h.failed != nil {
		return h.repeated(h.failed, call, at.End())
	}
	return ""
}

// repeated returns an if statement that does with the error of call what
// check does with the error that it tests, or "" if that makes no sense at pos.
func (h *handle) repeated(check *ast.IfStmt, call string, pos token.Pos) string {
	cond, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ {
		return ""
	}
	err := h.errorVar(cond.X)
	if err == nil || !h.visible(check.Body, pos, err) {
		return ""
	}
	var lines []string
	for _, stmt := range check.Body.List {
		if expr, ok := stmt.(*ast.ExprStmt); ok && h.isCloseCall(expr.X) {
			continue
		}
		if call := plainCall(stmt); call != nil && h.s.Path != nil && h.removesDestination(call) {
			continue
		}
		if h.removesWithin(stmt) || h.callsRefused(stmt, pos) || h.signalsWithin(stmt) {
			return ""
		}
		if !h.tellsFailure(stmt) {
			return ""
		}
		if ret, ok := stmt.(*ast.ReturnStmt); ok {
			switch {
			case ret.Results == nil && h.endsAt(pos) && len(lines) > 0:
				continue // the function ends there without it
			case ret.Results != nil && !flow.Within(ret, h.fn.Node()):
				return "" // the function around this one returns that
			}
		}
		lines = append(lines, h.src.indented(h.src.dedented(stmt), "\t"))
	}
	if len(lines) == 0 {
		return ""
	}
	return "if " + err.Name() + " := " + call + "; " + err.Name() + " != nil {\n" + strings.Join(lines, "\n") + "\n}"
}

// endsAt reports whether no statement of the function follows pos, and it has
// no results to return.
func (h *handle) endsAt(pos token.Pos) bool {
	list := flow.BodyOf(h.fn).Node().(*ast.BlockStmt).List
	return h.signature().Results().Len() == 0 && list[len(list)-1].End() <= pos
}

// signalsWithin reports whether stmt tells others that something is done, which
// may be done by a deferred call further down.
func (h *handle) signalsWithin(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		call, isCall := n.(*ast.CallExpr)
		_, isSend := n.(*ast.SendStmt)
		found = found || isSend || isCall && h.acts(call)
		return !found
	})
	return found
}

// tellsOfFailure reports whether the function tells others of an error before
// it returns that. They would wait for ever if it did not.
func (h *handle) tellsOfFailure() bool {
	for c := range h.fn.Preorder((*ast.ReturnStmt)(nil)) {
		ret := c.Node().(*ast.ReturnStmt)
		if flow.FunctionAround(c) != h.fn || len(ret.Results) == 0 || h.isNil(ret.Results[len(ret.Results)-1]) || flow.ParentKind(c.Parent()) != edge.IfStmt_Body {
			continue
		}
		_, i := c.ParentEdge()
		if slices.ContainsFunc(flow.Statements(c.Parent().Node())[:i], h.signals) {
			return true
		}
	}
	return false
}

// callsRefused reports whether stmt calls a function value, as yield is one,
// that pos is below a test of: it may not be called again where it has said so.
func (h *handle) callsRefused(stmt ast.Stmt, pos token.Pos) bool {
	called := make(map[types.Object]bool)
	ast.Inspect(stmt, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
				if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok {
					called[v] = true
				}
			}
		}
		return true
	})
	for c := range h.fn.Preorder((*ast.IfStmt)(nil)) {
		check := c.Node().(*ast.IfStmt)
		if check.Body.Pos() < pos && pos < check.End() && h.mentions(check.Cond, called) {
			return true
		}
	}
	return false
}

// tellsFailure reports whether stmt may be repeated where publishing the file
// fails: it runs one time only, in one way, does nothing with the file, and
// says nothing of a success.
func (h *handle) tellsFailure(stmt ast.Stmt) bool {
	if h.writesThrough(stmt) {
		return false
	}
	switch n := stmt.(type) {
	case *ast.ExprStmt, *ast.IncDecStmt:
		return true
	case *ast.AssignStmt:
		return !slices.ContainsFunc(n.Rhs, h.isTrue)
	case *ast.ReturnStmt:
		return !slices.ContainsFunc(n.Results, h.isTrue)
	case *ast.BranchStmt:
		return n.Tok != token.BREAK || n.Label != nil
	}
	return false
}

// isTrue reports whether e is the constant true.
func (h *handle) isTrue(e ast.Expr) bool {
	value := h.pass.TypesInfo.Types[e].Value
	return value != nil && value.Kind() == constant.Bool && constant.BoolVal(value)
}

// removesWithin reports whether stmt may remove the destination.
func (h *handle) removesWithin(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && h.s.Path != nil && h.removesDestination(call) {
			found = true
		}
		return !found
	})
	return found
}

// isCloseCall reports whether e calls the method Close of the file.
func (h *handle) isCloseCall(e ast.Expr) bool {
	return slices.ContainsFunc(h.closings, func(cl closing) bool { return cl.kind != deferredCall && cl.call.Node() == e })
}

// visible reports whether every name in n means the same at pos as it does in
// n, leaving out what n itself declares, and except.
func (x *Fixer) visible(n ast.Node, pos token.Pos, except types.Object) bool {
	ok := true
	ast.Inspect(n, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.SelectorExpr:
			ok = ok && x.visible(node.X, pos, except)
			return false
		case *ast.KeyValueExpr:
			ok = ok && x.visible(node.Value, pos, except)
			return false
		case *ast.Ident:
			obj := x.pass.TypesInfo.Uses[node]
			if obj == nil || obj == except || n.Pos() <= obj.Pos() && obj.Pos() < n.End() {
				break
			}
			ok = ok && x.lookup(node.Name, pos) == obj
		}
		return ok
	})
	return ok
}

// errorReturn returns the return statement that ends fn at pos with the error
// err, or "" if the values of the other results cannot be told.
func (h *handle) errorReturn(pos token.Pos) string {
	last, _ := h.errorResult()
	results := h.signature().Results()
	example, nearest := h.exampleReturn(), h.nearestFailure(pos)
	values := make([]string, 0, last+1)
	for i := range last {
		value := ""
		if nearest != nil && isName(nearest.Results[i]) && h.visible(nearest.Results[i], pos, nil) {
			value = h.src.of(nearest.Results[i])
		} else if example != nil && h.isConstant(example.Results[i]) && h.visible(example.Results[i], pos, nil) {
			value = h.src.of(example.Results[i])
		} else if r := results.At(i); r.Name() != "" && r.Name() != "_" {
			if h.lookup(r.Name(), pos) == r {
				value = r.Name()
			}
		} else {
			value = h.zeroText(r.Type(), pos)
		}
		if value == "" {
			return ""
		}
		values = append(values, value)
	}
	return "return " + strings.Join(append(values, "err"), ", ")
}

// nearestFailure returns the last statement before pos that returns an error
// with all other results, or nil.
func (h *handle) nearestFailure(pos token.Pos) *ast.ReturnStmt {
	var last *ast.ReturnStmt
	for c := range h.fn.Preorder((*ast.ReturnStmt)(nil)) {
		ret := c.Node().(*ast.ReturnStmt)
		n := len(ret.Results)
		if flow.FunctionAround(c) == h.fn && ret.Pos() < pos && n == h.signature().Results().Len() && !h.isNil(ret.Results[n-1]) {
			last = ret
		}
	}
	return last
}

// isName reports whether e is a variable.
func isName(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && id.Name != "nil" && id.Name != "true" && id.Name != "false"
}

// exampleReturn returns the statement that fn returns with when the file
// cannot be opened, if it shows all results.
func (h *handle) exampleReturn() *ast.ReturnStmt {
	if h.failed == nil || len(h.failed.Body.List) == 0 {
		return nil
	}
	list := h.failed.Body.List
	ret, ok := list[len(list)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != h.signature().Results().Len() {
		return nil
	}
	return ret
}

// isConstant reports whether e is a constant, nil, or a literal made of such.
func (h *handle) isConstant(e ast.Expr) bool {
	tv := h.pass.TypesInfo.Types[e]
	if tv.Value != nil || tv.IsNil() {
		return true
	}
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	return ok && len(lit.Elts) == 0
}

// zeroText returns the zero value of t as it may be written at pos, or "" if t
// would have to be named.
func (x *Fixer) zeroText(t types.Type, pos token.Pos) string {
	if param, ok := types.Unalias(t).(*types.TypeParam); ok {
		if x.lookup(param.Obj().Name(), pos) != param.Obj() || x.lookup("new", pos) != types.Universe.Lookup("new") {
			return ""
		}
		return "*new(" + param.Obj().Name() + ")"
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		switch info := t.Info(); {
		case info&types.IsBoolean != 0:
			return "false"
		case info&types.IsNumeric != 0:
			return "0"
		case info&types.IsString != 0:
			return `""`
		case t.Kind() == types.UnsafePointer:
			return "nil"
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return "nil"
	}
	return ""
}
