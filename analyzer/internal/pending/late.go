package pending

import (
	"go/ast"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// late returns what is done with the file when it has been published.
func (p *Ways) late() []Misuse {
	var list []Misuse
	for i := range p.Account.Steps {
		s := &p.Account.Steps[i]
		commit := p.after[s]
		switch {
		case commit == nil:
		case s.Deferred:
			if p.ending(s) && p.sole(s) && s.At.Node().Pos() < commit.At.Node().Pos() && !p.sameLiteral(s, commit) {
				list = append(list, Misuse{Kind: FlushedLate, File: p.File, At: s.At.Node(), Rel: commit.At.Node(), Name: s.On.Name(), How: commit.name})
			}
		case commit.Deferred:
		case (s.kind == fills || s.kind == touches) && !p.before[s] && (s.On == nil || p.ending(s) && p.sole(s)):
			list = append(list, Misuse{Kind: UsedAfter, File: p.File, At: s.At.Node(), Rel: commit.At.Node(), Name: s.name, How: commit.name})
		}
	}
	return list
}

// ending reports whether s makes a writer on top of the file write what it
// holds back.
func (p *Ways) ending(s *step) bool {
	if s.On == nil || !flow.Buffers(s.On.Type()) {
		return false
	}
	if flow.Has(s.On.Type(), "Close") {
		return s.name == "Close"
	}
	return s.name == "Flush"
}

// sole reports whether nothing but s may end the writer that s ends.
func (p *Ways) sole(s *step) bool {
	for i := range p.Account.Steps {
		other := &p.Account.Steps[i]
		if other.On != s.On || other == s {
			continue
		}
		if _, call := other.At.Node().(*ast.CallExpr); call && (p.ending(other) || !p.methodOf(other, s.On)) {
			return false
		}
	}
	return true
}

// methodOf reports whether s is a call of a method of v, or hands v as a plain
// writer to something.
func (p *Ways) methodOf(s *step, v *types.Var) bool {
	call := s.At.Node().(*ast.CallExpr)
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && p.IsVar(sel.X, v) {
		return true
	}
	for i, arg := range call.Args {
		if t := trace.ParamType(p.Info, flow.Use{Call: call, Index: i}); p.IsVar(arg, v) && (t == nil || flow.Has(t, "Close") || flow.Has(t, "Flush")) {
			return false
		}
	}
	return true
}

// sameLiteral reports whether both steps are in the same function literal,
// where they run in order.
func (p *Ways) sameLiteral(s, other *step) bool {
	fn := p.Enclosing(s.At)
	return fn != p.Fn && fn == p.Enclosing(other.At)
}
