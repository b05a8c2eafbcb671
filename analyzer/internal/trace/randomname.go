package trace

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// claimsRandomName reports whether k, which opens a file with flags, does what
// os.CreateTemp does: it claims a name with a random number in it, which nobody
// knows until told.
func (s *Summaries) claimsRandomName(k Sink, flags OpenFlags) bool {
	return flags.Has(FlagCreate|FlagExcl) && s.Paths.random(k.Path, 0)
}

// random reports whether a random number is a part of e, or of what a variable
// in it holds.
func (p *Provenance) random(e ast.Expr, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			found = found || p.callsRandom(n)
		case *ast.Ident:
			for _, use := range p.Uses[p.ObjectOf(n)] {
				found = found || p.fillsRandomly(use)
			}
			if held := p.Expand(n); held != n && depth < knowledge.MaxDepth {
				found = found || p.random(held, depth+1)
			}
		}
		return !found
	})
	return found
}

func (p *Provenance) callsRandom(call *ast.CallExpr) bool {
	fn := p.Callee(call)
	return fn != nil && fn.Pkg() != nil && knowledge.RandomPackages[fn.Pkg().Path()]
}

// fillsRandomly reports whether the variable used at c is handed to a function
// that reads random numbers into it.
func (p *Provenance) fillsRandomly(c inspector.Cursor) bool {
	for c = c.Parent(); ; c = c.Parent() {
		switch n := c.Node().(type) {
		case *ast.SliceExpr, *ast.ParenExpr:
			continue
		case *ast.CallExpr:
			return flow.CalleeName(n) == "Read" && p.callsRandom(n)
		}
		return false
	}
}
