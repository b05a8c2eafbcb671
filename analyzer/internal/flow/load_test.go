package flow

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
	"github.com/atomiclint/atomiclint/internal/module"
)

// load returns the flow of a package of one file, which may import the writer.
func load(t *testing.T, src string) (*Flow, *typecheck.Package) {
	t.Helper()
	pkg := typecheck.Source(t, src, map[string]string{module.Writer(): typecheck.Writer, "example.com/other": other})
	return New(pkg.Types, pkg.Info, pkg.Root), pkg
}

// other is a package of another module.
const other = `package other

import "io"

type Sink struct{ Out io.Writer }

type Lister interface{ ReadDir(name string) }

func Take(any)              {}
func Walk(root string)      {}
func Stroll(n int)          {}
func Same(s string) string  { return s }
func Glob(pattern string)   {}

var Err error
`

// texts returns the sources of values, parted by commas; behind each stands
// which result or element it is.
func texts(values []Value) string {
	var all []string
	for _, v := range values {
		text := types.ExprString(v.Expr)
		switch {
		case v.Index == Element:
			text += "[]"
		case v.Index >= 0:
			text += "#" + string(rune('0'+v.Index))
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// within returns the first call in the function whose text begins so.
func within(t *testing.T, fn inspector.Cursor, text string) inspector.Cursor {
	t.Helper()
	for c := range fn.Preorder((*ast.CallExpr)(nil)) {
		if strings.HasPrefix(types.ExprString(c.Node().(*ast.CallExpr)), text) {
			return c
		}
	}
	t.Fatalf("the function has no call that begins with %s", text)
	return inspector.Cursor{}
}
