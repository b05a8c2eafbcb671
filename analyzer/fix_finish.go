package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
)

// finish makes the deferred Close publish the file, if the function returns no
// error.
func (h *handle) finish() ([]analysis.TextEdit, string) {
	if !within(h.assign, h.fn.Node()) {
		return nil, "another function writes the file"
	}
	if reason := h.namedBefore(h.fn.Node().End()); reason != "" {
		return nil, reason
	}
	cl := h.lastDeferred()
	if cl == nil && !h.contained() {
		return nil, "what writes to " + h.name + " cannot be followed"
	}
	at := h.body0()
	if cl != nil {
		at = cl.stmt.End()
	}
	name, edits := h.nameResult(at)
	if name == "" {
		return nil, "the error result cannot be named here"
	}
	more, reason := h.deferFinish(cl, h.name+".Finish(&"+name+")")
	return append(edits, more...), reason
}

func (h *handle) body0() token.Pos {
	if n := h.opened(); n != nil {
		return n.End()
	}
	return h.block.Node().Pos() + 1
}

// lastDeferred returns the last of the closings that are deferred, or nil.
func (h *handle) lastDeferred() *closing {
	var last *closing
	for i, cl := range h.closings {
		if cl.kind != plainClose && (last == nil || cl.stmt.Pos() > last.stmt.Pos()) {
			last = &h.closings[i]
		}
	}
	return last
}

// deferFinish defers the call finish in place of, or besides, cl.
func (h *handle) deferFinish(cl *closing, finish string) ([]analysis.TextEdit, string) {
	switch {
	case cl == nil:
		return []analysis.TextEdit{h.src.atStart(h, "defer "+finish)}, ""
	case cl.kind == deferredClose:
		return []analysis.TextEdit{h.src.replace(cl.call.Node(), finish)}, ""
	case cl.kind == inDeferred && cl == h.propagating():
		return []analysis.TextEdit{h.src.replace(cl.stmt, h.src.commentsOf(cl.stmt)+"defer "+finish)}, ""
	case cl.kind == inDeferred && h.writesThrough(cl.lit.Node()):
		return h.finishAround(cl, finish)
	}
	return []analysis.TextEdit{h.src.after(cl.stmt, "defer "+finish)}, ""
}

// finishAround defers finish before the statement of cl, a function literal
// that ends with writes to the file, so that it runs after them. The literal
// must then no longer close the file.
func (h *handle) finishAround(cl *closing, finish string) ([]analysis.TextEdit, string) {
	stmt := h.stmtOf(cl.call)
	n := stmt.Node().(ast.Stmt)
	body := cl.lit.ChildAt(edge.FuncLit_Body, -1)
	if stmt.Parent() != body || !h.src.ownLines(n.Pos(), n.End()) || !h.onlyCloses(n) {
		return nil, "a deferred function literal does more than to close " + h.name
	}
	_, i := stmt.ParentEdge()
	for _, later := range statements(body.Node())[i+1:] {
		if h.writesThrough(later) {
			return nil, "a deferred function literal writes to " + h.name + " after it has closed it"
		}
	}
	drop := h.src.dropLines(n)
	return append(drop, h.src.before(cl.stmt, "defer "+finish)), ""
}

// onlyCloses reports whether stmt does nothing but close the file and keep the
// error.
func (h *handle) onlyCloses(stmt ast.Stmt) bool {
	switch n := stmt.(type) {
	case *ast.ExprStmt:
		return h.isCloseCall(n.X)
	case *ast.AssignStmt:
		return len(n.Rhs) == 1 && h.isCloseCall(n.Rhs[0])
	case *ast.IfStmt:
		init, ok := n.Init.(*ast.AssignStmt)
		return ok && h.onlyCloses(init) && n.Else == nil && h.onlyCopies(n.Body.List) && !callsAnything(n.Cond)
	}
	return false
}

// onlyCopies reports whether each statement of list assigns one variable to
// another.
func (h *handle) onlyCopies(list []ast.Stmt) bool {
	for _, stmt := range list {
		n, ok := stmt.(*ast.AssignStmt)
		if !ok || len(n.Lhs) != 1 || len(n.Rhs) != 1 || n.Tok != token.ASSIGN {
			return false
		}
		_, ok1 := n.Lhs[0].(*ast.Ident)
		_, ok2 := n.Rhs[0].(*ast.Ident)
		if !ok1 || !ok2 {
			return false
		}
	}
	return true
}

func callsAnything(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if _, ok := n.(*ast.CallExpr); ok {
			found = true
		}
		return !found
	})
	return found
}

