package rewrite

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// finish makes the deferred Close publish the file, if the function returns no
// error.
func (h *handle) finish() (*rewrite, string) {
	if !flow.Within(h.assign, h.fn.Node()) {
		return nil, "another function writes the file"
	}
	cl := h.lastDeferred()
	if cl == nil {
		if reason := h.outOfSight(); reason != "" {
			return nil, reason
		}
	}
	at := h.body0()
	if cl != nil {
		at = cl.stmt.End()
	}
	if n := h.recoversAfter(at); n != nil {
		return nil, fmt.Sprintf("line %d recovers from a panic, which may leave the file unfinished", h.line(n.Pos()))
	}
	name, edits := h.resultName(at)
	if name == "" {
		return nil, "the error result cannot be named here"
	}
	plan, reason := h.deferFinish(cl, h.name+".Finish(&"+name+")")
	if reason != "" {
		return nil, reason
	}
	plan.edits = append(edits, plan.edits...)
	plan.finish.stmt = &ast.DeferStmt{Call: &ast.CallExpr{Fun: ast.NewIdent("Finish")}}
	if v := h.signature().Results().At(h.signature().Results().Len() - 1); v.Name() != "" && v.Name() != "_" {
		plan.finish.result = v
	}
	h.closeBeforeExits(plan)
	return plan, h.settle(plan)
}

// overwrites returns the call in a deferred function literal that closes the
// file, if the literal may lose an error of the function. What fails then cannot
// be told from a success.
func (h *handle) overwrites() ast.Node {
	last, ok := h.errorResult()
	if !ok {
		return nil
	}
	result := h.signature().Results().At(last)
	if result.Name() == "" || result.Name() == "_" {
		return nil
	}
	for _, cl := range h.closings {
		if cl.kind == inDeferred && !h.flow.Graphs().Keeps(cl.lit.Node().(*ast.FuncLit), result) {
			return cl.call.Node()
		}
	}
	return nil
}

// setIfCloseFails returns what a deferred function literal sets, other than an
// error or a variable of its own, if closing the file fails, or nil. The Close of
// the writer does not fail.
func (h *handle) setIfCloseFails() (set ast.Expr) {
	for _, cl := range h.closings {
		assign, ok := cl.call.Parent().Node().(*ast.AssignStmt)
		if cl.kind != inDeferred || !ok {
			continue
		}
		err := h.errorVar(assign.Lhs[len(assign.Lhs)-1])
		if err == nil || !flow.Covers(cl.lit.Node(), err.Pos()) {
			continue
		}
		for c := range cl.lit.Preorder((*ast.IfStmt)(nil)) {
			check := c.Node().(*ast.IfStmt)
			if h.demands(check.Cond, token.NEQ, err) {
				set = cmp.Or(set, h.setsOutside(check.Body, cl.lit.Node()))
			}
		}
	}
	return set
}

// setsOutside returns what body sets, other than errors and the variables of lit,
// or nil.
func (h *handle) setsOutside(body *ast.BlockStmt, lit ast.Node) (set ast.Expr) {
	ast.Inspect(body, func(n ast.Node) bool {
		var targets []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			targets = n.Lhs
		case *ast.IncDecStmt:
			targets = []ast.Expr{n.X}
		}
		for _, e := range targets {
			if obj := h.rootOf(e); !isBlank(e) && !flow.IsError(h.pass.TypesInfo.TypeOf(e)) && (obj == nil || !flow.Covers(lit, obj.Pos())) {
				set = e
			}
		}
		return set == nil
	})
	return set
}

// swallowsPanic returns the deferred function literal that recovers from a
// panic and does not set the error that the function returns, if there is one.
// What a panic has left unfinished is then taken for finished by the caller.
func (h *handle) swallowsPanic() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if flow.ParentKind(c) == edge.DeferStmt_Call && flow.FunctionAround(c) == h.fn && h.recoversIn(call) {
			return call
		}
		if !h.recovers(call) {
			continue
		}
		if lit := flow.FunctionAround(c); lit != h.fn && flow.IsDeferred(lit) && !h.setsError(lit) {
			return call
		}
	}
	return nil
}

// recoversIn reports whether call runs a function of this package that recovers
// from a panic, and is not given the address of an error to set.
func (h *handle) recoversIn(call *ast.CallExpr) bool {
	fn := h.flow.Local(call)
	if fn == nil || flow.IsLiteral(fn.Cursor) && flow.ParentKind(fn.Cursor) == edge.CallExpr_Fun {
		return false
	}
	for _, arg := range call.Args {
		if ptr, ok := h.pass.TypesInfo.TypeOf(arg).Underlying().(*types.Pointer); ok && flow.IsError(ptr.Elem()) {
			return false
		}
	}
	return h.callsRecover(fn)
}

