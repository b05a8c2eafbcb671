package rewrite

import (
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
)

// dropRemovals takes out what removes the destination after a failure. With
// the writer the old file is still there then, and whole. What removes a file
// that was published stays. It returns why that cannot be done.
func (h *handle) dropRemovals(plan *rewrite, removals map[*ast.CallExpr]*unlinking) string {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		r := removals[call]
		if r == nil || !r.before || plan.isGone(call) {
			continue
		}
		here := fmt.Sprintf("line %d removes ", h.line(call.Pos()))
		if r.after {
			return here + "the file, whether it is published or not"
		}
		if plan.risky != nil && flow.FunctionAround(c) != h.fn {
			return here + fmt.Sprintf("the file after a panic, which line %d may cause when the file is published", h.line(plan.risky.Pos()))
		}
		if n := h.pathChanged(); n != nil {
			return here + fmt.Sprintf("what line %d has made another name", h.line(n.Pos()))
		}
		if n := h.madeBefore(); n != nil {
			return here + fmt.Sprintf("what line %d may have made", h.line(n.Pos()))
		}
		if !h.removesDestination(call) {
			return here + "the old file in " + types.ExprString(call.Fun)
		}
		if !h.namedByPath(call.Args[0]) {
			return here + "the old file by another name"
		}
		stmt := h.stmtOf(c)
		if plainCall(stmt.Node().(ast.Stmt)) != call || flow.ParentKind(c) == edge.DeferStmt_Call {
			return here + "the old file as a part of something else"
		}
		drop, reason := h.dropStatement(stmt)
		if r.quiet && h.endsSilently(plan, stmt) || h.removesMore(stmt) && !h.closedBefore(plan, stmt) {
			drop, reason = []analysis.TextEdit{h.src.replace(stmt.Node(), h.name+".Close()")}, ""
		}
		if reason != "" {
			return here + reason
		}
		if overlap(drop, plan.edits) {
			return here + "the old file beside other statements"
		}
		plan.edits = append(plan.edits, drop...)
		plan.removed = append(plan.removed, h.callsIn(drop)...)
	}
	return ""
}

// removesMore reports whether something else is removed behind the statement at
// c, such as the directory, which the temporary must have left by then.
func (h *handle) removesMore(c inspector.Cursor) bool {
	for _, stmt := range flow.Following(c) {
		found := false
		ast.Inspect(stmt, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			found = found || ok && h.removes(call)
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// callsIn returns the calls in the text that edits take out.
func (h *handle) callsIn(edits []analysis.TextEdit) []*ast.CallExpr {
	var list []*ast.CallExpr
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if slices.ContainsFunc(edits, func(e analysis.TextEdit) bool { return e.Pos <= call.Pos() && call.End() <= e.End }) {
			list = append(list, call)
		}
	}
	return list
}

// endsSilently reports whether the function returns behind the statement at c,
// a removal that no error has led to, and nothing but that statement shows that
// this is a failure.
func (h *handle) endsSilently(plan *rewrite, c inspector.Cursor) bool {
	if _, ok := h.errorResult(); ok || flow.FunctionAround(c) != h.fn || h.closedBefore(plan, c) {
		return false
	}
	for _, stmt := range flow.Following(c) {
		if _, returns := stmt.(*ast.ReturnStmt); returns {
			return true
		}
		if !flow.Simple(stmt) {
			return false
		}
	}
	return false
}

// dropStatement returns the edits that take out the statement at c, which
// removes the file, and what is left over without it.
func (h *handle) dropStatement(c inspector.Cursor) (edits []analysis.TextEdit, reason string) {
	whole := h.nothingElse(c)
	if whole == c && len(flow.Statements(c.Parent().Node())) == 1 && flow.ParentKind(c.Parent()) == edge.IfStmt_Body {
		check := c.Parent().Parent()
		flag := h.flagOf(check)
		if flag == nil {
			return nil, "the old file, and nothing would be left to do there"
		}
		edits, ok := h.dropFlag(flag)
		if !ok {
			return nil, "the old file, and nothing would be left to do there"
		}
		whole = h.nothingElseThan(check)
		return append(h.src.dropLines(whole.Node()), edits...), ""
	}
	if whole == c && len(flow.Statements(c.Parent().Node())) == 1 && flow.ParentKind(c.Parent()) == edge.IfStmt_Else {
		check := c.Parent().Parent().Node().(*ast.IfStmt)
		return []analysis.TextEdit{h.src.edit(check.Body.End(), check.Else.End(), "")}, ""
	}
	edits = h.src.dropLines(whole.Node())
	if next := flow.Following(c); len(edits) == 0 && whole == c && len(next) > 0 {
		edits = []analysis.TextEdit{h.src.edit(c.Node().Pos(), next[0].Pos(), "")}
	}
	if lit, ok := c.Parent().Parent().Node().(*ast.FuncLit); ok && len(edits) == 0 && h.isCleaner(lit) && len(lit.Body.List) == 1 {
		edits = []analysis.TextEdit{h.src.edit(lit.Body.Lbrace+1, lit.Body.Rbrace, "")}
	}
	if len(edits) == 0 {
		return nil, "the old file beside other statements"
	}
	return edits, ""
}

// flagOf returns the variable that the if statement at c tests, and nothing
// else does.
func (h *handle) flagOf(c inspector.Cursor) *types.Var {
	check := c.Node().(*ast.IfStmt)
	cond := ast.Unparen(check.Cond)
	if not, ok := cond.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		cond = ast.Unparen(not.X)
	}
	id, ok := cond.(*ast.Ident)
	if !ok || check.Init != nil || check.Else != nil {
		return nil
	}
	v, ok := h.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !h.isLocal(v) || h.flow.Addr[v] || len(h.flow.Uses[v]) != 1 {
		return nil
	}
	return v
}

// dropFlag takes out the statements that set flag, which only one if statement
// reads. They must do nothing else.
func (h *handle) dropFlag(flag *types.Var) (edits []analysis.TextEdit, ok bool) {
	found := 0
	for c := range h.fn.Preorder((*ast.AssignStmt)(nil)) {
		n := c.Node().(*ast.AssignStmt)
		if len(n.Lhs) != 1 || !h.isObject(n.Lhs[0], flag) {
			continue
		}
		drop := h.src.dropLines(n)
		if tv := h.pass.TypesInfo.Types[n.Rhs[0]]; tv.Value == nil || !flow.InList(c) || len(drop) == 0 || len(flow.Statements(c.Parent().Node())) == 1 {
			return nil, false
		}
		edits = append(edits, drop...)
		found++
	}
	return edits, found == len(h.flow.Defs[flag])
}

// madeBefore returns a call before the file is opened that may make it.
func (h *handle) madeBefore() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); call.End() < h.assign.Pos() && h.needsName(call) && !looksOnly(h.flow.Callee(call)) {
			return call
		}
	}
	return nil
}

