package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// namedBefore returns a reason if something between the opening of the file
// and pos may look for the file by its name. Until it is published, there is
// no file of that name, or an old one.
func (h *handle) namedBefore(pos token.Pos) string {
	names, path := h.pathNames()
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() <= h.assign.End() || call.Pos() >= pos || call == h.s.call {
			continue
		}
		if h.failed != nil && within(call, h.failed) {
			continue
		}
		if h.runsCommand(call) && h.afterLast(call) {
			return "a command runs before the file is closed"
		}
		// A function that has the file itself does not need to open it.
		if h.writesThrough(call) || !h.opensByName(c) {
			continue
		}
		for _, arg := range call.Args {
			if h.isNameOf(arg, names, path) {
				return types.ExprString(call.Fun) + " gets the name of the file before it is closed"
			}
		}
	}
	return ""
}

// isNameOf reports whether arg is the path that the file was opened under.
func (h *handle) isNameOf(arg ast.Expr, names map[types.Object]bool, path string) bool {
	switch n := ast.Unparen(arg).(type) {
	case *ast.Ident:
		return names[h.pass.TypesInfo.Uses[n]]
	case *ast.CallExpr:
		if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Name" && h.isObject(sel.X, h.v) {
			return true
		}
	case *ast.BasicLit, *ast.BinaryExpr, *ast.SelectorExpr, *ast.StarExpr:
	default:
		return false
	}
	return types.ExprString(arg) == path
}

// opensByName reports whether the call at c may open a file by its name, and
// not just make text of it: functions with operands of any type print, and
// others only work on strings. What removes the file after a failure is taken
// out, or removes what it would have removed.
func (h *handle) opensByName(c inspector.Cursor) bool {
	call := c.Node().(*ast.CallExpr)
	tv := h.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return false
	}
	if sig, ok := tv.Type.Underlying().(*types.Signature); ok && sig.Variadic() {
		slice, ok := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
		if ok && types.IsInterface(slice.Elem()) && slice.Elem().Underlying().(*types.Interface).Empty() {
			return false
		}
	}
	fn := h.flow.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return true
	}
	if messagePackages[fn.Pkg().Path()] {
		return false
	}
	switch fn.Pkg().Path() {
	case "path", "strconv", "strings", "unicode/utf8":
		return false
	case "path/filepath":
		return strings.HasPrefix(fn.Name(), "Walk") || fn.Name() == "Glob" || fn.Name() == "EvalSymlinks"
	case "os":
		switch fn.Name() {
		case "Setenv":
			return false
		case "Remove", "RemoveAll":
			return !h.conditional(c)
		}
	}
	return true
}

// conditional reports whether an if statement decides about the call at c.
func (h *handle) conditional(c inspector.Cursor) bool {
	for ; c != h.fn; c = c.Parent() {
		if kind, _ := c.ParentEdge(); kind == edge.IfStmt_Body || kind == edge.IfStmt_Else {
			return true
		}
	}
	return false
}

// runsCommand reports whether call runs another program.
func (h *handle) runsCommand(call *ast.CallExpr) bool {
	fn := h.flow.callee(call)
	return fn != nil && strings.HasPrefix(fn.FullName(), "(*os/exec.Cmd).") &&
		(fn.Name() == "Run" || fn.Name() == "Start" || strings.HasSuffix(fn.Name(), "Output"))
}

// afterLast reports whether n follows the last statement that writes to the
// file.
func (h *handle) afterLast(n ast.Node) bool {
	last := h.lastUse()
	return last < 0 || n.Pos() > h.body[last].End()
}
