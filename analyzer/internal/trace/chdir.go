package trace

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// An entry is a call that makes a directory the current one.
type entry struct {
	at  inspector.Cursor // the call
	dir Site             // in the function that does it
}

// inEntered reports whether the file of s, whose path is relative, lies in a
// temporary directory, which the function around s has made the current one.
func (p *Provenance) inEntered(s Site) bool {
	entries := p.EventsAround(s.At).entries
	var last *entry
	for i, e := range entries {
		if p.Leads(e.at, s.At) {
			last = &entries[i]
		}
	}
	return last != nil && last.dir.Expr != nil && p.Of(last.dir) == Temporary
}

// entered returns the directory that the call at c makes the current one, by
// itself or in the function of this package that it runs.
func (p *Provenance) entered(c inspector.Cursor) (dir Site, ok bool) {
	if flow.ParentKind(c) == edge.DeferStmt_Call {
		return Site{}, false
	}
	dirs := p.changesDir()
	if len(dirs) == 0 {
		return Site{}, false
	}
	call := c.Node().(*ast.CallExpr)
	if p.isChdir(call) {
		return Site{Expr: call.Args[0], At: c}, true
	}
	if fn := p.Local(call); fn != nil {
		dir, ok = dirs[fn.Cursor.Node()]
		return dir, ok
	}
	// What a function returns that enters a directory may leave it.
	return Site{}, slices.ContainsFunc(p.Defs[p.ObjectOf(call.Fun)], func(d flow.Value) bool {
		made, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
		if !ok {
			return false
		}
		fn := p.Local(made)
		return fn != nil && dirs[fn.Cursor.Node()].Expr != nil
	})
}

// changesDir returns, by function, the directory that it makes the current one
// last.
func (p *Provenance) changesDir() map[ast.Node]Site {
	if p.chdirs == nil {
		p.chdirs = make(map[ast.Node]Site)
		for c := range p.Root.Preorder((*ast.CallExpr)(nil)) {
			if call := c.Node().(*ast.CallExpr); p.isChdir(call) && flow.ParentKind(c) != edge.DeferStmt_Call {
				p.chdirs[flow.Body(c)] = Site{Expr: call.Args[0], At: c}
			}
		}
	}
	return p.chdirs
}

func (p *Provenance) isChdir(call *ast.CallExpr) bool {
	fn := p.Callee(call)
	return fn != nil && p.FullName(fn) == "os.Chdir"
}
