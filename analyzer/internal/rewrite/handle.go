package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A handle is a file that a sink opens, with the variable that holds it and
// the part of the function that works with it.
type handle struct {
	*Fixer
	src *source
	s   trace.Sink

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
	cleaners []*cleaner
	cleaned  map[*ast.CallExpr][]*ast.CallExpr // what the calls of cleaners do to the file
	survey   *survey
	carriers map[types.Object]bool // what may write to the file: v, a bufio.Writer over it, ...
	widened  []widening            // what has to change for functions and variables that are given the file
}

// fixHandle rewrites a call that opens a file, and the code that closes it.
func (x *Fixer) fixHandle(s trace.Sink, src *source) (*analysis.SuggestedFix, string) {
	if reason := x.openReason(s); reason != "" {
		return nil, reason
	}
	if x.handsOut(s) {
		return x.fixHandout(s, src)
	}
	h, reason := x.newHandle(s, src)
	if reason != "" {
		return nil, reason
	}
	h.lookAround()
	message := "Write the file atomically with " + ImportName(x.writer) + "." + OpenName(s)
	if x.addsTrunc(s) {
		if reason := h.truncReason(); reason != "" {
			return nil, reason
		}
		message += ", which starts from an empty file (O_TRUNC)"
	}
	plan, reason := h.plan()
	if reason != "" {
		return nil, reason
	}
	return &analysis.SuggestedFix{
		Message:   message,
		TextEdits: append(h.openEdits(plan.lostCalls()), plan.edits...),
	}, ""
}

// plan chooses where the file is published: where the function closes it now;
// else after the last write; else when the function returns. What is chosen
// is proved.
func (h *handle) plan() (*rewrite, string) {
	if h.survey.tooMany {
		return nil, "there are too many ways through the function"
	}
	if reason := h.survey.closedBy; reason != "" {
		return nil, reason
	}
	if n := h.swallowsPanic(); n != nil && !h.calm() {
		return nil, fmt.Sprintf("line %d recovers from panics, and the function then returns no error", h.line(n.Pos()))
	}
	if n := h.overwrites(); n != nil {
		return nil, fmt.Sprintf("line %d sets the error of the function to another one, or to nil", h.line(n.Pos()))
	}
	if e := h.setIfCloseFails(); e != nil {
		return nil, fmt.Sprintf("line %d sets %s where closing fails, which is not where publishing does", h.line(e.Pos()), types.ExprString(e))
	}
	if n := h.quits(); n != nil {
		return nil, fmt.Sprintf("line %d may end the program without a failure", h.line(n.Pos()))
	}
	if n := h.writesInLoop(); n != nil {
		return nil, fmt.Sprintf("line %d may write to the file when the loop is left", h.line(n.Pos()))
	}
	if n := h.endedByContext(); n != nil {
		return nil, fmt.Sprintf("line %d ends the function, and there is no telling whether it has failed", h.line(n.Pos()))
	}
	if reason := h.callersReason(); reason != "" {
		return nil, reason
	}
	if n := h.openBeside(); n != nil {
		return nil, h.lineSeen(n.Pos(), h.s.Call.Pos()) + " has the same file open, which is used later"
	}
	if n := h.identified(h.fn, h.s.Path); n != nil {
		return nil, h.lineSeen(n.Pos(), h.s.Call.Pos()) + " finds out whether the file is the same one, and it would be another"
	}
	if n := h.linked(); n != nil {
		return nil, fmt.Sprintf("line %d gives the file another name, which would keep the old content", h.line(n.Pos()))
	}
	choices := []func() (*rewrite, string){h.commitAfterLast, h.finish}
	if _, ok := h.errorResult(); !ok {
		choices = choices[:1]
	} else if h.propagating() != nil || h.shared || h.returnsLastError() {
		slices.Reverse(choices)
	}
	if h.syncsLast() {
		choices = append([]func() (*rewrite, string){h.commitAtSync}, choices...)
	}
	if h.closesPlainly() {
		choices = append([]func() (*rewrite, string){h.commitAtClose}, choices...)
	}
	reason := ""
	for _, choose := range choices {
		plan, why := choose()
		if why == "" {
			return plan, ""
		}
		if reason == "" || !h.closesPlainly() {
			reason = why
		}
	}
	return nil, reason
}

