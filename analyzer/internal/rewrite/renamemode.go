package rewrite

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// The rename puts the mode of the temporary in the place of that of an old
// file, while the writer keeps that of the old file. A fix must not make a
// file wider than it was published: not by its new mode, nor by its old one.
// Nor may a program lose that it can be run.

// modes has the calls that set the mode or owner of the temporary by its name
// do that through the file.
func (r *replacement) modes() string {
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		fn := r.flow.Callee(call)
		if fn == nil || fn.FullName() != "os.Chmod" && fn.FullName() != "os.Chown" || len(call.Args) < 2 || !r.isTemp(call.Args[0]) {
			continue
		}
		if flow.FunctionAround(c) != r.fn || call.Pos() < r.start.Node().End() || call.Pos() > r.rename.Node().Pos() {
			return types.ExprString(call.Fun) + " is called out of turn"
		}
		r.replace(call.Fun, r.handle.name+"."+fn.Name())
		end := call.Args[1].Pos()
		r.edits = append(r.edits, r.src.edit(call.Args[0].Pos(), end, ""))
		r.gone = append(r.gone, call.Args[0])
	}
	return ""
}

// publishedMode returns the mode that the file is to be given at once, "" if it
// needs none, or why its mode cannot be kept. Whoever may read the file with
// the mode that it was created with may do so with any; a mode for its owner
// alone is set; of others the umask takes its share, which no later call does.
func (r *replacement) publishedMode(s trace.Sink) (narrow, reason string) {
	if at, ok := r.alwaysChmodded(); ok {
		if perm, known := r.perm(at); known && perm&0o200 == 0 {
			return "", "the next writer could not replace a file that is read-only"
		}
		return r.modeUntil(s, at), ""
	}
	if knowledge.TemporaryFiles[s.Fn.FullName()] {
		return "0o600", ""
	}
	if s.Flag == nil {
		return "", ""
	}
	return r.createdMode(s.Call.Args[2])
}

// modeUntil returns the mode that the file is to be given at once although it
// is given the mode at later: until then, what is written is for its owner
// alone. It returns "" if everyone may read the file in the end.
func (r *replacement) modeUntil(s trace.Sink, at ast.Expr) string {
	if perm, known := r.perm(at); known && perm&0o044 == 0o044 && r.modesSet() == 1 {
		return ""
	}
	for _, stmt := range r.handle.body {
		if flow.Within(at, stmt) {
			return ""
		}
		if !r.isGone(stmt) && r.handle.writesThrough(stmt) {
			break
		}
	}
	if knowledge.TemporaryFiles[s.Fn.FullName()] {
		return "0o600"
	}
	if s.Flag == nil {
		return ""
	}
	narrow, _ := r.createdMode(s.Call.Args[2])
	return narrow
}

// modesSet returns how many calls in the function set the mode of a file.
func (r *replacement) modesSet() int {
	n := 0
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		if fn := r.flow.Callee(c.Node().(*ast.CallExpr)); fn != nil && (fn.FullName() == "os.Chmod" || fn.FullName() == "(*os.File).Chmod") {
			n++
		}
	}
	return n
}

// createdMode is like publishedMode for a temporary that is created with the
// mode e.
func (r *replacement) createdMode(e ast.Expr) (narrow, reason string) {
	perm, ok := r.perm(e)
	switch {
	case !ok:
		return "", "the mode " + types.ExprString(e) + " may be narrower than that of an old file, which the writer keeps"
	case perm&0o200 == 0:
		return "", "the next writer could not replace a file that is read-only"
	case perm&0o077 == 0:
		return fmt.Sprintf("0o%o", perm), ""
	case perm&0o044 != 0o044:
		return "", fmt.Sprintf("the mode 0o%o may be narrower than that of an old file, which the writer keeps", perm)
	case perm&0o111 != 0:
		return "", fmt.Sprintf("the mode 0o%o is that of a program, and that of an old file, which the writer keeps, may be another", perm)
	}
	return "", ""
}

// perm returns the mode that e is, if it is a constant of permission bits.
func (r *replacement) perm(e ast.Expr) (uint64, bool) {
	value := r.pass.TypesInfo.Types[e].Value
	if value == nil {
		return 0, false
	}
	perm, ok := constant.Uint64Val(constant.ToInt(value))
	return perm, ok && perm&^0o777 == 0
}

