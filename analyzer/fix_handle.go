package analyzer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// A handle is a file that a sink opens, with the variable that holds it and
// the part of the function that works with it.
type handle struct {
	*fixer
	src *source
	s   sink

	v    *types.Var     // holds the file
	name string         // of v
	decl *ast.ValueSpec // declares v with a type of its own, or nil

	assign  *ast.AssignStmt
	openErr types.Object  // holds the error of opening
	failed  *ast.IfStmt   // deals with that error, or nil
	must    *ast.ExprStmt // deals with that error in one call, or nil

	// body are the statements that work with the file, block is the node that
	// lists them, and fn the function whose end ends the use of the file: the
	// function around the sink or, if one function literal has all the work
	// with the file, that literal.
	body   []ast.Stmt
	block  inspector.Cursor
	fn     inspector.Cursor
	shared bool // fn opens other files, too

	closings []closing
	carriers map[types.Object]bool // what may write to the file: v, a bufio.Writer over it, ...
}

// fixHandle rewrites a call that opens a file, and the code that closes it.
func (x *fixer) fixHandle(s sink, src *source) (*analysis.SuggestedFix, string) {
	if reason := x.openReason(s); reason != "" {
		return nil, reason
	}
	h, reason := x.newHandle(s, src)
	if reason != "" {
		return nil, reason
	}
	message := "Write the file atomically with " + importName(x.writer) + "." + openName(s)
	if x.addsTrunc(s) {
		if reason := h.truncReason(); reason != "" {
			return nil, reason
		}
		message += ", which starts from an empty file (O_TRUNC)"
	}
	edits, reason := h.plan()
	if reason != "" {
		return nil, reason
	}
	removals, removed := h.dropRemovals(edits)
	edits = append(h.openEdits(removed), append(edits, removals...)...)
	return &analysis.SuggestedFix{Message: message, TextEdits: edits}, ""
}

// plan chooses where the file is published: where the function closes it now;
// else after the last write; else when the function returns.
func (h *handle) plan() ([]analysis.TextEdit, string) {
	if h.closesPlainly() {
		return h.commitAtClose()
	}
	if _, ok := h.errorResult(); !ok {
		return h.commitAfterLast()
	}
	if h.propagating() == nil && !h.shared {
		if edits, reason := h.commitAfterLast(); reason == "" {
			return edits, ""
		}
		return h.finish()
	}
	edits, reason := h.finish()
	if reason == "" {
		return edits, ""
	}
	if edits, reason := h.commitAfterLast(); reason == "" {
		return edits, ""
	}
	return nil, reason
}

// openEdits returns the edits that open the file with the writer, and change
// the type of the variable if it is spelled out. The calls removed go as well.
func (h *handle) openEdits(removed []*ast.CallExpr) []analysis.TextEdit {
	call := h.s.call
	q, imports := h.qualify(h.src, call.Pos(), openName(h.s))
	edits := []analysis.TextEdit{h.src.replace(call.Fun, q+openName(h.s))}
	if h.addsTrunc(h.s) {
		edits = append(edits, h.truncEdit())
	}
	if recv := h.receiver(call); recv != nil {
		end := call.Args[len(call.Args)-1].End()
		edits = append(edits, h.src.edit(end, end, ", "+q+"In("+h.src.of(recv)+")"))
	}
	switch {
	case h.decl != nil:
		q, more := h.qualify(h.src, h.decl.Pos(), "File")
		if len(imports) == 0 { // visible at the call, but perhaps not here
			imports = more
		}
		edits = append(edits, h.src.replace(h.decl.Type, "*"+q+"File"))
	case !h.addsTrunc(h.s): // which needs package os
		edits = append(edits, h.dropImport(h.src, append(removed, call)...)...)
	}
	return append(imports, edits...)
}

// openName returns the function of the writer that does what s does.
func openName(s sink) string {
	if s.flag == nil {
		return "Create"
	}
	return "OpenFile"
}

// errorResult returns the index of the result of fn that is an error, which is
// the last one if there is one.
func (h *handle) errorResult() (int, bool) {
	sig := h.signature()
	if sig == nil || sig.Results().Len() == 0 {
		return 0, false
	}
	last := sig.Results().Len() - 1
	return last, isError(sig.Results().At(last).Type())
}

func (h *handle) signature() *types.Signature {
	switch n := h.fn.Node().(type) {
	case *ast.FuncDecl:
		return h.pass.TypesInfo.Defs[n.Name].Type().(*types.Signature)
	case *ast.FuncLit:
		sig, _ := h.pass.TypesInfo.TypeOf(n).(*types.Signature)
		return sig
	}
	return nil
}

// functionType returns the syntax of the type of fn.
func (h *handle) functionType() *ast.FuncType {
	switch n := h.fn.Node().(type) {
	case *ast.FuncDecl:
		return n.Type
	case *ast.FuncLit:
		return n.Type
	}
	return nil
}

func isError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}
