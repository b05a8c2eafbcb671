package analyzer

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// dropRemovals returns the edits that take out what removes the destination
// after a failure, and the calls that do. With the writer the old file is still
// there then, and whole. What an edit in other would change stays as it is.
func (h *handle) dropRemovals(other []analysis.TextEdit) (edits []analysis.TextEdit, calls []*ast.CallExpr) {
	names, path := h.pathNames()
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() < h.assign.End() || len(call.Args) != 1 || !h.isNameOf(call.Args[0], names, path) || !h.removes(call) {
			continue
		}
		stmt := h.stmtOf(c)
		if plainCall(stmt.Node().(ast.Stmt)) != call || parentKind(c) == edge.DeferStmt_Call || !h.failing(stmt) {
			continue
		}
		drop := h.src.dropLines(h.nothingElse(stmt).Node())
		if len(drop) > 0 && !overlap(drop, other) {
			edits, calls = append(edits, drop...), append(calls, call)
		}
	}
	return edits, calls
}

// pathNames returns the variable that holds the path that the file is opened
// under, if there is one, and the text of the path.
func (h *handle) pathNames() (map[types.Object]bool, string) {
	names := make(map[types.Object]bool)
	if id, ok := ast.Unparen(h.s.path).(*ast.Ident); ok {
		if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok {
			names[v] = true
		}
	}
	return names, types.ExprString(h.s.path)
}

// removes reports whether call removes files.
func (x *fixer) removes(call *ast.CallExpr) bool {
	fn := x.flow.callee(call)
	return fn != nil && (fn.FullName() == "os.Remove" || fn.FullName() == "os.RemoveAll")
}

// nothingElse returns the statement around that at c which does nothing else:
// an if statement, and a deferred literal, that would be empty without it.
func (h *handle) nothingElse(c inspector.Cursor) inspector.Cursor {
	for len(statements(c.Parent().Node())) == 1 {
		block := c.Parent()
		switch kind, _ := block.ParentEdge(); kind {
		case edge.IfStmt_Body:
			check := block.Parent().Node().(*ast.IfStmt)
			if check.Init != nil || check.Else != nil || parentKind(block.Parent()) != edge.BlockStmt_List || h.onlyReader(check) {
				return c
			}
			c = block.Parent()
			continue
		case edge.FuncLit_Body:
			call := block.Parent().Parent()
			if parentKind(call) == edge.DeferStmt_Call {
				return call.Parent()
			}
		}
		break
	}
	return c
}

// onlyReader reports whether a variable would be left unused without check.
func (h *handle) onlyReader(check *ast.IfStmt) bool {
	found := false
	ast.Inspect(check.Cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, ok := h.pass.TypesInfo.Uses[id].(*types.Var)
			found = found || ok && !slices.ContainsFunc(h.flow.uses[v], func(c inspector.Cursor) bool { return !within(c.Node(), check) })
		}
		return !found
	})
	return found
}

func overlap(a, b []analysis.TextEdit) bool {
	return slices.ContainsFunc(a, func(e analysis.TextEdit) bool {
		return slices.ContainsFunc(b, func(o analysis.TextEdit) bool { return e.Pos < o.End && o.Pos < e.End })
	})
}
