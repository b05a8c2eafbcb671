package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// This file tells the paths through a function on which something has failed
// from those on which all went well.

// testsOf reports whether cond compares obj with nil by op, perhaps among
// other conditions.
func (x *fixer) testsOf(cond ast.Expr, op token.Token, obj types.Object) bool {
	return x.tests(cond, op, func(e ast.Expr) bool { return x.isObject(e, obj) })
}

// testsError reports whether cond compares an error with nil by op.
func (x *fixer) testsError(cond ast.Expr, op token.Token) bool {
	return x.tests(cond, op, func(e ast.Expr) bool { return isError(x.pass.TypesInfo.TypeOf(e)) })
}

func (x *fixer) tests(cond ast.Expr, op token.Token, match func(ast.Expr) bool) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND, token.LOR:
			return x.tests(e.X, op, match) || x.tests(e.Y, op, match)
		case op:
			return x.isNil(e.Y) && match(e.X) || x.isNil(e.X) && match(e.Y)
		}
	case *ast.UnaryExpr:
		return e.Op == token.NOT && x.tests(e.X, op, match)
	case *ast.CallExpr: // errors.Is(err, ...), os.IsExist(err)
		return op == token.NEQ && len(e.Args) > 0 && match(e.Args[0])
	}
	return false
}

// failing reports whether the statement at c runs only after something has
// failed, as far as the statements inside of h.block tell.
func (h *handle) failing(c inspector.Cursor) bool {
	for ; c != h.block && c.Node() != nil; c = c.Parent() {
		parent := c.Parent()
		switch kind, _ := c.ParentEdge(); kind {
		case edge.IfStmt_Body:
			if h.testsError(parent.Node().(*ast.IfStmt).Cond, token.NEQ) {
				return true
			}
		case edge.IfStmt_Else:
			if h.testsError(parent.Node().(*ast.IfStmt).Cond, token.EQL) {
				return true
			}
		case edge.CaseClause_Body:
			for _, e := range parent.Node().(*ast.CaseClause).List {
				if h.testsError(e, token.NEQ) {
					return true
				}
			}
			fallthrough
		case edge.BlockStmt_List, edge.CommClause_Body:
			list := statements(parent.Node())
			if parent != h.block && h.fails(list[len(list)-1]) {
				return true
			}
		}
		if parent == h.fn {
			break
		}
	}
	return false
}

// fails reports whether stmt ends the function, or the program, with an error.
func (h *handle) fails(stmt ast.Stmt) bool {
	switch n := stmt.(type) {
	case *ast.ReturnStmt:
		return h.returned(n) == failure
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		return ok && h.noReturn(call, 0)
	}
	return false
}

type outcome uint8

const (
	unclear outcome = iota
	success
	failure
)

// returned tells by the statement n alone how the function ends with it.
func (h *handle) returned(n *ast.ReturnStmt) outcome {
	last, ok := h.errorResult()
	if !ok {
		return success
	}
	if len(n.Results) != last+1 {
		return unclear
	}
	switch e := ast.Unparen(n.Results[last]).(type) {
	case *ast.Ident:
		if h.isNil(e) {
			return success
		}
		return h.sentinel(e)
	case *ast.SelectorExpr:
		return h.sentinel(e.Sel)
	case *ast.CompositeLit, *ast.UnaryExpr:
		return failure
	case *ast.CallExpr:
		fn := h.flow.callee(e)
		if fn != nil && (strings.HasSuffix(fn.Name(), "Errorf") || fn.FullName() == "errors.New") {
			return failure
		}
	}
	return unclear
}

// sentinel returns failure if id is a variable of a package, such as io.EOF.
func (h *handle) sentinel(id *ast.Ident) outcome {
	if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok && !v.IsField() && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
		return failure
	}
	return unclear
}

// noReturn reports whether call does not return, judged by the function's name
// or, if this package has it, by its last statement.
func (x *fixer) noReturn(call *ast.CallExpr, depth int) bool {
	name := calleeName(call)
	if fn := x.flow.local(call); fn != nil {
		var body *ast.BlockStmt
		switch n := fn.cursor.Node().(type) {
		case *ast.FuncDecl:
			body = n.Body
		case *ast.FuncLit:
			body = n.Body
		}
		if body == nil || len(body.List) == 0 || depth > 3 {
			return false
		}
		last, ok := body.List[len(body.List)-1].(*ast.ExprStmt)
		if !ok {
			return false
		}
		inner, ok := last.X.(*ast.CallExpr)
		return ok && x.noReturn(inner, depth+1)
	}
	for _, prefix := range []string{"Fatal", "Panic", "Exit", "Goexit", "panic", "FailNow", "Skip"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// leaves reports whether control never goes from list to what follows it.
func (h *handle) leaves(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch n := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return n.Tok == token.CONTINUE || n.Tok == token.GOTO
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		return ok && h.noReturn(call, 0)
	case *ast.BlockStmt:
		return h.leaves(n.List)
	case *ast.IfStmt:
		els, ok := n.Else.(*ast.BlockStmt)
		return ok && h.leaves(n.Body.List) && h.leaves(els.List)
	}
	return false
}

// An exit is a statement that leaves h.body other than at its end.
type exit struct {
	cursor inspector.Cursor
	stmt   ast.Stmt
}

// exits returns the statements between from and to that leave the body.
func (h *handle) exits(from, to token.Pos) []exit {
	var exits []exit
	for c := range h.block.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		n := c.Node().(ast.Stmt)
		if n.Pos() < from || n.End() > to || functionAround(c) != h.fn {
			continue
		}
		if b, ok := n.(*ast.BranchStmt); ok && h.staysInside(c, b) {
			continue
		}
		exits = append(exits, exit{c, n})
	}
	return exits
}

