package rename

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// location judges whether d is made in the directory of the destination:
// rename(2) fails with EXDEV between file systems.
func (j *judge) location(d *Draft) []flaw {
	away := false
	switch {
	case d.Kind == draftTemp && d.dir != nil:
		away = j.elsewhere(d.dir, 0)
	case d.Path != nil && j.move.Dst != nil:
		away = j.inTemporary(d.Path) && !j.inTemporary(j.move.Dst)
	}
	if !away {
		return nil
	}
	return []flaw{{OtherDir, d.Call, false}}
}

// elsewhere reports whether dir, the first argument of os.CreateTemp, means
// the directory for temporary files: whatever it may hold is "" or that
// directory's name, or what filepath.Split leaves of a bare name.
func (j *judge) elsewhere(dir ast.Expr, depth int) bool {
	if depth > knowledge.MaxDepth {
		return false
	}
	dir = ast.Unparen(dir)
	if tv := j.Info.Types[dir]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value) == "" || systemTemp(constant.StringVal(tv.Value))
	}
	if call, ok := dir.(*ast.CallExpr); ok {
		return j.elsewhereCall(call, 0)
	}
	obj := j.ObjectOf(dir)
	if obj == nil || j.comparedWithEmpty(obj) {
		return false
	}
	defs, closed := j.Definitions(obj)
	if !closed || len(defs) == 0 {
		return false
	}
	for _, d := range defs {
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok && d.Index >= 0 {
			if !j.elsewhereCall(call, d.Index) {
				return false
			}
		} else if !j.elsewhere(d.Expr, depth+1) {
			return false
		}
	}
	return true
}

// elsewhereCall is like elsewhere for result i of call.
func (j *judge) elsewhereCall(call *ast.CallExpr, i int) bool {
	fn := j.Callee(call)
	if fn == nil {
		return false
	}
	switch fn.FullName() {
	case "os.TempDir":
		return true
	case "os.Getenv", "os.LookupEnv":
		return trace.MakesTemporary(j.Info, fn, call)
	case "os.MkdirTemp", "io/ioutil.TempDir":
		return j.elsewhere(call.Args[0], 1)
	case "path/filepath.Split", "path.Split":
		return i == 0 && !j.hasDir(call.Args[0], make(map[types.Object]bool))
	case "path/filepath.Join":
		return len(call.Args) > 0 && j.elsewhereCallArg(call.Args[0])
	}
	return false
}

// elsewhereCallArg reports whether e, the first element of a path, names the
// directory for temporary files.
func (j *judge) elsewhereCallArg(e ast.Expr) bool {
	call, ok := ast.Unparen(j.paths.Expand(e)).(*ast.CallExpr)
	return ok && j.elsewhereCall(call, 0)
}

// hasDir reports whether some value that the path e may have is seen to hold
// a directory.
func (j *judge) hasDir(e ast.Expr, seen map[types.Object]bool) bool {
	e = ast.Unparen(e)
	if tv := j.Info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return strings.Contains(constant.StringVal(tv.Value), "/")
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (j.hasDir(e.X, seen) || j.hasDir(e.Y, seen))
	case *ast.CallExpr:
		return j.callHasDir(e, 0, seen)
	case *ast.Ident, *ast.SelectorExpr:
		obj := j.ObjectOf(e)
		if obj == nil || seen[obj] {
			return false
		}
		seen[obj] = true
		defs, _ := j.Definitions(obj)
		for _, d := range defs {
			if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok && d.Index >= 0 {
				if j.callHasDir(call, d.Index, seen) {
					return true
				}
			} else if d.Index == flow.Whole && j.hasDir(d.Expr, seen) {
				return true
			}
		}
	}
	return false
}

// callHasDir is like hasDir for result i of call.
func (j *judge) callHasDir(call *ast.CallExpr, i int, seen map[types.Object]bool) bool {
	if fn := j.Callee(call); fn != nil {
		switch fn.FullName() {
		case "path/filepath.Join", "path.Join":
			return len(call.Args) > 1
		case "path/filepath.Abs", "path/filepath.EvalSymlinks", "os.Executable":
			return true
		case "fmt.Sprintf":
			return j.hasDir(call.Args[0], seen)
		}
		if k, ok := knowledge.KeepsPath[fn.FullName()]; ok {
			return j.hasDir(call.Args[k], seen)
		}
	}
	found := false
	for _, fn := range j.targets(call) {
		j.returnedResult(fn, i, func(e ast.Expr) { found = found || j.hasDir(e, seen) })
	}
	return found
}

// returnedResult calls visit for each expression that a return statement of
// fn gives as result i, or sets it to before a return without results.
func (p *Checker) returnedResult(fn *flow.Function, i int, visit func(ast.Expr)) {
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		switch {
		case i < len(results):
			visit(results[i])
		case len(results) == 0 && i < fn.Sig.Results().Len():
			for _, d := range p.Defs[fn.Sig.Results().At(i)] {
				if d.Index == flow.Whole {
					visit(d.Expr)
				}
			}
		}
	}
}

// comparedWithEmpty reports whether the code tests whether obj is "".
func (j *judge) comparedWithEmpty(obj types.Object) bool {
	for _, c := range j.Uses[obj] {
		b, ok := c.Parent().Node().(*ast.BinaryExpr)
		if !ok || b.Op != token.EQL && b.Op != token.NEQ {
			continue
		}
		for _, e := range []ast.Expr{b.X, b.Y} {
			if tv := j.Info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) == "" {
				return true
			}
		}
	}
	return false
}

// inTemporary reports whether the path e begins with the name of a directory
// for temporary files.
func (j *judge) inTemporary(e ast.Expr) bool {
	if systemTemp(j.paths.Head(e, 0)) {
		return true
	}
	call, ok := ast.Unparen(j.paths.Expand(e)).(*ast.CallExpr)
	for range knowledge.MaxDepth {
		if !ok {
			return false
		}
		fn := j.Callee(call)
		if fn == nil {
			return false
		}
		switch fn.FullName() {
		case "os.TempDir":
			return true
		case "os.MkdirTemp", "io/ioutil.TempDir":
			return j.elsewhere(call.Args[0], 0)
		case "path/filepath.Join", "path.Join":
			if len(call.Args) == 0 {
				return false
			}
			call, ok = j.callOf(call.Args[0])
		default:
			return false
		}
	}
	return false
}

// callOf returns the call whose result the variable e holds, or that e is.
func (j *judge) callOf(e ast.Expr) (*ast.CallExpr, bool) {
	e = ast.Unparen(j.paths.Expand(e))
	if defs := j.Defs[j.ObjectOf(e)]; len(defs) == 1 && defs[0].Index == 0 {
		e = ast.Unparen(defs[0].Expr)
	}
	call, ok := e.(*ast.CallExpr)
	return call, ok
}

// systemTemp reports whether the path begins with a directory for temporary
// files.
func systemTemp(name string) bool { return knowledge.InTemporaryDir(path.Clean(name)) }
