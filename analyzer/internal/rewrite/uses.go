package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A closing is a place where the file is closed.
type closing struct {
	kind closingKind
	call inspector.Cursor // of Close, or of the call that closes the file
	stmt *ast.DeferStmt
	lit  inspector.Cursor // inDeferred, inVariable: the literal
	says bool             // deferredCall: what it runs looks at the error of closing
}

type closingKind uint8

const (
	plainClose    closingKind = iota // f.Close()
	deferredClose                    // defer f.Close()
	inDeferred                       // within defer func() { ... }()
	deferredCall                     // defer closeQuietly(f)
	inVariable                       // within cleanup := func() { ... }
)

// usesReason returns why the variable cannot hold the writer's File in place
// of an os.File. On the way it collects what closes the file.
func (h *handle) usesReason() string {
	for _, c := range h.flow.Uses[h.v] {
		reason := h.useReason(c)
		if reason != "" && !strings.Contains(reason, "line ") {
			reason = fmt.Sprintf("%s (line %d)", reason, h.line(c.Node().Pos()))
		}
		if reason != "" {
			return reason
		}
	}
	return ""
}

func (h *handle) useReason(c inspector.Cursor) string {
	parent := c.Parent()
	kind, i := c.ParentEdge()
	switch kind {
	case edge.SelectorExpr_X:
		return h.methodReason(parent)
	case edge.CallExpr_Args:
		return h.argumentReason(parent, i)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		n := parent.Node().(*ast.BinaryExpr)
		if h.isNil(n.X) || h.isNil(n.Y) {
			return ""
		}
		return h.name + " is compared with another file"
	case edge.AssignStmt_Rhs:
		n := parent.Node().(*ast.AssignStmt)
		if len(n.Lhs) != len(n.Rhs) {
			break
		}
		if id, ok := ast.Unparen(n.Lhs[i]).(*ast.Ident); ok && id.Name == "_" {
			return ""
		}
		if root := h.rootOf(n.Lhs[i]); root == nil || !h.isLocal(root) {
			return h.name + " is stored in " + types.ExprString(n.Lhs[i])
		} else if t := root.Type(); isHandle(t) && h.isObject(n.Lhs[i], root) && h.widenVariable(root) {
			return ""
		}
		return h.holderReason(h.pass.TypesInfo.TypeOf(n.Lhs[i]), types.ExprString(n.Lhs[i]))
	case edge.ValueSpec_Values:
		n := parent.Node().(*ast.ValueSpec)
		return h.holderReason(h.pass.TypesInfo.TypeOf(n.Names[i]), n.Names[i].Name)
	case edge.KeyValueExpr_Value:
		kv := parent.Node().(*ast.KeyValueExpr)
		if lit, ok := parent.Parent().Node().(*ast.CompositeLit); ok {
			return h.holderReason(h.elementType(lit, kv.Key, 0), types.ExprString(kv.Key)+" of "+h.typeName(lit))
		}
	case edge.CompositeLit_Elts:
		lit := parent.Node().(*ast.CompositeLit)
		return h.holderReason(h.elementType(lit, nil, i), "an element of "+h.typeName(lit))
	case edge.ReturnStmt_Results:
		return h.name + " is returned"
	}
	return h.name + " is used in a way that cannot be followed"
}

func (h *handle) typeName(e ast.Expr) string {
	return types.TypeString(h.pass.TypesInfo.TypeOf(e), types.RelativeTo(h.pass.Pkg))
}

// elementType returns the type of the element of lit with the given key or,
// without key, index.
func (h *handle) elementType(lit *ast.CompositeLit, key ast.Expr, i int) types.Type {
	t := h.pass.TypesInfo.TypeOf(lit)
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Array:
		return t.Elem()
	case *types.Map:
		return t.Elem()
	case *types.Struct:
		if id, ok := key.(*ast.Ident); ok {
			if obj := h.pass.TypesInfo.Uses[id]; obj != nil {
				return obj.Type()
			}
		} else if i < t.NumFields() {
			return t.Field(i).Type()
		}
	}
	return types.Typ[types.Invalid]
}

