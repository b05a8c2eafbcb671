package control

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/cfg"
)

// Reaches reports whether control may come from n, a node of the function fn,
// to a node behind it that match accepts. Deferred calls are no such nodes.
func (c *Graphs) Reaches(fn, n ast.Node, match func(ast.Node) bool) bool {
	g := c.graph(fn)
	if g == nil {
		return true
	}
	seen := make(map[*cfg.Block]bool)
	var visit func(b *cfg.Block, i int) bool
	visit = func(b *cfg.Block, i int) bool {
		for ; i < len(b.Nodes); i++ {
			if _, deferred := b.Nodes[i].(*ast.DeferStmt); !deferred && match(b.Nodes[i]) {
				return true
			}
		}
		for _, next := range b.Succs {
			if !seen[next] {
				seen[next] = true
				if visit(next, 0) {
					return true
				}
			}
		}
		return false
	}
	for _, b := range g.blocks {
		for i, node := range b.Nodes {
			if b.Live && node.Pos() <= n.Pos() && n.Pos() < node.End() {
				return visit(b, i+1)
			}
		}
	}
	return true
}

// Passes reports whether control may come from the body of check, an if
// statement of the function fn, to what follows check, other than by a jump.
func (c *Graphs) Passes(fn ast.Node, check *ast.IfStmt) bool {
	return c.passes(fn, check, cfg.KindIfThen)
}

// PassesElse is like Passes for the else branch, which check has.
func (c *Graphs) PassesElse(fn ast.Node, check *ast.IfStmt) bool {
	return c.passes(fn, check, cfg.KindIfElse)
}

func (c *Graphs) passes(fn ast.Node, check *ast.IfStmt, branch cfg.BlockKind) bool {
	g := c.graph(fn)
	if g == nil {
		return true
	}
	seen := make(map[*cfg.Block]bool)
	var visit func(b *cfg.Block) bool
	visit = func(b *cfg.Block) bool {
		if b.Stmt == check && b.Kind == cfg.KindIfDone {
			return true
		}
		if seen[b] || b.Stmt == nil || b.Stmt.Pos() < check.Pos() || b.Stmt.End() > check.End() {
			return false
		}
		seen[b] = true
		return slices.ContainsFunc(b.Succs, visit)
	}
	for _, b := range g.blocks {
		if b.Stmt == check && b.Kind == branch {
			return visit(b)
		}
	}
	return false // control never comes to it
}
