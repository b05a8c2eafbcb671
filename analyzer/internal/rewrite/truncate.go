package rewrite

import (
	"go/ast"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A file that is opened without O_TRUNC keeps what it has beyond the end of
// the new content. Where the new content is clearly all that the file is to
// hold, that is a mistake, and the writer, which starts from an empty file,
// may take over. Where it may be just the head of the file, it may not.

// addsTrunc reports whether the fix must add O_TRUNC to the flags of s.
func (x *Fixer) addsTrunc(s trace.Sink) bool {
	if s.Flag == nil {
		return false
	}
	flags, _ := x.constFlags(s)
	return !flags.Has(trace.FlagTrunc)
}

// truncReason returns why the file may not begin empty.
func (h *handle) truncReason() string {
	const reason = "without O_TRUNC it keeps old content beyond the new"
	if _, ok := h.osPrefix(); !ok {
		return reason
	}
	for _, c := range h.flow.Uses[h.v] {
		if kind, _ := c.ParentEdge(); kind == edge.SelectorExpr_X && !knowledge.SequentialMethods[c.Parent().Node().(*ast.SelectorExpr).Sel.Name] {
			return reason
		}
	}
	for _, stmt := range h.body {
		if h.streams(stmt) {
			for _, e := range h.survey.open {
				if e.at.Pos() < stmt.Pos() {
					return reason
				}
			}
			return ""
		}
	}
	return reason
}

// streams reports whether stmt, before it branches, begins to write a stream
// to the file: it copies a reader, or makes an encoder.
func (h *handle) streams(stmt ast.Stmt) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt, *ast.CommClause, *ast.FuncLit:
			return false
		case *ast.CallExpr:
			found = found || h.isStream(n)
		}
		return !found
	})
	return found
}

func (h *handle) isStream(call *ast.CallExpr) bool {
	fn := h.flow.Callee(call)
	if fn == nil {
		return false
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && h.isObject(sel.X, h.v) {
		return fn.Name() == "ReadFrom"
	}
	if len(call.Args) == 0 || !h.isObject(call.Args[0], h.v) {
		return false
	}
	switch pkg := fn.Pkg().Path(); path.Dir(pkg) {
	case "archive", "compress", "encoding":
		return strings.HasPrefix(fn.Name(), "New")
	default:
		return knowledge.Copiers[fn.FullName()] || pkg == "bufio"
	}
}

// truncEdit returns the addition of O_TRUNC to the flags.
func (h *handle) truncEdit() analysis.TextEdit {
	prefix, _ := h.osPrefix()
	end := h.s.Flag.End()
	return h.src.edit(end, end, "|"+prefix+"O_TRUNC")
}

// osPrefix returns what names of package os begin with where the file is
// opened, such as "os.", and whether the package is imported there.
func (h *handle) osPrefix() (prefix string, ok bool) {
	for _, spec := range h.src.file.Imports {
		if importPath(spec) != "os" {
			continue
		}
		if spec.Name != nil && spec.Name.Name == "." {
			obj := h.lookup("O_TRUNC", h.s.Call.Pos())
			return "", obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == "os"
		}
		if pkg := h.pkgName(spec); pkg != nil && h.lookup(pkg.Name(), h.s.Call.Pos()) == pkg {
			return pkg.Name() + ".", true
		}
	}
	return "", false
}