// propagating returns the closing that is a deferred function literal which
// does nothing but close the file and make the error that of the function, as
// Finish does; else nil.
func (h *handle) propagating() *closing {
	cl := h.lastDeferred()
	if cl == nil || cl.kind != inDeferred || len(cl.stmt.Call.Args) > 0 {
		return nil
	}
	closes := false
	for _, stmt := range cl.lit.Node().(*ast.FuncLit).Body.List {
		switch n := stmt.(type) {
		case *ast.IfStmt:
			if n.Init == nil {
				if !closes || n.Else != nil || callsAnything(n.Cond) || !h.onlyCopies(n.Body.List) {
					return nil
				}
				continue
			}
		}
		if closes || !h.onlyCloses(stmt) {
			return nil
		}
		closes = true
	}
	return cl
}

// nameResult returns the name of the error result of fn, and the edits that
// give it one. The name is valid at pos. It returns "" if that cannot be.
func (h *handle) nameResult(pos token.Pos) (string, []analysis.TextEdit) {
	fields := h.functionType().Results.List
	last := fields[len(fields)-1]
	if len(last.Names) > 0 {
		id := last.Names[len(last.Names)-1]
		if id.Name == "_" {
			name := h.freshResult()
			return name, []analysis.TextEdit{h.src.replace(id, name)}
		}
		if h.lookup(id.Name, pos) != h.pass.TypesInfo.Defs[id] {
			return "", nil
		}
		return id.Name, nil
	}
	name := h.freshResult()
	if !h.functionType().Results.Opening.IsValid() {
		t := last.Type
		return name, []analysis.TextEdit{
			h.src.edit(t.Pos(), t.Pos(), "("+name+" "),
			h.src.edit(t.End(), t.End(), ")"),
		}
	}
	var edits []analysis.TextEdit
	for _, field := range fields[:len(fields)-1] {
		edits = append(edits, h.src.edit(field.Pos(), field.Pos(), "_ "))
	}
	return name, append(edits, h.src.edit(last.Pos(), last.Pos(), name+" "))
}

// freshResult returns the name to give to the error result of fn: err, if that
// is what the outermost block of the body calls its error, else a name that
// the function does not use. It is the same for all files that fn opens.
func (h *handle) freshResult() string {
	if h.mayNameErr() {
		return "err"
	}
	taken := make(map[string]bool)
	ast.Inspect(h.fn.Node(), func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			taken[id.Name] = true
		}
		return true
	})
	name := "retErr"
	for taken[name] {
		name += "_"
	}
	return name
}

// mayNameErr reports whether fn may name its result err. All that is called
// err in fn must then be that result, or a variable of an inner block away
// from where files are opened, and the declaration of err in the outermost
// block, which becomes an assignment, must declare something else, too.
func (h *handle) mayNameErr() bool {
	body := h.fnScope()
	ok := true
	for c := range h.fn.Preorder((*ast.Ident)(nil)) {
		id := c.Node().(*ast.Ident)
		if id.Name != "err" {
			continue
		}
		obj := h.pass.TypesInfo.ObjectOf(id)
		v, isVar := obj.(*types.Var)
		if !isVar || v.IsField() {
			continue
		}
		inner := functionAround(c) != h.fn
		switch {
		case v.Pos() < h.fn.Node().Pos() || v.Pos() >= h.fn.Node().End():
			return false
		case v.Parent() != body:
			continue
		case inner || !isError(v.Type()):
			return false
		case h.pass.TypesInfo.Defs[id] != nil:
			kind, _ := c.ParentEdge()
			ok = ok && kind == edge.AssignStmt_Lhs && h.declaresMore(c.Parent().Node().(*ast.AssignStmt))
		}
	}
	return ok && h.errAtSinks()
}

// declaresMore reports whether n declares a variable besides err.
func (h *handle) declaresMore(n *ast.AssignStmt) bool {
	for _, lhs := range n.Lhs {
		if id, ok := lhs.(*ast.Ident); ok && id.Name != "err" && id.Name != "_" && h.pass.TypesInfo.Defs[id] != nil {
			return true
		}
	}
	return false
}

// errAtSinks reports whether err, where fn opens files, is not a variable of
// an inner block.
func (h *handle) errAtSinks() bool {
	body := h.fnScope()
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		s, ok := sinkOf(h.pass.TypesInfo, c, nil)
		if !ok || s.kind != openHandle || functionAround(c) != h.fn {
			continue
		}
		end := h.stmtOf(c).Node().End()
		if obj := h.lookup("err", end); obj != nil && obj.Parent() != body && obj.Pos() >= h.fn.Node().Pos() && obj.Pos() < h.fn.Node().End() {
			return false
		}
	}
	return true
}

// fnScope returns the scope of fn, which holds its parameters and what the
// outermost block of its body declares.
func (h *handle) fnScope() *types.Scope {
	return h.pass.TypesInfo.Scopes[h.functionType()]
}
