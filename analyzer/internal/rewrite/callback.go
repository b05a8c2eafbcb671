package rewrite

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// callbackReason returns why a function that w is given, and may call while the
// file is written, would see that this is a temporary.
func (x *Fixer) callbackReason(w trace.Indirect) string {
	for c := range w.Cursor.Children() {
		operand, ok := c.Node().(ast.Expr)
		if !ok || operand == w.Call.Fun || operand == w.Path {
			continue
		}
		if _, ok := x.pass.TypesInfo.TypeOf(operand).Underlying().(*types.Signature); !ok {
			continue
		}
		if reason := x.seesFile(w, c); reason != "" {
			return reason
		}
	}
	return ""
}

// seesFile is callbackReason for the function that the expression at c is.
func (x *Fixer) seesFile(w trace.Indirect, c inspector.Cursor) string {
	seen := make(map[*flow.Function]bool)
	work := []inspector.Cursor{c}
	follow := func(fns []*flow.Function) {
		for _, fn := range fns {
			if fn != nil && !seen[fn] {
				seen[fn] = true
				work = append(work, fn.Cursor)
			}
		}
	}
	if id, ok := ast.Unparen(c.Node().(ast.Expr)).(*ast.Ident); ok {
		follow(x.flow.ByObj[x.pass.TypesInfo.Uses[id]])
	}
	for ; len(work) > 0; work = work[1:] {
		body := work[0].Node()
		if m, ok := x.flow.ListingIn(body, body.Pos(), body.End()); ok {
			return fmt.Sprintf("%s calls %s, which may list the directory, while the file is written", x.lineSeen(m.Pos, w.Call.Pos()), trace.CalleeText(m.Fn))
		}
		for c := range work[0].Preorder((*ast.CallExpr)(nil), (*ast.TypeAssertExpr)(nil)) {
			if _, ok := c.Node().(*ast.TypeAssertExpr); ok {
				for _, t := range flow.AssertedTypes(c) {
					if isHandle(x.pass.TypesInfo.TypeOf(t)) {
						return x.lineSeen(t.Pos(), w.Call.Pos()) + " asks whether a writer is of type *os.File"
					}
				}
				continue
			}
			call := c.Node().(*ast.CallExpr)
			if x.looksHere(call) && !x.differ(call.Args[0], w.Path) {
				return fmt.Sprintf("%s calls %s, which may look for the file, while it is written", x.lineSeen(call.Pos(), w.Call.Pos()), types.ExprString(call.Fun))
			}
			follow(x.callees(call))
		}
	}
	return ""
}

// differ reports whether a and b are two constants.
func (x *Fixer) differ(a, b ast.Expr) bool {
	va, vb := x.pass.TypesInfo.Types[a].Value, x.pass.TypesInfo.Types[b].Value
	return va != nil && vb != nil && va.ExactString() != vb.ExactString()
}
