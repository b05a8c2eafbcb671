package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// This file judges the code that writes to the file beside the function, or
// when somebody calls it back.

// starts holds functions that run what they are given beside their caller, and
// waits those that wait until that is done.
var (
	starts = map[string]bool{
		"(*golang.org/x/sync/errgroup.Group).Go":    true,
		"(*golang.org/x/sync/errgroup.Group).TryGo": true,
		"(*sync.WaitGroup).Go":                      true,
		"context.AfterFunc":                         true,
		"time.AfterFunc":                            true,
	}
	waits = map[string]bool{
		"(*golang.org/x/sync/errgroup.Group).Wait": true,
		"(*sync.WaitGroup).Wait":                   true,
	}
)

// started notes that n has something run that writes to the file. Only one
// group can wait for all that has been started.
func (p *proof) started(w *fileWay, n ast.Node) {
	st, group := &w.State, p.groupIn(n)
	if st.away.IsValid() && st.group != group {
		group = nil
	}
	st.away, st.group = n.Pos(), group
}

// waited notes that call waits for what a group has started.
func (p *proof) waited(w *fileWay, call *ast.CallExpr) {
	st, group := &w.State, p.groupIn(call)
	if !st.away.IsValid() || group == nil || st.group != group {
		return
	}
	st.away, st.group = token.NoPos, nil
	if flow.ReturnsError(p.pass.TypesInfo, call) {
		p.machine.Watch(w, call, control.MustBeSeen)
	}
}

// groupIn returns the variable in n that is a group of goroutines, or nil if
// there is none, or more than one.
func (h *handle) groupIn(n ast.Node) types.Object {
	var found []types.Object
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if v := h.flow.ObjectOf(id); v != nil && !slices.Contains(found, v) && isGroup(v.Type()) {
			found = append(found, v)
		}
		return true
	})
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func isGroup(t types.Type) bool {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch types.TypeString(t, nil) {
	case "sync.WaitGroup", "golang.org/x/sync/errgroup.Group":
		return true
	}
	return false
}

// refuseLiterals refuses function literals that may drop an error of what they
// write to the file. A function that went on then would fail now, as the writer
// does not forget.
func (p *proof) refuseLiterals() {
	for c := range p.fn.Preorder((*ast.FuncLit)(nil)) {
		lit := c.Node().(*ast.FuncLit)
		if lit == p.fn.Node() || flow.IsDeferred(c) || !p.writesThrough(lit.Body) {
			continue
		}
		if call := p.losesError(lit, p.hears(c)); call != nil {
			p.refuse(call, "is in a function literal that may drop the error of %s", types.ExprString(call.Fun))
		}
	}
}

// hears reports whether an error that the function literal at c returns may
// come back to the function.
func (h *handle) hears(c inspector.Cursor) bool {
	kind := flow.ParentKind(c)
	if kind != edge.CallExpr_Args && kind != edge.CallExpr_Fun {
		return true
	}
	call := c.Parent().Node().(*ast.CallExpr)
	if h.pass.TypesInfo.Types[call.Fun].IsType() {
		return true
	}
	if starts[h.calleeName(call)] {
		return h.groupIn(call.Fun) != nil // whose Wait returns it
	}
	return flow.ParentKind(c.Parent()) != edge.GoStmt_Call && flow.ReturnsError(h.pass.TypesInfo, call)
}

// losesError returns a call in lit that writes to the file, and whose error lit
// may neither keep in a variable of the function nor, where that is heard,
// return. Where there are too many ways to tell, that is one that might be.
func (h *handle) losesError(lit *ast.FuncLit, heard bool) (lost *ast.CallExpr) {
	outer := h.errorsKept(lit)
	var watched *ast.CallExpr
	m := control.NewMachine[struct{}](h.flow.Graphs(), knowledge.MaxBlocks)
	m.Call = func(w *control.Way[struct{}], call *ast.CallExpr) []control.Way[struct{}] {
		if h.touches(call) && !h.touchesOnly(call) && flow.ReturnsError(h.pass.TypesInfo, call) && h.watching(call) == control.MustBeSeen {
			watched = call
			m.Watch(w, call, control.MustBeSeen)
		}
		return nil
	}
	ok := m.Run(lit, struct{}{}, func(e control.Exit[struct{}]) {
		call := m.Unsettled(&e.Way)
		if call == nil || e.Kind != control.Returned || heard && (e.Outcome == control.Failed || slices.Contains(m.Origins(e), call)) {
			return
		}
		for _, v := range outer {
			if calls, _ := m.OriginsOf(&e.Way, v); slices.Contains(calls, call) {
				return
			}
		}
		lost = call
	})
	if !ok && lost == nil {
		return watched
	}
	return lost
}

// errorsKept returns the variables of the function in which lit keeps an error.
func (h *handle) errorsKept(lit *ast.FuncLit) (kept []*ast.Ident) {
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for _, lhs := range assign.Lhs {
			id, ok := lhs.(*ast.Ident)
			if !ok || isBlank(id) || !flow.IsError(h.pass.TypesInfo.TypeOf(id)) {
				continue
			}
			if v := h.flow.ObjectOf(id); v.Pos() < lit.Pos() || v.Pos() >= lit.End() {
				kept = append(kept, id)
			}
		}
		return true
	})
	return kept
}
