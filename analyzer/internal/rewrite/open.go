package rewrite

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// openReason returns why the writer cannot open the file of s in its place.
func (x *Fixer) openReason(s trace.Sink) string {
	if reason := x.flagsReason(s); reason != "" {
		return reason
	}
	if reason := x.dottedReason(s); reason != "" {
		return reason
	}
	return x.claimReason(s)
}

// claimReason returns why the name of s must be taken when the file is opened.
// With O_EXCL the name is a claim: from then on everybody else is told that
// the file exists, which the writer tells them only once it is published.
func (x *Fixer) claimReason(s trace.Sink) string {
	if s.Flag == nil {
		return ""
	}
	if flags, _ := x.constFlags(s); flags.Has(trace.FlagExcl) {
		return "O_EXCL claims the name when the file is opened, the writer when it is published"
	}
	return ""
}

// flagsReason returns why the writer cannot open a file as s does, whatever
// its name.
func (x *Fixer) flagsReason(s trace.Sink) string {
	switch s.Fn.FullName() {
	case "os.Create", "os.OpenFile":
	case "(*os.Root).Create", "(*os.Root).OpenFile":
		if recv := x.receiver(s.Call); recv == nil || !isPlain(recv) {
			return "the root is not a variable"
		}
	default:
		return "the function is not one of package os"
	}
	if s.Flag == nil {
		return ""
	}
	flags, ok := x.constFlags(s)
	switch {
	case !ok:
		return "the open flags are not a constant"
	case flags.Has(trace.FlagAppend):
		return "it appends"
	case !flags.Has(trace.FlagWrite) && !flags.Has(trace.FlagReadWrite):
		return "it does not open for writing"
	case !flags.Has(trace.FlagCreate):
		return "without O_CREATE it wants the file to exist, and the writer makes one"
	}
	return ""
}

// constFlags decodes the flags of s if they are a constant of known bits, or a
// variable that never holds anything else.
func (x *Fixer) constFlags(s trace.Sink) (trace.OpenFlags, bool) {
	value := x.flow.Constant(s.Flag)
	if value == nil {
		return 0, false
	}
	rest, ok := constant.Uint64Val(constant.ToInt(value))
	if !ok {
		return 0, false
	}
	for name := range trace.FlagNames {
		if c, ok := s.Fn.Pkg().Scope().Lookup(name).(*types.Const); ok {
			mask, _ := constant.Uint64Val(constant.ToInt(c.Val()))
			rest &^= mask
		}
	}
	return trace.DecodeFlags(value, s.Fn.Pkg()), rest == 0
}

// receiver returns the operand of a method call, or nil for other calls.
func (x *Fixer) receiver(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && x.pass.TypesInfo.Selections[sel] != nil {
		return sel.X
	}
	return nil
}

// isPlain reports whether e is a variable or a field of one, so that its value
// may be asked for again.
func isPlain(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return isPlain(e.X)
	}
	return false
}

// newHandle finds the variable that s opens, and the statements that work with
// it, or the reason why that is not plain to see.
func (x *Fixer) newHandle(s trace.Sink, src *source) (*handle, string) {
	h := &handle{Fixer: x, src: src, s: s}
	c, kind := unparen(s.Cursor)
	switch kind {
	case edge.AssignStmt_Rhs:
	case edge.CallExpr_Args:
		return nil, "the file goes straight into another call"
	default:
		return nil, "the file is not assigned to a variable"
	}
	c = c.Parent()
	h.assign = c.Node().(*ast.AssignStmt)
	if reason := h.variables(); reason != "" {
		return nil, reason
	}
	h.fn = flow.FunctionAround(c)
	if reason := h.declaration(); reason != "" {
		return nil, reason
	}
	if h.severalErrors() {
		return nil, "the function returns more than one error"
	}
	if !h.findBody(c) {
		return nil, "the statement that opens the file is not in a plain block"
	}
	if n := h.unreadError(c); n != nil {
		return nil, fmt.Sprintf("the error of opening is dropped: line %d overwrites it", h.line(n.Pos()))
	}
	if src.shareLine(flow.Statements(h.block.Node())) {
		return nil, "statements share a line"
	}
	if reason := h.narrow(); reason != "" {
		return nil, reason
	}
	if reason := h.findCarriers(); reason != "" {
		return nil, reason
	}
	h.shared = h.opensOthers()
	if reason := h.usesReason(); reason != "" {
		return nil, reason
	}
	if reason := h.assertReason(); reason != "" {
		return nil, reason
	}
	if reason := h.listingReason(); reason != "" {
		return h, reason
	}
	return h, h.followReason()
}

