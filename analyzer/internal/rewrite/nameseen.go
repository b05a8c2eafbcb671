package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// needsName reports whether call may look for the file by its name. Until it
// is published, there is no file of that name, or an old one. A function that
// has the file itself does not need to open it.
func (h *handle) needsName(call *ast.CallExpr) bool {
	if h.whenFailed(call) || h.touches(call) {
		return false
	}
	if h.localMentions(call, 0) || h.looksUnseen(call) {
		return true
	}
	if !h.opensByName(call) {
		return false
	}
	return slices.ContainsFunc(call.Args, h.namesFile)
}

// maxCallees bounds how deep calls of functions of this package are followed
// to see whether they use the path.
const maxCallees = 3

// localMentions reports whether call runs a function of this package that uses
// the field or the variable of the package which holds the path, or a function
// literal of this function that uses the path.
func (h *handle) localMentions(call *ast.CallExpr, depth int) bool {
	shared := h.sharedPath()
	fn := h.flow.Local(call)
	if fn == nil || fn.Cursor == h.fn || depth == maxCallees {
		return false
	}
	own := flow.Within(fn.Cursor.Node(), h.fn.Node())
	for c := range fn.Cursor.Preorder((*ast.CallExpr)(nil)) {
		inner := c.Node().(*ast.CallExpr)
		if h.opensByName(inner) && slices.ContainsFunc(inner.Args, func(arg ast.Expr) bool {
			return h.mentions(arg, shared) || own && h.namesFile(arg)
		}) {
			return true
		}
		if h.localMentions(inner, depth+1) {
			return true
		}
	}
	return false
}

// looksUnseen reports whether call runs, in a way that does not show with what, a
// function of this package that works with files by their names.
func (h *handle) looksUnseen(call *ast.CallExpr) bool {
	return !h.whenFailed(call) && !h.touches(call) && h.flow.Local(call) == nil && h.reaches(h.looking, h.callees(call), h.looksHere)
}

// looksHere reports whether call is of a function that takes the name of a file.
func (x *Fixer) looksHere(call *ast.CallExpr) bool {
	fn := x.flow.Callee(call)
	return fn != nil && knowledge.FilePackages[fn.Pkg().Path()] && x.opensByName(call) && len(call.Args) > 0 && flow.IsPath(x.pass.TypesInfo.TypeOf(call.Args[0]))
}

// sharedPath returns the field, or the variable or constant of the package,
// that is the path of the file, or nil if it is none.
func (h *handle) sharedPath() map[types.Object]bool {
	var obj types.Object
	switch e := ast.Unparen(h.s.Path).(type) {
	case *ast.Ident:
		obj = h.pass.TypesInfo.Uses[e]
	case *ast.SelectorExpr:
		obj = h.pass.TypesInfo.Uses[e.Sel]
	}
	if obj == nil {
		return nil
	}
	if v, ok := obj.(*types.Var); ok && v.IsField() || obj.Parent() == h.pass.Pkg.Scope() {
		return map[types.Object]bool{obj: true}
	}
	return nil
}

// opensByName reports whether the call at c may open a file by its name, and
// not just make text of it: functions with operands of any type print, and
// others only work on strings.
func (x *Fixer) opensByName(call *ast.CallExpr) bool {
	tv := x.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return false
	}
	if sig, ok := tv.Type.Underlying().(*types.Signature); ok && sig.Variadic() {
		slice, ok := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
		if ok && types.IsInterface(slice.Elem()) && slice.Elem().Underlying().(*types.Interface).Empty() {
			return false
		}
	}
	fn := x.flow.Callee(call)
	if fn == nil {
		return true
	}
	if knowledge.MessagePackages[fn.Pkg().Path()] {
		return false
	}
	switch fn.Pkg().Path() {
	case "path", "strconv", "strings", "unicode/utf8":
		return false
	case "path/filepath":
		return strings.HasPrefix(fn.Name(), "Walk") || fn.Name() == "Glob" || fn.Name() == "EvalSymlinks"
	case "os":
		return fn.Name() != "Setenv"
	}
	return true
}

// callsBack reports whether call runs a function that a caller has handed in,
// as a parameter or in a field, and that does more than to wrap an error: it may
// look for the file.
func (h *handle) callsBack(call *ast.CallExpr) bool {
	if h.flow.Callee(call) != nil || h.flow.Local(call) != nil {
		return false
	}
	if len(call.Args) > 0 && flow.IsError(h.pass.TypesInfo.TypeOf(call.Args[0])) && flow.IsError(h.pass.TypesInfo.TypeOf(call)) {
		return false
	}
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		v, ok := h.pass.TypesInfo.Uses[fun].(*types.Var)
		return ok && !h.isLocal(v) && types.TypeString(v.Type(), nil) != "context.CancelFunc"
	case *ast.SelectorExpr:
		v, ok := h.pass.TypesInfo.Uses[fun.Sel].(*types.Var)
		return ok && v.IsField()
	}
	return false
}

// runsCommand reports whether call runs another program.
func (h *handle) runsCommand(call *ast.CallExpr) bool {
	fn := h.flow.Callee(call)
	return fn != nil && strings.HasPrefix(fn.FullName(), "(*os/exec.Cmd).") &&
		(fn.Name() == "Run" || fn.Name() == "Start" || strings.HasSuffix(fn.Name(), "Output"))
}
