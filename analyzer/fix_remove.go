package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
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
		if n := h.madeBefore(); n != nil {
			return here + fmt.Sprintf("what line %d may have made", h.line(n.Pos()))
		}
		stmt := h.stmtOf(c)
		if plainCall(stmt.Node().(ast.Stmt)) != call || parentKind(c) == edge.DeferStmt_Call {
			return here + "the old file as a part of something else"
		}
		whole := h.nothingElse(stmt)
		if list := statements(stmt.Parent().Node()); whole == stmt && len(list) == 1 && parentKind(stmt.Parent()) == edge.IfStmt_Body {
			return here + "the old file, and nothing would be left to do there"
		}
		drop := h.src.dropLines(whole.Node())
		if next := following(stmt); len(drop) == 0 && len(next) > 0 {
			drop = []analysis.TextEdit{h.src.edit(stmt.Node().Pos(), next[0].Pos(), "")}
		}
		if len(drop) == 0 || overlap(drop, plan.edits) {
			return here + "the old file beside other statements"
		}
		plan.edits = append(plan.edits, drop...)
		plan.removed = append(plan.removed, call)
	}
	return ""
}

// madeBefore returns a call before the file is opened that may make it.
func (h *handle) madeBefore() ast.Node {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); call.End() < h.assign.Pos() && h.needsName(call) && !looksOnly(h.flow.callee(call)) {
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