// looksOnly reports whether fn makes no file that is not there.
func looksOnly(fn *types.Func) bool {
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "os.Stat", "os.Lstat", "os.Open", "os.ReadFile", "os.Remove", "os.RemoveAll", "os.Chmod", "os.Readlink", "path/filepath.EvalSymlinks", "path/filepath.Glob":
		return true
	}
	return false
}

// pathChanged returns the statement behind the call that opens or writes the
// file that sets the variable which holds the path, or nil. What the variable
// stands for then is another file.
func (h *handle) pathChanged() ast.Node {
	names, _ := h.pathNames()
	for c := range h.fn.Preorder((*ast.AssignStmt)(nil)) {
		n := c.Node().(*ast.AssignStmt)
		if n.Pos() < h.s.Call.End() {
			continue
		}
		for _, lhs := range n.Lhs {
			if id, ok := ast.Unparen(lhs).(*ast.Ident); ok && names[h.pass.TypesInfo.Uses[id]] {
				return n
			}
		}
	}
	return nil
}

// pathNames returns the variable that holds the path that the file is opened
// under, if there is one, and the text of the path.
func (h *handle) pathNames() (map[types.Object]bool, string) {
	names := make(map[types.Object]bool)
	if id, ok := ast.Unparen(h.s.Path).(*ast.Ident); ok {
		if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok {
			names[v] = true
		}
	}
	return names, types.ExprString(h.s.Path)
}

// removes reports whether call removes files.
func (x *Fixer) removes(call *ast.CallExpr) bool {
	fn := x.flow.Callee(call)
	return fn != nil && (fn.FullName() == "os.Remove" || fn.FullName() == "os.RemoveAll")
}

// nothingElse returns the statement around that at c which does nothing else:
// an if statement, and a deferred literal, that would be empty without it.
func (h *handle) nothingElse(c inspector.Cursor) inspector.Cursor {
	if len(flow.Statements(c.Parent().Node())) == 1 && flow.ParentKind(c.Parent()) == edge.IfStmt_Body {
		check := c.Parent().Parent()
		n := check.Node().(*ast.IfStmt)
		if n.Init != nil || n.Else != nil || flow.ParentKind(check) != edge.BlockStmt_List || !h.onlyAsks(n.Cond) || h.onlyReader(n) {
			return c
		}
		return h.nothingElse(check)
	}
	return h.nothingElseThan(c)
}

// nothingElseThan returns the statement that defers a literal which does
// nothing but the statement at c, else c.
func (h *handle) nothingElseThan(c inspector.Cursor) inspector.Cursor {
	block := c.Parent()
	if len(flow.Statements(block.Node())) == 1 && flow.ParentKind(block) == edge.FuncLit_Body && flow.ParentKind(block.Parent().Parent()) == edge.DeferStmt_Call {
		return block.Parent().Parent().Parent()
	}
	return c
}

// onlyAsks reports whether the condition cond does nothing but compute, or tell
// an error apart.
func (h *handle) onlyAsks(cond ast.Expr) bool {
	only := true
	ast.Inspect(cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			only = only && n.Op != token.ARROW
		case *ast.CallExpr:
			name := h.calleeName(n)
			only = only && (h.computes(n) || knowledge.FalseOfNil[name] && name != "errors.As")
		}
		return only
	})
	return only
}

// onlyReader reports whether a variable would be left unused without check.
func (h *handle) onlyReader(check *ast.IfStmt) bool {
	found := false
	ast.Inspect(check.Cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := h.pass.TypesInfo.Uses[id].(*types.Var)
			found = found || ok && !h.isParameter(v) && !slices.ContainsFunc(h.flow.Uses[v], func(c inspector.Cursor) bool { return !flow.Within(c.Node(), check) })
		}
		return !found
	})
	return found
}

// overlap reports whether one of the edits a changes what one of b changes.
func overlap(a, b []analysis.TextEdit) bool {
	return slices.ContainsFunc(a, func(e analysis.TextEdit) bool {
		return slices.ContainsFunc(b, func(o analysis.TextEdit) bool { return e.Pos < o.End && o.Pos < e.End })
	})
}
