package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// An indirect is a call that hands an output path to a function of another
// module that creates or truncates the file in place.
type indirect struct {
	sink
	opens bool // fn does not write the file, but returns it
	sole  soleWrite
}

// indirect returns the finding that the call at cur is, if it is one. A
// function of the same module that creates the file is reported where it does
// so, one that only opens it where the file is written.
func (s *summaries) indirect(cur inspector.Cursor, pass *analysis.Pass) (indirect, bool) {
	call := cur.Node().(*ast.CallExpr)
	fn := s.flow.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return indirect{}, false
	}
	if byExpression(s.flow.info, call) {
		return indirect{}, false // the receiver is among the arguments
	}
	params := s.paramsOf(fn)
	for i, arg := range call.Args[:min(len(call.Args), len(params))] {
		k := sink{cursor: cur, call: call, fn: fn, kind: openHandle, path: arg}
		created := params[i].Created && fn.Pkg() != pass.Pkg && !sameModule(pass, fn.Pkg())
		if created && !s.origin(k).harmless() {
			return indirect{sink: k, sole: soleOf(params, i)}, true
		}
		if flag := params[i].Flag - 1; flag >= 0 && flag < len(call.Args) {
			k.flag = call.Args[flag]
		}
		if (params[i].Opened || k.flag != nil) && s.finding(k) {
			return indirect{sink: k, opens: true}, true
		}
	}
	return indirect{}, false
}

// byExpression reports whether call runs a method by way of its type, as
// (*T).Save(t, path) does.
func byExpression(info *types.Info, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr
}

// soleOf returns what a function with these parameters does with the path in
// parameter i.
func soleOf(params []paramSummary, i int) soleWrite {
	for k := range params {
		if k != i && params[k].Created {
			return notOnly("writes another file as well")
		}
	}
	return soleWrite{params[i].Only, params[i].Perm, params[i].Also}
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
