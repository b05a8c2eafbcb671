//go:build linux

package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// The operators, by what they do.
const (
	emptied      = "empty the function"
	constant     = "return a constant"
	removed      = "remove the statement"
	swapped      = "swap the statements"
	negated      = "negate the condition"
	dropped      = "drop an operand"
	compared     = "compare otherwise"
	errorDropped = "return no error"
	changed      = "change the constant"
	widened      = "widen the mode"
)

// emptyBody empties a function that returns nothing, or an error alone.
func (c *collector) emptyBody(fn *ast.FuncDecl) {
	body := ""
	switch results := fn.Type.Results; {
	case len(fn.Body.List) == 0:
		return
	case results.NumFields() == 1 && isError(results.List[0].Type):
		body = "return nil"
	case results.NumFields() > 0:
		return
	}
	c.add(emptied, fn.Body.Lbrace, fn.Body.Rbrace+1, "{"+body+"}")
	c.found[len(c.found)-1].was = c.in.name
}

// constantBody lets a function with one result return the same at each call.
func (c *collector) constantBody(fn *ast.FuncDecl) {
	results := fn.Type.Results
	if results.NumFields() != 1 || isError(results.List[0].Type) || len(results.List[0].Names) > 0 {
		return
	}
	for _, value := range constantsOf(results.List[0].Type) {
		c.add(constant, fn.Body.Lbrace, fn.Body.Rbrace+1, "{ return "+value+" }")
		c.found[len(c.found)-1].was = c.in.name + ", " + value
	}
}

// constantsOf returns values of the type as far as its name, or form, tells.
func constantsOf(t ast.Expr) []string {
	switch t := t.(type) {
	case *ast.StarExpr, *ast.MapType, *ast.FuncType, *ast.InterfaceType:
		return []string{"nil"}
	case *ast.ArrayType:
		if t.Len == nil {
			return []string{"nil"}
		}
	case *ast.Ident:
		switch t.Name {
		case "bool":
			return []string{"false", "true"}
		case "string":
			return []string{`""`}
		case "int":
			return []string{"0"}
		}
	}
	return nil
}

func isError(t ast.Expr) bool {
	id, ok := t.(*ast.Ident)
	return ok && id.Name == "error"
}

// visit finds what can be changed within a function.
func (c *collector) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		outer := c.results
		c.results = n.Type.Results
		ast.Inspect(n.Body, c.visit)
		c.results = outer
		return false
	case *ast.BlockStmt:
		c.statements(n.List)
	case *ast.CaseClause:
		c.statements(n.Body)
		c.caseClause(n)
	case *ast.IfStmt:
		c.add(negated, n.Cond.Pos(), n.Cond.End(), "!("+c.source(n.Cond)+")")
	case *ast.BinaryExpr:
		if isDepth(n.X) {
			return false
		}
		c.binary(n)
	case *ast.CallExpr:
		if c.startsAtDepth(n) {
			ast.Inspect(n.Fun, c.visit)
			for _, arg := range n.Args[:len(n.Args)-1] {
				ast.Inspect(arg, c.visit)
			}
			return false
		}
	case *ast.ReturnStmt:
		c.returned(n)
		return !c.fillsIn(n)
	case *ast.BasicLit:
		c.literal(n)
	case *ast.Ident:
		switch n.Name {
		case "true":
			c.add(changed, n.Pos(), n.End(), "false")
		case "false":
			c.add(changed, n.Pos(), n.End(), "true")
		}
	}
	return true
}

// statements removes calls and assignments, and swaps neighbours.
func (c *collector) statements(list []ast.Stmt) {
	for i, s := range list {
		if !acts(s) || strings.Contains(c.source(s), "runtime.KeepAlive(") {
			continue // that shows only if the memory is collected at the moment
		}
		c.add(removed, s.Pos(), s.End(), "")
		if i+1 < len(list) && acts(list[i+1]) && !c.commute(s, list[i+1]) {
			next := list[i+1]
			between := string(c.src[c.offset(s.End()):c.offset(next.Pos())])
			c.add(swapped, s.Pos(), next.End(), c.source(next)+between+c.source(s))
		}
	}
}

// acts tells whether a statement does something that the compiler does not
// miss: a call, deferred or not, or an assignment to what exists.
func acts(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.DeferStmt, *ast.GoStmt, *ast.IncDecStmt:
		return true
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE
	}
	return false
}

// commute tells whether it is known that two statements may stand in either
// order: one of them is deferred, and so does nothing before the end, or they
// are assignments to variables that the other does not mention.
func (c *collector) commute(s, t ast.Stmt) bool {
	if isDefer(s) || isDefer(t) {
		return true
	}
	return c.assignsAside(s, t) && c.assignsAside(t, s)
}

// isDepth reports whether e is a variable that says how deep a recursion is. That
// is bounded for the time that it takes alone, so no test asks for the bound.
func isDepth(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "depth"
}

