package trace

import (
	"go/ast"
	"go/types"
	"strings"
)

// CalleeText returns fn as code would call it.
func CalleeText(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Pkg().Name() + "." + fn.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return fn.Pkg().Name() + "." + named.Obj().Name() + "." + fn.Name()
	}
	return fn.Pkg().Name() + "." + fn.Name()
}

// PathText returns the source of a path expression on one line, shortened.
func PathText(e ast.Expr) string {
	const limit = 60
	text := strings.Join(strings.Fields(types.ExprString(e)), " ")
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit-1]) + "…"
	}
	return text
}
