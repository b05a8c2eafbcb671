package control

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

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

// endings holds the endings of functions that are known not to return.
var endings = map[knowledge.Ending]ending{knowledge.Panics: panics, knowledge.Exits: exits}

// endOf tells how call ends. Only functions that are known
// not to return, and functions of this package all of whose ways end so, do not
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
		return endings[knowledge.NoReturn[name]]
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
