package analyzer

import (
	"go/ast"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
)

// fixIndirect wraps a call that writes to a path in WritePath, which hands it
// the path of a temporary instead.
func (x *fixer) fixIndirect(w indirect) (*analysis.SuggestedFix, string) {
	if w.opens {
		return nil, "it returns the file"
	}
	if x.writer != defaultWriter() {
		return nil, "only " + importName(defaultWriter()) + " has WritePath"
	}
	if !isError(x.pass.TypesInfo.TypeOf(w.call)) {
		return nil, "it does not return just an error"
	}
	switch parentKind(w.cursor) {
	case edge.ExprStmt_X, edge.GoStmt_Call, edge.DeferStmt_Call:
		return nil, "its error is dropped"
	}
	src, reason := x.source(w.call.Pos())
	if reason != "" {
		return nil, reason
	}
	q, edits := x.qualify(src, w.call.Pos(), "WritePath")
	tmp := freshIn(w.call, "tmp")
	open := q + "WritePath(" + src.of(w.path) + ", func(" + tmp + " string) error { return "
	edits = append(edits,
		src.edit(w.call.Pos(), w.call.Pos(), open),
		src.replace(w.path, tmp),
		src.edit(w.call.End(), w.call.End(), " })"))
	return &analysis.SuggestedFix{
		Message:   "Let it write to a temporary with " + importName(x.writer) + ".WritePath",
		TextEdits: edits,
	}, ""
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
