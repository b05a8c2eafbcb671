package control

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

const header = `package p

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
)

var (
	errBad  = errors.New("bad")
	current error
)

func step() error          { return current }
func note(string, error)   {}
func lines() (string, error) { return "", current }
func wrap(err error) error {
	if err == nil {
		return nil
	}
	return errors.Join(err, errBad)
}
func die(err error) {
	log.Println(err)
	os.Exit(1)
}
func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
func must(err error) {
	if err != nil {
		panic(err)
	}
}
func okay(err error) bool { return err == nil || err == io.EOF }
func never() error { return errBad }
func mark(string)  {}

func asked(string) bool { return current == nil }
func pair() (int, error) { return 1, current }
func first(err error, other error) error { return err }
func bad(err error) bool { return err != nil }
func spin() {
	for {
		mark("x")
	}
}
func either() { if len(os.Args) > 1 { os.Exit(0) }; os.Exit(1) }
func breaks() { if len(os.Args) > 1 { panic(1) }; log.Fatal() }
func deferring() { defer func() { recover() }(); panic(1) }
func stopping(now bool) { if now { os.Exit(2) } }
func keeps(err error) error { if err != nil { panic(err) }; return err }
func again(err error) error { if err != nil { return again(err) }; return nil }

var _, _ = io.EOF, fmt.Errorf
`

// load type-checks the functions in src and returns their graphs.
func load(t *testing.T, src string) (*token.FileSet, *Graphs, map[string]*ast.FuncDecl) {
	t.Helper()
	pkg := typecheck.Source(t, header+src)
	decls := make(map[string]*ast.FuncDecl)
	for _, d := range pkg.File.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			decls[fn.Name.Name] = fn
		}
	}
	local := func(call *ast.CallExpr) ast.Node {
		switch fun := ast.Unparen(call.Fun).(type) {
		case *ast.FuncLit:
			return fun
		case *ast.Ident:
			if fn, ok := pkg.Info.Uses[fun].(*types.Func); ok && fn.Pkg() == pkg.Types && decls[fn.Name()] != nil {
				return decls[fn.Name()]
			}
		}
		return nil
	}
	sentinel := func(v *types.Var) bool { return v.Pkg() != pkg.Types || v.Name() == "errBad" }
	return pkg.Fset, New(pkg.Info, local, sentinel, func(*ast.CallExpr) bool { return false }), decls
}

// ends follows fn and returns how it ends: each end with its line in the
// function, what is known of it, and the marks that were passed on the way.
func ends(t *testing.T, fset *token.FileSet, g *Graphs, fn *ast.FuncDecl) []string {
	t.Helper()
	m := NewMachine[string](g, 1000)
	m.Call = func(w *Way[string], call *ast.CallExpr) []Way[string] {
		w.State += marked(call)
		return nil
	}
	return endsOf(t, fset, m, fn)
}

// marked returns the text that call hands to mark or asked, or "".
func marked(call *ast.CallExpr) string {
	if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != "mark" && id.Name != "asked" {
		return ""
	}
	return strings.Trim(call.Args[0].(*ast.BasicLit).Value, `"`)
}

func endsOf(t *testing.T, fset *token.FileSet, m *Machine[string], fn *ast.FuncDecl) []string {
	t.Helper()
	var list []string
	ok := m.Run(fn, "", func(e Exit[string]) {
		kind := [...]string{Returned: "returns", Panicked: "panics", Exited: "exits"}[e.Kind]
		outcome := [...]string{Undecided: "undecided", Succeeded: "succeeds", Failed: "fails"}[e.Outcome]
		if e.Unsure {
			outcome = "perhaps " + outcome
		}
		line := fset.Position(min(e.At.Pos(), fn.End()-1)).Line - fset.Position(fn.Pos()).Line
		list = append(list, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", line, kind, outcome, e.Way.State)))
	})
	if !ok {
		list = append(list, "too many ways")
	}
	slices.Sort(list)
	return slices.Compact(list)
}