// unparen returns the call at c with the parentheses around it, and what it is
// to the node around that.
func unparen(c inspector.Cursor) (inspector.Cursor, edge.Kind) {
	kind, _ := c.ParentEdge()
	for kind == edge.ParenExpr_X {
		c = c.Parent()
		kind, _ = c.ParentEdge()
	}
	return c, kind
}

// variables finds the variables that the result of the sink is assigned to.
func (h *handle) variables() string {
	if len(h.assign.Lhs) != 2 || len(h.assign.Rhs) != 1 {
		return "the file is not assigned to a variable"
	}
	id, ok := ast.Unparen(h.assign.Lhs[0]).(*ast.Ident)
	if ok && id.Name == "_" {
		return "nothing keeps the file"
	}
	if !ok {
		return "the file is stored in " + types.ExprString(h.assign.Lhs[0])
	}
	v, ok := h.pass.TypesInfo.ObjectOf(id).(*types.Var)
	if !ok {
		return "the file is not assigned to a variable"
	}
	h.v, h.name = v, id.Name
	switch {
	case v.Parent() == h.pass.Pkg.Scope():
		return h.name + " is a variable of the package"
	case types.TypeString(v.Type(), nil) != "*os.File":
		return h.name + " is of type " + types.TypeString(v.Type(), types.RelativeTo(h.pass.Pkg))
	case len(h.flow.Defs[v]) != 1:
		return h.otherFile()
	case h.flow.Addr[v]:
		return "the address of " + h.name + " is taken"
	}
	id, ok = ast.Unparen(h.assign.Lhs[1]).(*ast.Ident)
	if !ok || id.Name == "_" {
		return "the error of opening is dropped"
	}
	h.openErr = h.pass.TypesInfo.ObjectOf(id)
	return ""
}

// otherFile says where the variable gets another file.
func (h *handle) otherFile() string {
	for _, d := range h.flow.Defs[h.v] {
		if d.Expr != nil && !flow.Within(d.Expr, h.assign) {
			return fmt.Sprintf("%s may hold another file, too (line %d)", h.name, h.line(d.Expr.Pos()))
		}
	}
	return h.name + " may hold another file, too"
}

// unreadError returns the assignment that gives the variable for the error of
// opening, in the statement at c, another value before anything reads it.
func (h *handle) unreadError(c inspector.Cursor) ast.Node {
	if !flow.InList(c) {
		return nil
	}
	isErr := map[types.Object]bool{h.openErr: true}
	for _, stmt := range flow.Following(c) {
		assign, ok := stmt.(*ast.AssignStmt)
		if !ok && h.mentions(stmt, isErr) {
			return nil
		}
		if !ok {
			continue
		}
		if slices.ContainsFunc(assign.Rhs, func(e ast.Expr) bool { return h.mentions(e, isErr) }) {
			return nil
		}
		if slices.ContainsFunc(assign.Lhs, func(e ast.Expr) bool { return h.isObject(e, h.openErr) }) {
			return assign
		}
	}
	return nil
}

// declaration finds out how the variable of the file is declared.
func (h *handle) declaration() string {
	if h.pass.TypesInfo.Defs[ast.Unparen(h.assign.Lhs[0]).(*ast.Ident)] != nil {
		return ""
	}
	for c := range h.fn.Preorder((*ast.ValueSpec)(nil)) {
		spec := c.Node().(*ast.ValueSpec)
		for _, name := range spec.Names {
			if h.pass.TypesInfo.Defs[name] != h.v {
				continue
			}
			if len(spec.Names) > 1 || spec.Type == nil || flow.FunctionAround(c) != h.fn {
				return h.name + " is not declared on its own"
			}
			h.decl = spec
			return ""
		}
	}
	switch h.v.Kind() {
	case types.ResultVar:
		return h.name + " is a result of the function, which returns the file"
	case types.ParamVar:
		return h.name + " is a parameter"
	}
	return h.name + " is declared outside of the function that opens it (" + h.lineSeen(h.v.Pos(), h.s.Call.Pos()) + ")"
}