// alwaysChmodded returns the mode that the file is given through its handle, or
// by its name, on each way to the rename.
func (r *replacement) alwaysChmodded() (mode ast.Expr, ok bool) {
	for c := range r.block.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		fn := r.flow.Callee(call)
		if fn == nil || call.Pos() < r.start.Node().End() || call.Pos() > r.move.At.Node().Pos() || !r.runsAlways(c) {
			continue
		}
		switch fn.FullName() {
		case "os.Chmod":
			if r.isTemp(call.Args[0]) {
				return call.Args[1], true
			}
		case "(*os.File).Chmod":
			if sel, isSel := ast.Unparen(call.Fun).(*ast.SelectorExpr); isSel && r.isObject(sel.X, r.handle.v) {
				return call.Args[0], true
			}
		}
	}
	return nil, false
}

// runsAlways reports whether the call at c is a statement of the block, or the
// first thing that one does.
func (r *replacement) runsAlways(c inspector.Cursor) bool {
	stmt, ok := flow.StatementAround(c)
	if !ok || stmt.Parent() != r.block || flow.FunctionAround(c) != r.fn {
		return false
	}
	switch flow.ParentKind(c) {
	case edge.ExprStmt_X:
		return c.Parent() == stmt
	case edge.AssignStmt_Rhs:
		return c.Parent() == stmt || flow.ParentKind(c.Parent()) == edge.IfStmt_Init && c.Parent().Parent() == stmt
	}
	return false
}

// plainRename returns why the rename does not happen where it stands, once.
func (r *replacement) plainRename() string {
	switch r.rename.Node().(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.IfStmt, *ast.ReturnStmt:
		if flow.FunctionAround(r.move.At) == r.fn {
			return ""
		}
	}
	return "the rename is part of another statement"
}

// droppedOperands returns a reason if a call that does more than compute a path
// is an operand of the one that creates the temporary, and would go with it.
func (r *replacement) droppedOperands() string {
	for _, arg := range r.draft.Call.Args {
		if !slices.ContainsFunc(r.kept, func(k ast.Node) bool { return flow.Within(arg, k) }) && !r.idle(arg) {
			return types.ExprString(arg) + " may do more than name the temporary"
		}
	}
	return ""
}

// dropSyncs takes out what flushes the file to the disk behind the last write,
// for Commit does that.
func (r *replacement) dropSyncs() {
	for c := range r.block.Preorder((*ast.CallExpr)(nil)) {
		sel, ok := ast.Unparen(c.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Sync" || !r.isObject(sel.X, r.handle.v) {
			continue
		}
		// What is not dropped does no harm.
		stmt, _ := flow.StatementAround(c)
		if check := r.checkAround(c, stmt); check != nil && !r.writesBetween(stmt.Parent().Parent()) {
			r.remove(check)
		} else if r.runsAlways(c) && stmt.Node().Pos() < r.rename.Node().Pos() && !r.writesBetween(stmt) {
			r.dropCall(c, stmt, "flushing")
		}
	}
}

// writesBetween reports whether something between the statement of the block at
// c and the rename may write to the file.
func (r *replacement) writesBetween(c inspector.Cursor) bool {
	_, from := c.ParentEdge()
	_, to := r.end.ParentEdge()
	if r.end != r.rename {
		to++ // the conditions around the rename, and what is beside it
	}
	return slices.ContainsFunc(flow.Statements(r.block.Node())[from+1:to], func(stmt ast.Stmt) bool {
		return !r.isGone(stmt) && !r.onlyEnds(stmt) && r.handle.writesThrough(stmt)
	})
}

// onlyEnds reports whether stmt mentions the file only to flush it, or to give
// it a mode or an owner.
func (r *replacement) onlyEnds(stmt ast.Stmt) bool {
	ends := true
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if r.isObject(n.X, r.handle.v) {
				ends = ends && slices.Contains([]string{"Sync", "Chmod", "Chown", "Name", "Close"}, n.Sel.Name)
				return false
			}
		case *ast.Ident:
			ends = ends && !r.handle.carriers[r.pass.TypesInfo.Uses[n]]
		}
		return ends
	})
	return ends
}
