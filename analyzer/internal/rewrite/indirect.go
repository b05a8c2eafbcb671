package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
)

// FixIndirect wraps a call that writes to a path in WritePath, which hands it
// the path of a temporary instead.
func (x *Fixer) FixIndirect(w trace.Indirect) (*analysis.SuggestedFix, string) {
	if w.Opens {
		return nil, "it returns the file"
	}
	if x.writer != module.Writer() {
		return nil, "only " + ImportName(module.Writer()) + " has WritePath"
	}
	if !w.Sole.Only {
		return nil, trace.CalleeText(w.Fn) + " " + w.Sole.Also
	}
	if x.pass.TypesInfo.TypeOf(w.Path) != types.Typ[types.String] && x.pass.TypesInfo.Types[w.Path].Value == nil {
		return nil, "the path is of a type of its own"
	}
	if e := x.lateOperand(w); e != nil {
		return nil, types.ExprString(e) + " would be called only when the temporary is there"
	}
	if reason := x.callbackReason(w); reason != "" {
		return nil, reason
	}
	if !flow.IsError(x.pass.TypesInfo.TypeOf(w.Call)) {
		return nil, "it does not return just an error"
	}
	switch flow.ParentKind(w.Cursor) {
	case edge.ExprStmt_X, edge.GoStmt_Call, edge.DeferStmt_Call:
		return nil, "its error is dropped"
	}
	src, reason := x.source(w.Call.Pos())
	if reason != "" {
		return nil, reason
	}
	removals, lost, reason := x.removalsAfter(w.Cursor, w.Path, src)
	if reason != "" {
		return nil, reason
	}
	var gone []ast.Expr
	for _, call := range lost {
		gone = append(gone, call.Fun)
	}
	q, edits := x.qualify(src, w.Call.Pos(), "WritePath")
	tmp := freshIn(w.Call, "tmp")
	open := q + "WritePath(" + src.of(w.Path) + ", func(" + tmp + " string) error { return "
	edits = append(edits,
		src.edit(w.Call.Pos(), w.Call.Pos(), open),
		src.replace(w.Path, tmp),
		src.edit(w.Call.End(), w.Call.End(), " }"+options(q, w.Sole.Whole, w.Sole.Perm)+")"))
	edits = append(edits, removals...)
	if len(gone) > 0 {
		edits = append(edits, x.dropImport(src, []string{x.writer}, gone...)...)
	}
	return &analysis.SuggestedFix{
		Message:   "Let it write to a temporary with " + ImportName(x.writer) + ".WritePath",
		TextEdits: edits,
	}, ""
}

// options returns the options, each behind a comma, that let several writers
// succeed at a time, as they do where one call writes the whole file, and that
// give a new file the mode perm.
func options(q string, whole bool, perm uint32) string {
	text := ""
	if whole {
		text += ", " + q + "Concurrent()"
	}
	if perm != 0o666 {
		text += fmt.Sprintf(", %sWithPerm(0o%o)", q, perm)
	}
	return text
}

// lateOperand returns a call in w that does more than compute a value from
// others, or nil. The callback would put it off until the temporary has been
// made, and it would not run at all if that cannot be made.
func (x *Fixer) lateOperand(w trace.Indirect) (late ast.Expr) {
	for _, operand := range append([]ast.Expr{w.Call.Fun}, w.Call.Args...) {
		if operand == w.Path {
			continue
		}
		ast.Inspect(operand, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.UnaryExpr:
				if n.Op == token.ARROW {
					late = n
				}
			case *ast.CallExpr:
				if !x.computes(n) {
					late = n.Fun
				}
			}
			return late == nil
		})
	}
	return late
}

// computes reports whether call does nothing but compute its result.
func (x *Fixer) computes(call *ast.CallExpr) bool {
	tv := x.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return tv.IsType() || knowledge.ComputingFuncs[types.ExprString(ast.Unparen(call.Fun))]
	}
	fn := x.flow.Callee(call)
	if fn == nil {
		return false
	}
	return knowledge.ComputingFuncs[fn.FullName()] || knowledge.ComputingPackages[fn.Pkg().Path()] && fn.Signature().Recv() == nil
}

// freshIn returns a name that n does not mention: base, or base and a number.
func freshIn(n ast.Node, base string) string {
	used := make(map[string]bool)
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	name := base
	for i := 1; used[name]; i++ {
		name = base + strconv.Itoa(i)
	}
	return name
}