// whenFailed reports whether n stands where the file could not be opened.
func (h *handle) whenFailed(n ast.Node) bool {
	return h.failed != nil && (flow.Within(n, h.failed.Body) || flow.Within(n, h.failed.Cond))
}

// closesPlainly reports whether a call of Close that is not deferred ends the
// work with the file on a way on which the function may succeed.
func (h *handle) closesPlainly() bool {
	for i, cl := range h.closings {
		if cl.kind == plainClose && h.survey.succeedsAfter(i) {
			return true
		}
	}
	return false
}

// settle completes the plan with the removals of the destination that it makes
// needless, and proves it.
func (h *handle) settle(plan *rewrite) string {
	reason, removals := h.prove(plan)
	if reason != "" {
		return reason
	}
	if reason := h.dropRemovals(plan, removals); reason != "" {
		return reason
	}
	h.dropIdleCloses(plan)
	h.dropLeftovers(plan)
	h.dropCleaners(plan)
	h.dropSyncs(plan)
	h.takeWidened(plan.edits)
	return ""
}

// openEdits returns the edits that open the file with the writer, and change
// the type of the variable if it is spelled out. The calls removed go as well.
func (h *handle) openEdits(removed []*ast.CallExpr) []analysis.TextEdit {
	imports, edits := h.callEdits(h.s, h.src)
	gone := make(map[*source][]ast.Expr)
	widened := h.widen(h.widened, gone)
	if h.addsTrunc(h.s) {
		edits = append(edits, h.truncEdit())
	}
	switch {
	case h.decl != nil:
		q, more := h.qualify(h.src, h.decl.Pos(), "File")
		if len(imports) == 0 { // visible at the call, but perhaps not here
			imports = more
		}
		edits = append(edits, h.src.replace(h.decl.Type, "*"+q+"File"))
		delete(gone, h.src)
	case h.addsTrunc(h.s): // which needs package os
		delete(gone, h.src)
	default:
		gone[h.src] = append(gone[h.src], h.s.Call.Fun)
		for _, call := range removed {
			gone[h.src] = append(gone[h.src], call.Fun)
		}
	}
	edits = append(edits, h.dropGone(gone, []*source{h.src}, h.widened)...)
	return append(imports, append(edits, widened...)...)
}

// callEdits returns the edits that make s a call of the writer, and those that
// import it.
func (x *Fixer) callEdits(s trace.Sink, src *source) (imports, edits []analysis.TextEdit) {
	q, imports := x.qualify(src, s.Call.Pos(), OpenName(s))
	edits = append(edits, src.replace(s.Call.Fun, q+OpenName(s)))
	if recv := x.receiver(s.Call); recv != nil {
		end := s.Call.Args[len(s.Call.Args)-1].End()
		edits = append(edits, src.edit(end, end, ", "+q+"In("+src.of(recv)+")"))
	}
	return imports, edits
}

// OpenName returns the function of the writer that does what s does.
func OpenName(s trace.Sink) string {
	if s.Flag == nil {
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
	return last, flow.IsError(sig.Results().At(last).Type())
}

// severalErrors reports whether the function returns another error besides the
// last result.
func (h *handle) severalErrors() bool {
	last, ok := h.errorResult()
	if !ok {
		return false
	}
	for i := range last {
		if flow.IsError(h.signature().Results().At(i).Type()) {
			return true
		}
	}
	return false
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

// functionType returns the syntax of the type of fn, an *ast.FuncDecl or
// *ast.FuncLit.
func functionType(fn ast.Node) *ast.FuncType {
	switch n := fn.(type) {
	case *ast.FuncDecl:
		return n.Type
	case *ast.FuncLit:
		return n.Type
	}
	return nil
}