// comparesDepth reports whether e compares such a variable with its bound.
func comparesDepth(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	return ok && isDepth(b.X)
}

// startsAtDepth reports whether the last argument of a call is the depth at which
// a recursion starts. What is lost with a greater one is as far as it may look.
func (c *collector) startsAtDepth(call *ast.CallExpr) bool {
	var name *ast.Ident
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		name = fun
	case *ast.SelectorExpr:
		name = fun.Sel
	}
	if name == nil || !c.bounded[name.Name] || len(call.Args) == 0 {
		return false
	}
	_, ok := call.Args[len(call.Args)-1].(*ast.BasicLit)
	return ok
}

func isDefer(s ast.Stmt) bool {
	_, ok := s.(*ast.DeferStmt)
	return ok
}

// assignsAside tells whether a statement is an assignment that calls nothing,
// and to variables that are not mentioned in another.
func (c *collector) assignsAside(s, other ast.Stmt) bool {
	assign, ok := s.(*ast.AssignStmt)
	if !ok {
		return false
	}
	aside := true
	ast.Inspect(assign, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && c.source(call.Fun) != "append" {
			aside = false
		}
		return aside
	})
	for _, v := range assign.Lhs {
		aside = aside && !strings.Contains(c.source(other), c.source(v))
	}
	return aside
}

// caseClause takes away the conditions of a switch without a tag.
func (c *collector) caseClause(n *ast.CaseClause) {
	for _, e := range n.List {
		switch e.(type) {
		case *ast.BinaryExpr, *ast.CallExpr, *ast.UnaryExpr:
			c.add(negated, e.Pos(), e.End(), "!("+c.source(e)+")")
		}
	}
}

// otherwise has for each comparison one that differs from it at the border.
var otherwise = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL,
	token.LSS: token.LEQ, token.LEQ: token.LSS,
	token.GTR: token.GEQ, token.GEQ: token.GTR,
}

func (c *collector) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR, token.OR, token.AND_NOT:
		if !comparesDepth(n.Y) {
			c.add(fmt.Sprintf("%s after %s", dropped, n.Op), n.Pos(), n.End(), c.source(n.X))
		}
		if n.Op != token.AND_NOT && !comparesDepth(n.X) {
			c.add(fmt.Sprintf("%s before %s", dropped, n.Op), n.Pos(), n.End(), c.source(n.Y))
		}
	}
	if op, ok := otherwise[n.Op]; ok {
		c.add(compared+", by "+op.String(), n.Pos(), n.End(), c.source(n.X)+" "+op.String()+" "+c.source(n.Y))
	}
}

// returned drops the error that a return statement returns.
func (c *collector) returned(n *ast.ReturnStmt) {
	if len(n.Results) == 0 || c.results.NumFields() != len(n.Results) || !isError(c.results.List[len(c.results.List)-1].Type) {
		return
	}
	last := n.Results[len(n.Results)-1]
	if id, ok := last.(*ast.Ident); ok && id.Name == "nil" {
		return
	}
	text := "nil"
	if call, ok := last.(*ast.CallExpr); ok { // it is still made
		text = "func() error { _ = " + c.source(call) + "; return nil }()"
	}
	c.add(errorDropped, last.Pos(), last.End(), text)
}

// fillsIn reports whether a return statement says by its last result, false or
// an error, that there is nothing to return, and the others are constants that
// only fill their places: nobody looks at them. What can be changed of the last
// result it visits.
func (c *collector) fillsIn(n *ast.ReturnStmt) bool {
	count := len(n.Results)
	if count < 2 || c.results.NumFields() != count {
		return false
	}
	last, isIdent := n.Results[count-1].(*ast.Ident)
	ok := isIdent && last.Name == "false"
	if t := c.results.List[len(c.results.List)-1].Type; !ok && (!isError(t) || isIdent && last.Name == "nil") {
		return false
	}
	for _, e := range n.Results[:count-1] {
		switch e := e.(type) {
		case *ast.BasicLit:
		case *ast.Ident:
			if e.Name != "nil" && e.Name != "false" {
				return false
			}
		default:
			return false
		}
	}
	ast.Inspect(n.Results[count-1], c.visit)
	return true
}

// literal changes numbers. An octal one is a mode, which can be as wide as it
// gets already.
func (c *collector) literal(n *ast.BasicLit) {
	if n.Kind != token.INT {
		return
	}
	value, err := strconv.ParseInt(n.Value, 0, 64)
	switch {
	case err != nil:
	case strings.HasPrefix(n.Value, "0o"):
		if wide := value | 0o066; wide != value {
			c.add(widened, n.Pos(), n.End(), fmt.Sprintf("0o%o", wide))
		}
	default:
		c.add(changed, n.Pos(), n.End(), fmt.Sprint(value+1))
	}
}
