// Package control tells how the functions of one package run: on which ways
// control goes through a function, how each of them ends, and what is known of
// its errors and conditions there.
//
// It imports nothing of this module. It is asked about a function by a Machine,
// which follows every way through it and tells a client of each call in the
// order in which it runs, deferred calls included. What exceeds the bounds of a
// Machine is not known, which is something else than not possible.
package control

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"
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
	// not tell: their address is taken, or a function literal that runs at an
	// unknown time sets them.
	unsteady map[*types.Var]bool
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
		fn:       fn,
		sig:      c.signature(fn),
		blocks:   cfg.New(body, c.Returns).Blocks,
		clauses:  make(map[ast.Stmt]*ast.SwitchStmt),
		unsteady: make(map[*types.Var]bool),
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
				g.unsteady[v] = true
			}
		case *ast.AssignStmt:
			for _, lhs := range n.Lhs {
				if v := c.varOf(lhs); v != nil && away && (v.Pos() < n.Pos() && c.info.Defs[identOf(lhs)] == nil) {
					g.unsteady[v] = true
				}
			}
		}
		return true
	})
}

// Returns reports whether the call may return.
func (c *Graphs) Returns(call *ast.CallExpr) bool { return c.endOf(call) == returns }

// An ending tells how a call ends if it does not return.
type ending uint8

const (
	returns   ending = iota // it may return
	panics                  // deferred calls run
	exits                   // the program ends with a failure
	exitsWell               // the program ends successfully
	exitsSome               // the program ends, with a status that is not known
)

// endOf tells how call ends. Only functions of the standard library that are
// named here, and functions of this package all of whose ways end so, do not
// return. A name alone proves nothing.
func (c *Graphs) endOf(call *ast.CallExpr) ending {
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok {
		if b, ok := c.info.Uses[id].(*types.Builtin); ok && b.Name() == "panic" {
			return panics
		}
	}
	if fn := c.local(call); fn != nil {
		return c.endOfFunc(fn)
	}
	fn := typeutil.StaticCallee(c.info, call)
	if fn == nil {
		return returns
	}
	switch name := fn.FullName(); name {
	case "os.Exit", "syscall.Exit":
		return c.exitStatus(call)
	default:
		return noReturn[name]
	}
}

func (c *Graphs) exitStatus(call *ast.CallExpr) ending {
	if len(call.Args) == 1 {
		if value := c.info.Types[call.Args[0]].Value; value != nil {
			if value.String() == "0" {
				return exitsWell
			}
			return exits
		}
	}
	return exitsSome
}

// noReturn holds the functions that never return: the standard library says so
// in their documentation, and the loggers say that they call os.Exit.
var noReturn = map[string]ending{
	"runtime.Goexit": panics,

	"log.Fatal":   exits,
	"log.Fatalf":  exits,
	"log.Fatalln": exits,
	"log.Panic":   panics,
	"log.Panicf":  panics,
	"log.Panicln": panics,

	"(*log.Logger).Fatal":   exits,
	"(*log.Logger).Fatalf":  exits,
	"(*log.Logger).Fatalln": exits,
	"(*log.Logger).Panic":   panics,
	"(*log.Logger).Panicf":  panics,
	"(*log.Logger).Panicln": panics,

	"(*testing.common).FailNow": panics,
	"(*testing.common).Fatal":   panics,
	"(*testing.common).Fatalf":  panics,
	"(*testing.common).Skip":    panics,
	"(*testing.common).SkipNow": panics,
	"(*testing.common).Skipf":   panics,
	"(testing.TB).FailNow":      panics,
	"(testing.TB).Fatal":        panics,
	"(testing.TB).Fatalf":       panics,
	"(testing.TB).Skip":         panics,
	"(testing.TB).SkipNow":      panics,
	"(testing.TB).Skipf":        panics,

	"github.com/golang/glog.Fatal":            exits,
	"github.com/golang/glog.Fatalf":           exits,
	"github.com/golang/glog.Fatalln":          exits,
	"github.com/sirupsen/logrus.Fatal":        exits,
	"github.com/sirupsen/logrus.Fatalf":       exits,
	"github.com/sirupsen/logrus.Fatalln":      exits,
	"(*go.uber.org/zap.Logger).Fatal":         exits,
	"(*go.uber.org/zap.SugaredLogger).Fatal":  exits,
	"(*go.uber.org/zap.SugaredLogger).Fatalf": exits,
	"k8s.io/klog/v2.Fatal":                    exits,
	"k8s.io/klog/v2.Fatalf":                   exits,
	"k8s.io/klog/v2.Fatalln":                  exits,
}

// endOfFunc tells how fn, a function of this package, ends if no way through
// it returns.
func (c *Graphs) endOfFunc(fn ast.Node) ending {
	if end, ok := c.ends[fn]; ok {
		return end
	}
	c.ends[fn] = returns // as far as a recursive call adds to it
	if g := c.graph(fn); g != nil {
		c.ends[fn] = c.commonEnd(g)
	}
	return c.ends[fn]
}

// commonEnd returns how all ways through g end, if none returns and no
// deferred call may make one return.
func (c *Graphs) commonEnd(g *graph) ending {
	common, seen := returns, false
	for _, b := range g.blocks {
		if !b.Live {
			continue
		}
		for _, n := range b.Nodes {
			switch n.(type) {
			case *ast.ReturnStmt, *ast.DeferStmt:
				return returns
			}
		}
		if len(b.Succs) > 0 {
			continue
		}
		end := c.blockEnd(b)
		switch {
		case end == returns: // a loop without end, perhaps
			return returns
		case !seen:
			common, seen = end, true
		case common == end:
		case common != exitsWell && end != exitsWell && common != exitsSome && end != exitsSome:
			common = exits // some panic, and some end the program
		default:
			common = exitsSome
		}
	}
	return common
}

// blockEnd tells how the call that b ends with ends.
func (c *Graphs) blockEnd(b *cfg.Block) ending {
	if len(b.Nodes) == 0 {
		return returns
	}
	stmt, ok := b.Nodes[len(b.Nodes)-1].(*ast.ExprStmt)
	if !ok {
		return returns
	}
	call, ok := ast.Unparen(stmt.X).(*ast.CallExpr)
	if !ok {
		return returns
	}
	return c.endOf(call)
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