// findBody finds the statements behind the one at c, which opens the file, and
// how they begin: with what happens if it cannot be opened.
func (h *handle) findBody(c inspector.Cursor) bool {
	switch kind, i := c.ParentEdge(); kind {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		h.block = c.Parent()
		h.body = flow.Statements(h.block.Node())[i+1:]
		if len(h.body) > 0 && h.checksOpen(h.body[0]) {
			h.body = h.body[1:]
		}
		return true
	case edge.IfStmt_Init:
		n := c.Parent().Node().(*ast.IfStmt)
		switch els, _ := n.Else.(*ast.BlockStmt); {
		case h.testsOf(n.Cond, token.NEQ, h.openErr) && els != nil:
			h.failed, h.block = n, c.Parent().ChildAt(edge.IfStmt_Else, -1)
		case h.testsOf(n.Cond, token.EQL, h.openErr) && n.Else == nil:
			h.block = c.Parent().ChildAt(edge.IfStmt_Body, -1)
		default:
			return false
		}
		h.body = flow.Statements(h.block.Node())
		return true
	}
	return false
}

// checksOpen reports whether stmt deals with the error of opening the file.
func (h *handle) checksOpen(stmt ast.Stmt) bool {
	switch n := stmt.(type) {
	case *ast.IfStmt:
		if n.Init == nil && n.Else == nil && h.testsOf(n.Cond, token.NEQ, h.openErr) {
			h.failed = n
			return true
		}
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		if ok && len(call.Args) > 0 && h.isObject(call.Args[len(call.Args)-1], h.openErr) && !h.mentions(n, map[types.Object]bool{h.v: true}) {
			h.must = n
			return true
		}
	}
	return false
}

// narrow makes a deferred function literal, or one that a go statement starts,
// the place of the work with the file if nothing else has part in it.
func (h *handle) narrow() string {
	var lit inspector.Cursor
	narrower := false
	for i, c := range h.uses() {
		if !h.inBody(c) {
			return h.name + " is used outside of the block that opens it"
		}
		inner, ok := h.literalUnder(c)
		if !ok || i > 0 && inner != lit {
			return ""
		}
		lit, narrower = inner, true
	}
	if !narrower {
		return ""
	}
	if kind, _ := lit.ParentEdge(); kind != edge.CallExpr_Fun {
		return ""
	}
	switch kind, _ := lit.Parent().ParentEdge(); kind {
	case edge.DeferStmt_Call, edge.GoStmt_Call:
	default:
		return ""
	}
	h.fn = lit
	h.block = lit.ChildAt(edge.FuncLit_Body, -1)
	h.body = flow.Statements(h.block.Node())
	return ""
}

// uses returns where the file's variable is used, except to see how opening
// went.
func (h *handle) uses() []inspector.Cursor {
	var uses []inspector.Cursor
	for _, c := range h.flow.Uses[h.v] {
		if h.failed == nil || !flow.Within(c.Node(), h.failed.Body) && !flow.Within(c.Node(), h.failed.Cond) {
			uses = append(uses, c)
		}
	}
	return uses
}

func (h *handle) inBody(c inspector.Cursor) bool {
	for _, stmt := range h.body {
		if flow.Within(c.Node(), stmt) {
			return true
		}
	}
	return false
}

// literalUnder returns the outermost function literal around c inside fn, if
// there is one.
func (h *handle) literalUnder(c inspector.Cursor) (lit inspector.Cursor, ok bool) {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if fc == h.fn {
			break
		}
		lit, ok = fc, true
	}
	return lit, ok
}

// opensOthers reports whether fn opens other files as the sink does, itself or
// through another function of the package.
func (h *handle) opensOthers() bool {
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call == h.s.Call {
			continue
		}
		if s, ok := trace.SinkOf(h.pass.TypesInfo, c, nil); ok && s.Kind == knowledge.OpenHandle {
			return true
		}
		if fn := h.flow.Local(call); fn != nil && fn.Sig.Results().Len() > 0 && isHandle(fn.Sig.Results().At(0).Type()) {
			return true
		}
	}
	return false
}
