// Package control tells how the functions of one package run: on which ways
// control goes through a function, how each of them ends, and what is known of
// its errors and conditions there.
//
// Of the analyzer it imports package knowledge. It is asked about a function by a Machine,
// which follows every way through it and tells a client of each call in the
// order in which it runs, deferred calls included. What exceeds the bounds of a
// Machine is not known, which is something else than not possible.
package control

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// Graphs knows the control flow of the functions of one package.
type Graphs struct {
	info     *types.Info
	local    func(*ast.CallExpr) ast.Node
	sentinel func(*types.Var) bool
	tame     func(*ast.CallExpr) bool

	graphs map[ast.Node]*graph
	ends   map[ast.Node]ending
	wraps  map[argument]transfer
}

// New returns the Graphs of the package that info is about. local
// returns the *ast.FuncDecl or *ast.FuncLit of the package that a call runs, or
// nil if that is not known, or in another package. sentinel reports whether a
// variable of a package, whose type is an error, never is nil. tame reports
// whether a call that is given the address of a variable does nothing with it
// that the client of a Machine would not tell.
func New(info *types.Info, local func(*ast.CallExpr) ast.Node, sentinel func(*types.Var) bool, tame func(*ast.CallExpr) bool) *Graphs {
	return &Graphs{
		info:     info,
		local:    local,
		sentinel: sentinel,
		tame:     tame,
		graphs:   make(map[ast.Node]*graph),
		ends:     make(map[ast.Node]ending),
		wraps:    make(map[argument]transfer),
	}
}

// A graph is the control-flow graph of one function, and what helps to read it.
type graph struct {
	fn      ast.Node // *ast.FuncDecl or *ast.FuncLit
	sig     *types.Signature
	blocks  []*cfg.Block
	clauses map[ast.Stmt]*ast.SwitchStmt // the switch that a case clause belongs to
	// unsteady are the variables whose value the statements of the function do
	// not tell from some point on: their address is taken, a function literal that
	// runs at an unknown time sets them, or a range statement does.
	unsteady []unsteadyVar
	loops    []ast.Node
	jumps    bool // there is a goto, which may make a loop
}

// An unsteadyVar is a variable whose value is not known where control has come
// to a node that ends behind from.
type unsteadyVar struct {
	v    *types.Var
	from token.Pos
}

// loosen notes that from pos on the value of v is not known. A loop comes back
// to what stands before.
func (g *graph) loosen(v *types.Var, pos token.Pos) {
	for _, loop := range g.loops {
		if loop.Pos() <= pos && pos < loop.End() {
			pos = loop.Pos()
		}
	}
	if !slices.ContainsFunc(g.unsteady, func(u unsteadyVar) bool { return u.v == v }) { // else it was noted further up
		g.unsteady = append(g.unsteady, unsteadyVar{v, pos})
	}
}

// steady reports whether the value of v is known at the position at, or
// anywhere if at is token.NoPos.
func (g *graph) steady(v *types.Var, at token.Pos) bool {
	i := slices.IndexFunc(g.unsteady, func(u unsteadyVar) bool { return u.v == v })
	return i < 0 || at.IsValid() && !g.jumps && at < g.unsteady[i].from
}

// graph returns the graph of fn, or nil if fn has no body.
func (c *Graphs) graph(fn ast.Node) *graph {
	if g, ok := c.graphs[fn]; ok {
		return g
	}
	c.graphs[fn] = nil // of a function that calls itself while it is looked at
	body := Body(fn)
	if body == nil {
		return nil
	}
	g := &graph{
		fn:      fn,
		sig:     c.signature(fn),
		blocks:  cfg.New(body, c.Returns).Blocks,
		clauses: make(map[ast.Stmt]*ast.SwitchStmt),
	}
	c.survey(g, body, false)
	c.graphs[fn] = g
	return g
}

// Body returns the body of fn, an *ast.FuncDecl or *ast.FuncLit.
func Body(fn ast.Node) *ast.BlockStmt {
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		return fn.Body
	case *ast.FuncLit:
		return fn.Body
	}
	return nil
}

func (c *Graphs) signature(fn ast.Node) *types.Signature {
	var t types.Type
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		if obj := c.info.Defs[fn.Name]; obj != nil {
			t = obj.Type()
		}
	case *ast.FuncLit:
		t = c.info.TypeOf(fn)
	}
	sig, _ := t.(*types.Signature)
	return sig
}

// survey collects the clauses and the unsteady variables of n, which is inside
// a function literal that runs at an unknown time if away is set.
func (c *Graphs) survey(g *graph, n ast.Node, away bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			if !away {
				g.loops = append(g.loops, n)
			}
		case *ast.RangeStmt:
			if !away {
				g.loops = append(g.loops, n)
			}
			if n.Tok == token.ASSIGN {
				for _, e := range []ast.Expr{n.Key, n.Value} {
					if v := c.varOf(e); v != nil {
						g.loosen(v, n.Pos())
					}
				}
			}
		case *ast.BranchStmt:
			g.jumps = g.jumps || n.Tok == token.GOTO
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				g.clauses[clause] = n
			}
		case *ast.DeferStmt:
			// What it is given the address of, it sets when the function ends.
			for _, arg := range n.Call.Args {
				if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); !ok || u.Op != token.AND || c.varOf(u.X) == nil {
					c.survey(g, arg, away)
				}
			}
			if lit, ok := n.Call.Fun.(*ast.FuncLit); ok {
				c.survey(g, lit.Body, away)
			} else {
				c.survey(g, n.Call.Fun, away)
			}
			return false
		case *ast.FuncLit:
			c.survey(g, n.Body, true)
			return false
		case *ast.CallExpr:
			return !c.tame(n)
		case *ast.UnaryExpr:
			if v := c.varOf(n.X); v != nil && n.Op == token.AND {
				g.loosen(v, n.Pos())
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if v := c.varOf(lhs); v != nil && away && (v.Pos() < n.Pos() && c.info.Defs[identOf(lhs)] == nil) {
					g.loosen(v, n.Pos())
				}
			}
		}
		return true
	})
}

// varOf returns the variable that e names, or nil.
func (c *Graphs) varOf(e ast.Expr) *types.Var {
	id := identOf(e)
	if id == nil {
		return nil
	}
	v, _ := c.info.ObjectOf(id).(*types.Var)
	return v
}

func identOf(e ast.Expr) *ast.Ident {
	id, _ := ast.Unparen(e).(*ast.Ident)
	return id
}

func isError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

func isBool(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

func isInteger(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}