// setsError reports whether the function literal at lit sets the error result.
func (h *handle) setsError(lit inspector.Cursor) bool {
	last, ok := h.errorResult()
	if !ok {
		return false
	}
	result := h.signature().Results().At(last)
	for c := range lit.Preorder((*ast.AssignStmt)(nil)) {
		if slices.ContainsFunc(c.Node().(*ast.AssignStmt).Lhs, func(e ast.Expr) bool { return h.isObject(e, result) }) {
			return true
		}
	}
	return false
}

// recoversAfter returns the deferred function literal behind pos that recovers
// from panics, if there is one. It runs before what is deferred at pos.
func (h *handle) recoversAfter(pos token.Pos) ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() < pos || !h.recovers(call) {
			continue
		}
		if lit := flow.FunctionAround(c); lit != h.fn && flow.IsDeferred(lit) {
			return call
		}
	}
	return nil
}

// returnsLastError reports whether the last write is in a statement of several
// ways, and the function returns an error behind it that nothing has tested there.
// A Commit between them would have to return that, too.
func (h *handle) returnsLastError() bool {
	last := h.lastUse()
	if last < 0 || last+1 == len(h.body) || flow.Simple(h.body[last]) {
		return false
	}
	ret, ok := h.body[last+1].(*ast.ReturnStmt)
	if !ok {
		return false
	}
	results := h.signature().Results()
	err := results.At(results.Len() - 1)
	if len(ret.Results) > 0 {
		err = h.errorVar(ret.Results[len(ret.Results)-1])
	}
	return err != nil && !h.leavesIf(h.body[last], err)
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
		if cl.stmt != nil && (last == nil || cl.stmt.Pos() > last.stmt.Pos()) {
			last = &h.closings[i]
		}
	}
	return last
}

// deferFinish defers the call finish in place of, or besides, cl.
func (h *handle) deferFinish(cl *closing, finish string) (*rewrite, string) {
	plan := newRewrite()
	edit := func(place finishPlace, with ast.Stmt, edits ...analysis.TextEdit) (*rewrite, string) {
		plan.finish = &finishing{place: place, with: with}
		plan.edits = append(plan.edits, edits...)
		return plan, ""
	}
	switch {
	case cl == nil:
		return edit(finishAfter, nil, h.src.atStart(h, "defer "+finish))
	case cl.kind == deferredClose:
		return edit(finishInstead, cl.stmt, append(h.src.dropNolint(cl.stmt), h.src.replace(cl.call.Node(), finish))...)
	case cl.kind == inDeferred && cl == h.propagating():
		return edit(finishInstead, cl.stmt, h.src.replace(cl.stmt, h.src.commentsOf(cl.stmt)+"defer "+finish))
	case cl.kind == inDeferred && h.writesThrough(cl.lit.Node()):
		n, reason := h.closeAtEnd(cl)
		if reason != "" {
			return nil, reason
		}
		plan.gone = []ast.Node{n}
		return edit(finishBefore, cl.stmt, append(h.src.dropLines(n), h.src.before(cl.stmt, "defer "+finish))...)
	}
	return edit(finishAfter, cl.stmt, h.src.after(cl.stmt, "defer "+finish))
}

// closeAtEnd returns the statement that closes the file in the deferred
// function literal of cl, which writes to it before that, and must do no more
// with it.
func (h *handle) closeAtEnd(cl *closing) (ast.Stmt, string) {
	stmt := h.stmtOf(cl.call)
	n := stmt.Node().(ast.Stmt)
	if stmt.Parent() != cl.lit.ChildAt(edge.FuncLit_Body, -1) || !h.src.ownLines(n.Pos(), n.End()) || !h.onlyCloses(n) {
		return nil, "a deferred function literal does more than to close " + h.name
	}
	return n, ""
}

// onlyCloses reports whether stmt does nothing but close the file and keep the
// error. What joins it with another one by errors.Join makes an error that
// os.IsNotExist and its like do not know; that stays.
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
	if cl == nil || cl.kind != inDeferred || slices.ContainsFunc(cl.stmt.Call.Args, func(arg ast.Expr) bool { return !h.isObject(arg, h.v) }) {
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
	fields := functionType(h.fn.Node()).Results.List
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
	if !functionType(h.fn.Node()).Results.Opening.IsValid() {
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
		if flow.ParentKind(c) == edge.SelectorExpr_Sel {
			continue
		}
		obj := h.pass.TypesInfo.ObjectOf(id)
		v, isVar := obj.(*types.Var)
		if _, label := obj.(*types.Label); !isVar && obj != nil && !label {
			return false
		}
		if !isVar || v.IsField() {
			continue
		}
		inner := flow.FunctionAround(c) != h.fn
		switch {
		case v.Pos() < h.fn.Node().Pos() || v.Pos() >= h.fn.Node().End():
			return false
		case v.Parent() != body:
			continue
		case inner || !flow.IsError(v.Type()):
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
		s, ok := trace.SinkOf(h.pass.TypesInfo, c, nil)
		if !ok || s.Kind != knowledge.OpenHandle || flow.FunctionAround(c) != h.fn {
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
	return h.pass.TypesInfo.Scopes[functionType(h.fn.Node())]
}