// methodReason returns why the method at sel does not go with the writer.
func (h *handle) methodReason(sel inspector.Cursor) string {
	n := sel.Node().(*ast.SelectorExpr)
	kind, _ := sel.ParentEdge()
	if n.Sel.Name == "Close" {
		if kind == edge.CallExpr_Fun || kind == edge.CallExpr_Args {
			return h.addClosing(sel.Parent())
		}
		return "the method Close of " + h.name + " is used as a value"
	}
	if !knowledge.WriterMethods[n.Sel.Name] {
		return fmt.Sprintf("%s has no method %s", ImportName(h.writer)+".File", n.Sel.Name)
	}
	if n.Sel.Name == "Stat" && kind == edge.CallExpr_Fun {
		return h.statReason(sel.Parent())
	}
	return ""
}

// statReason returns why what the call of Stat at c returns, which is of the
// temporary, does not go for the file: its mode may be narrower, and it is
// another file than the one that has the name as yet.
func (h *handle) statReason(c inspector.Cursor) string {
	var info types.Object
	switch n := c.Parent().Node().(type) {
	case *ast.AssignStmt:
		info = h.flow.ObjectOf(n.Lhs[0])
	case *ast.ValueSpec:
		info = h.pass.TypesInfo.Defs[n.Names[0]]
	case *ast.ExprStmt:
	default:
		return fmt.Sprintf("line %d hands on more than the size of the open file", h.line(c.Node().Pos()))
	}
	for _, use := range h.flow.Uses[info] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if !ok || !ofContent[sel.Sel.Name] {
			return fmt.Sprintf("line %d looks at more than the size of the open file", h.line(use.Node().Pos()))
		}
	}
	return ""
}

// ofContent holds the methods of fs.FileInfo that tell the same of the temporary
// as they will of the file.
var ofContent = map[string]bool{"IsDir": true, "ModTime": true, "Name": true, "Size": true}