// staysInside reports whether the branch at c ends up within h.block.
func (h *handle) staysInside(c inspector.Cursor, b *ast.BranchStmt) bool {
	if b.Label != nil || b.Tok == token.GOTO {
		return false
	}
	if b.Tok == token.FALLTHROUGH {
		return true
	}
	for ; c != h.block; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if b.Tok == token.BREAK {
				return true
			}
		}
	}
	return false
}

// overlooked reports whether an error that has to do with the file may be
// known, but not acted upon, when control reaches the end of stmts: an if
// statement that tests it goes on, or nothing tests it. If exactly one local
// variable holds such an error, untested, it is pending.
func (h *handle) overlooked(stmts []ast.Stmt) (pending *types.Var, lost bool) {
	for _, stmt := range stmts {
		switch n := stmt.(type) {
		case *ast.AssignStmt:
			if h.closesFile(n) {
				continue
			}
			for _, lhs := range n.Lhs {
				v := h.errorVar(lhs)
				if v == nil || !h.writesThrough(n) && v != pending {
					continue
				}
				if pending != nil && pending != v {
					lost = true
				}
				pending = v
				if !h.writesThrough(n) && !h.mentionsRead(n, v) {
					pending = nil
				}
			}
		case *ast.IfStmt:
			if pending != nil && h.mentions(n.Cond, map[types.Object]bool{pending: true}) {
				if h.testsOf(n.Cond, token.EQL, pending) {
					continue
				}
				if !h.testsOf(n.Cond, token.NEQ, pending) || !h.leaves(n.Body.List) {
					return pending, true
				}
				pending = nil
			} else if h.losesError(n) {
				lost = true
			}
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.BlockStmt:
			if h.losesError(n) || pending != nil && h.mentions(n, map[types.Object]bool{pending: true}) {
				lost = true
			}
		case *ast.ExprStmt:
			if pending != nil && h.isMust(n, pending) {
				pending = nil
			}
		}
	}
	return pending, lost
}

// isMust reports whether stmt hands err to the function that dealt with the
// error of opening the file.
func (h *handle) isMust(stmt *ast.ExprStmt, err types.Object) bool {
	if h.must == nil {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	return ok && len(call.Args) > 0 && h.isObject(call.Args[len(call.Args)-1], err) &&
		types.ExprString(call.Fun) == types.ExprString(h.must.X.(*ast.CallExpr).Fun)
}

func (h *handle) mentionsRead(n *ast.AssignStmt, v *types.Var) bool {
	for _, rhs := range n.Rhs {
		if h.mentions(rhs, map[types.Object]bool{v: true}) {
			return true
		}
	}
	return false
}

func (h *handle) errorVar(e ast.Expr) *types.Var {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	v, ok := h.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok || !isError(v.Type()) {
		return nil
	}
	return v
}

// losesError reports whether n holds an if statement that tests the error of
// writing to the file and goes on all the same.
func (h *handle) losesError(n ast.Node) bool {
	lost := false
	ast.Inspect(n, func(n ast.Node) bool {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		case *ast.IfStmt:
			if n.Init != nil && h.writesThrough(n.Init) && h.testsError(n.Cond, token.NEQ) && !h.leaves(n.Body.List) {
				lost = true
			}
			return !lost
		}
		for i := 1; i < len(list); i++ {
			assign, ok := list[i-1].(*ast.AssignStmt)
			check, ok2 := list[i].(*ast.IfStmt)
			if ok && ok2 && check.Init == nil && h.writesThrough(assign) && h.testsError(check.Cond, token.NEQ) && !h.leaves(check.Body.List) {
				lost = true
			}
		}
		return !lost
	})
	return lost
}

// closesFile reports whether n calls Close of the file.
func (h *handle) closesFile(n ast.Node) bool {
	for _, cl := range h.closings {
		if cl.kind == plainClose && within(cl.call.Node(), n) {
			return true
		}
	}
	return false
}
