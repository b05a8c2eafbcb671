package analyzer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
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
	if !w.sole.only {
		return nil, calleeText(w.fn) + " " + w.sole.also
	}
	if x.pass.TypesInfo.TypeOf(w.path) != types.Typ[types.String] && x.pass.TypesInfo.Types[w.path].Value == nil {
		return nil, "the path is of a type of its own"
	}
	if e := x.lateOperand(w); e != nil {
		return nil, types.ExprString(e) + " would be called only when the temporary is there"
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
		src.edit(w.call.End(), w.call.End(), " }"+permOption(q, w.sole.perm)+")"))
	return &analysis.SuggestedFix{
		Message:   "Let it write to a temporary with " + importName(x.writer) + ".WritePath",
		TextEdits: edits,
	}, ""
}

// permOption returns the option that gives a new file the mode perm, or "" if it
// has that without.
func permOption(q string, perm uint32) string {
	if perm == 0o666 {
		return ""
	}
	return fmt.Sprintf(", %sWithPerm(0o%o)", q, perm)
}

// lateOperand returns a call in w that does more than compute a value from
// others, or nil. The callback would put it off until the temporary has been
// made, and it would not run at all if that cannot be made.
func (x *fixer) lateOperand(w indirect) (late ast.Expr) {
	for _, operand := range append([]ast.Expr{w.call.Fun}, w.call.Args...) {
		if operand == w.path {
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

// computingFuncs holds functions outside of computingPackages, and builtins,
// that do nothing but compute their result.
var computingFuncs = map[string]bool{
	"(*bytes.Buffer).Bytes":     true,
	"(*bytes.Buffer).String":    true,
	"(*strings.Builder).String": true,
	"append":                    true,
	"cap":                       true,
	"fmt.Sprint":                true,
	"fmt.Sprintf":               true,
	"fmt.Sprintln":              true,
	"len":                       true,
	"make":                      true,
	"max":                       true,
	"min":                       true,
	"new":                       true,
	"path/filepath.Base":        true,
	"path/filepath.Clean":       true,
	"path/filepath.Dir":         true,
	"path/filepath.Ext":         true,
	"path/filepath.Join":        true,
}

// computingPackages hold functions, besides methods, that do the same.
var computingPackages = map[string]bool{"bytes": true, "path": true, "strconv": true, "strings": true}

// computes reports whether call does nothing but compute its result.
func (x *fixer) computes(call *ast.CallExpr) bool {
	tv := x.pass.TypesInfo.Types[call.Fun]
	if tv.IsType() || tv.IsBuiltin() {
		return tv.IsType() || computingFuncs[types.ExprString(ast.Unparen(call.Fun))]
	}
	fn := x.flow.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	return computingFuncs[fn.FullName()] || computingPackages[fn.Pkg().Path()] && fn.Signature().Recv() == nil
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
