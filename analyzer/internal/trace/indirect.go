package trace

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// An Indirect is a call that hands an output path to a function of another
// module that creates or truncates the file in place.
type Indirect struct {
	Sink
	Opens bool // fn does not write the file, but returns it
	Sole  soleWrite
}

// Indirect returns the finding that the call at cur is, if it is one. A
// function of the same module that creates the file is reported where it does
// so, one that only opens it where the file is written.
func (s *Summaries) Indirect(cur inspector.Cursor, pass *analysis.Pass) (Indirect, bool) {
	call := cur.Node().(*ast.CallExpr)
	fn := s.Flow.Callee(call)
	if fn == nil {
		return Indirect{}, false
	}
	if byExpression(s.Flow.Info, call) {
		return Indirect{}, false // the receiver is among the arguments
	}
	params := s.ParamsOf(fn)
	for i, arg := range call.Args[:min(len(call.Args), len(params))] {
		k := Sink{Cursor: cur, Call: call, Fn: fn, Kind: knowledge.OpenHandle, Path: arg}
		created := s.createdBy(call, params[i]) && fn.Pkg() != pass.Pkg && !sameModule(pass, fn.Pkg())
		if created && !s.origin(k).harmless() {
			return Indirect{Sink: k, Sole: soleOf(params, i)}, true
		}
		if flag := params[i].Flag - 1; flag >= 0 && flag < len(call.Args) {
			k.Flag = call.Args[flag]
		}
		if (params[i].Opened || k.Flag != nil) && s.Finding(k) {
			return Indirect{Sink: k, Opens: true}, true
		}
	}
	return Indirect{}, false
}

// byExpression reports whether call runs a method by way of its type, as
// (*T).Save(t, path) does.
func byExpression(info *types.Info, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr
}

// soleOf returns what a function with these parameters does with the path in
// parameter i.
func soleOf(params []facts.Param, i int) soleWrite {
	for k := range params {
		if k != i && params[k].Created {
			return notOnly("writes another file as well")
		}
	}
	return soleWrite{params[i].Only, params[i].Whole, params[i].Perm, params[i].Also}
}

// sameModule reports whether pkg belongs to the module of the package that is
// analyzed, whose own diagnostic then stands at the function. Some drivers do
// not tell the module; then packages are of one module if their paths agree in
// the elements that usually name one.
func sameModule(pass *analysis.Pass, pkg *types.Package) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return pkg.Path() == pass.Module.Path || strings.HasPrefix(pkg.Path(), pass.Module.Path+"/")
	}
	return moduleGuess(pass.Pkg.Path()) == moduleGuess(pkg.Path())
}

func moduleGuess(pkgPath string) string {
	elems := strings.Split(pkgPath, "/")
	n := 1
	if strings.Contains(elems[0], ".") {
		n = 3
	}
	return strings.Join(elems[:min(n, len(elems))], "/")
}