// addClosing records that the call at c closes the file.
func (h *handle) addClosing(c inspector.Cursor) string {
	cl := closing{call: c}
	sel, ok := ast.Unparen(c.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	own := ok && h.isObject(sel.X, h.v) && sel.Sel.Name == "Close"
	kind, _ := c.ParentEdge()
	fn := flow.FunctionAround(c)
	switch {
	case fn == h.fn && kind == edge.DeferStmt_Call:
		cl.kind, cl.stmt = deferredCall, c.Parent().Node().(*ast.DeferStmt)
		if own {
			cl.kind = deferredClose
		}
		cl.says = h.looksAtClose(cl.stmt.Call)
	case kind == edge.GoStmt_Call:
		return h.name + " is closed by another goroutine"
	case !own:
		return fmt.Sprintf("%s may close %s", types.ExprString(c.Node().(*ast.CallExpr).Fun), h.name)
	case fn == h.fn:
		cl.kind = plainClose
	default:
		cl.lit = fn
		if kind, _ := fn.ParentEdge(); kind == edge.AssignStmt_Rhs {
			cl.kind = inVariable
			break
		} else if kind != edge.CallExpr_Fun {
			return h.name + " is closed by a function literal"
		}
		call := fn.Parent()
		if kind, _ := call.ParentEdge(); kind != edge.DeferStmt_Call || flow.FunctionAround(call) != h.fn {
			return h.name + " is closed by a function literal"
		}
		cl.kind, cl.stmt = inDeferred, call.Parent().Node().(*ast.DeferStmt)
	}
	h.closings = append(h.closings, cl)
	return ""
}

// argumentReason returns why the file cannot be argument i of the call.
func (h *handle) argumentReason(c inspector.Cursor, i int) string {
	call := c.Node().(*ast.CallExpr)
	callee := types.ExprString(call.Fun)
	tv := h.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() {
		return h.targetReason(tv.Type, callee)
	}
	sig, ok := tv.Type.Underlying().(*types.Signature)
	if !ok || tv.IsBuiltin() && sig == nil {
		return h.name + " is used in a way that cannot be followed"
	}
	t := parameter(sig, i)
	if h.variesBy(call, i, t) {
		return callee + " is generic"
	}
	if isHandle(t) {
		return h.lendReason(c, i)
	}
	if reason := h.targetReason(t, callee); reason != "" {
		return reason
	}
	if iface := t.Underlying().(*types.Interface); hasMethod(iface, "Close") {
		return h.addClosing(c)
	}
	return ""
}

// variesBy reports whether call runs an instance of a generic function whose
// parameter for argument i, of type t, has another type in other instances, or
// would have to be changed in all of them.
func (h *handle) variesBy(call *ast.CallExpr, i int, t types.Type) bool {
	if !h.isGeneric(call) {
		return false
	}
	generic := h.flow.Callee(call).Origin().Signature()
	return isHandle(t) || !types.Identical(t, parameter(generic, i))
}

// isGeneric reports whether call runs an instance of a generic function.
func (h *handle) isGeneric(call *ast.CallExpr) bool {
	fn := h.flow.Callee(call)
	return fn != nil && fn.Origin().Signature().TypeParams().Len() > 0
}

// parameter returns the type of the parameter that argument i, which is no list
// with an ellipsis, goes to.
func parameter(sig *types.Signature, i int) types.Type {
	last := sig.Params().Len() - 1
	if sig.Variadic() && i >= last {
		if slice, ok := sig.Params().At(last).Type().(*types.Slice); ok {
			return slice.Elem()
		}
	}
	if i > last {
		return types.Typ[types.Invalid]
	}
	return sig.Params().At(i).Type()
}

// targetReason returns why a value of type t, which what stands for, cannot
// hold the writer's File.
func (h *handle) targetReason(t types.Type, what string) string {
	if isHandle(t) {
		return what + " is of type *os.File"
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return h.name + " is used in a way that cannot be followed"
	}
	if iface.NumMethods() == 0 {
		return what + " takes a value of any type"
	}
	if hasMethod(iface, "Name") {
		return what + " may look for the file by its name"
	}
	for m := range iface.Methods() {
		if name := m.Name(); name != "Close" && !knowledge.WriterMethods[name] {
			return fmt.Sprintf("%s needs method %s, which %s.File does not have", what, name, ImportName(h.writer))
		}
	}
	return ""
}

// holderReason returns why the variable of type t, which what stands for, cannot
// be set to the writer's File.
func (h *handle) holderReason(t types.Type, what string) string {
	if reason := h.targetReason(t, what); reason != "" {
		return reason
	}
	if hasMethod(t.Underlying().(*types.Interface), "Close") {
		return what + " may close " + h.name
	}
	return ""
}

func hasMethod(iface *types.Interface, name string) bool {
	for m := range iface.Methods() {
		if m.Name() == name {
			return true
		}
	}
	return false
}

func isHandle(t types.Type) bool { return types.TypeString(t, nil) == "*os.File" }

// rootOf returns the variable whose value, or part, e is.
func (x *Fixer) rootOf(e ast.Expr) types.Object {
	for {
		switch n := ast.Unparen(e).(type) {
		case *ast.Ident:
			return x.pass.TypesInfo.ObjectOf(n)
		case *ast.SelectorExpr:
			e = n.X
		case *ast.IndexExpr:
			e = n.X
		case *ast.SliceExpr:
			e = n.X
		case *ast.StarExpr:
			e = n.X
		default:
			return nil
		}
	}
}

// isLocal reports whether obj is declared in the body of fn.
func (h *handle) isLocal(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	if !ok || v.IsField() {
		return false
	}
	var body *ast.BlockStmt
	switch n := h.fn.Node().(type) {
	case *ast.FuncDecl:
		body = n.Body
	case *ast.FuncLit:
		body = n.Body
	}
	return body != nil && body.Pos() <= v.Pos() && v.Pos() < body.End()
}

func (x *Fixer) isObject(e ast.Expr, obj types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && obj != nil && x.pass.TypesInfo.ObjectOf(id) == obj
}

func (x *Fixer) isNil(e ast.Expr) bool { return x.pass.TypesInfo.Types[e].IsNil() }

// isFileInfo reports whether t is fs.FileInfo, which tells how a file was.
func isFileInfo(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "io/fs" && named.Obj().Name() == "FileInfo"
}

// mentions reports whether n uses one of objs.
func (x *Fixer) mentions(n ast.Node, objs map[types.Object]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && objs[x.pass.TypesInfo.Uses[id]] {
			found = true
		}
		return !found
	})
	return found
}

// writesThrough reports whether n may write to the file, or use something that
// does: it mentions a carrier other than to close the file or ask its name.
func (h *handle) writesThrough(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if h.isObject(n.X, h.v) && (n.Sel.Name == "Close" || n.Sel.Name == "Name") {
				return false
			}
		case *ast.CallExpr:
			if lit, ok := n.Fun.(*ast.FuncLit); ok && h.isCloser(n) {
				found = found || h.writesThrough(lit)
				return false
			}
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (h.isNil(n.X) || h.isNil(n.Y)) {
				return false
			}
		case *ast.Ident:
			found = found || h.carriers[h.pass.TypesInfo.Uses[n]]
		}
		return !found
	})
	return found
}
