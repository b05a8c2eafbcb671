package analyzer

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// lockWords are the words in the names of what keeps other writers away.
var lockWords = []string{"lock", "flock", "mutex", "mu", "trylock", "lockfile", "singleflight"}

// sharing judges whether two writers may fill the same temporary: its name is
// fixed, it may be there already, and nothing is seen that keeps others away.
func (j *judge) sharing(d *draft) []flaw {
	switch d.kind {
	case draftTemp:
		return nil
	case draftOpened:
		if d.flags&(flagExcl|flagUnknown) != 0 {
			return nil
		}
	case draftWritten:
		if !d.helper.Fixed {
			return nil
		}
	}
	if j.ownName(d.path, 0) || j.givenName(d.path) || j.callersName(d.path) || j.locked(j.move.at, 0) {
		return nil
	}
	return []flaw{{sharedTemp, d.call, false}}
}

// ownDrafts reports whether each writer may have a temporary of its own, so that
// several at a time succeed.
func (j *judge) ownDrafts() bool {
	return !slices.ContainsFunc(j.written, func(d *draft) bool { return d.kind != draftTemp && !j.ownName(d.path, 0) })
}

// ownName reports whether the path e may differ from one writer to the next:
// it is made from something random, a time, a process number, or in a
// temporary directory of its own, or by a function that may do such a thing.
func (j *judge) ownName(e ast.Expr, depth int) bool {
	if depth > maxDepth {
		return true
	}
	e = ast.Unparen(e)
	if tv := j.info.Types[e]; tv.Value != nil {
		return false
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return j.ownName(e.X, depth+1) || j.ownName(e.Y, depth+1)
	case *ast.SelectorExpr:
		return j.ownVariable(e, depth)
	case *ast.Ident:
		return j.ownVariable(e, depth)
	case *ast.CallExpr:
		if fn := j.callee(e); fn != nil {
			name := fn.FullName()
			_, keeps := keepsPath[name]
			if keeps || strings.HasPrefix(name, "path/filepath.") || strings.HasPrefix(name, "path.") || name == "fmt.Sprintf" || name == "fmt.Sprint" {
				for _, arg := range e.Args {
					if j.ownName(arg, depth+1) {
						return true
					}
				}
				return false
			}
		}
		if tv := j.info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
			return j.ownName(e.Args[0], depth+1)
		}
		return j.ownResult(e, depth)
	}
	return true
}

// ownResult is like ownName for what a call returns.
func (j *judge) ownResult(call *ast.CallExpr, depth int) bool {
	fn := j.local(call)
	if fn == nil || len(fn.returns) == 0 {
		return true
	}
	own := false
	for _, arg := range call.Args {
		own = own || isPath(j.info.TypeOf(arg)) && j.ownName(arg, depth+1)
	}
	j.returned(fn, 0, func(e ast.Expr, _ inspector.Cursor) {
		own = own || j.ownName(e, depth+1)
	})
	return own
}

// givenName reports whether e is a parameter as it is, for which each caller
// chooses what to pass, and all those that are seen pass a name of their own.
func (j *judge) givenName(e ast.Expr) bool {
	ref, ok := j.param[j.objectOf(e)]
	if !ok {
		return false
	}
	for _, arg := range j.arguments(ref) {
		if !j.ownName(arg.expr, 0) {
			return false
		}
	}
	return true
}

// ownVariable is like ownName for a variable or field.
func (j *judge) ownVariable(e ast.Expr, depth int) bool {
	obj, ok := j.objectOf(e).(*types.Var)
	if !ok {
		return false
	}
	if !isPath(obj.Type()) {
		return true // a number, or bytes
	}
	if _, isParam := j.param[obj]; isParam || obj.Parent() == j.pkg.Scope() {
		return false
	}
	if obj.IsField() {
		return slices.ContainsFunc(j.defs[obj], func(d value) bool {
			return d.index == whole && composed(d.expr) && j.ownName(d.expr, depth+1)
		})
	}
	for _, d := range j.defs[obj] {
		if call, ok := ast.Unparen(d.expr).(*ast.CallExpr); ok {
			// A destination may come from anywhere: what counts is what the
			// temporary's name adds to it.
			fn := j.callee(call)
			switch {
			case j.isDst(obj):
				continue
			case fn != nil && !temporaryMakers[fn.FullName()] && j.deterministic(fn):
				if j.ownElement(fn, call, depth+1) {
					return true
				}
				continue
			}
		}
		if d.index == element || j.ownName(d.expr, depth+1) {
			return true
		}
	}
	return false
}

// ownElement is like ownName for the last element that a call of filepath.Join
// puts on a path, unless the destination has the same.
func (j *judge) ownElement(fn *types.Func, call *ast.CallExpr, depth int) bool {
	if fn.FullName() != "path/filepath.Join" && fn.FullName() != "path.Join" || len(call.Args) == 0 {
		return false
	}
	last := call.Args[len(call.Args)-1]
	if _, isCall := ast.Unparen(last).(*ast.CallExpr); !isCall && j.inDst(j.objectOf(last)) {
		return false
	}
	return j.ownName(last, depth)
}

// inDst reports whether obj occurs in what the move moves to.
func (j *judge) inDst(obj types.Object) bool {
	for id := range identifiers(j.paths.expand(j.move.dst)) {
		if obj != nil && j.objectOf(id) == obj {
			return true
		}
	}
	return false
}

// composed reports whether e puts a path together rather than to take it from
// elsewhere.
func composed(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return true
	case *ast.CallExpr:
		return calleeName(e) == "Sprintf" || calleeName(e) == "Join"
	}
	return false
}

// isDst reports whether obj holds what the move moves to.
func (j *judge) isDst(obj types.Object) bool {
	return j.move.dst != nil && j.objectOf(j.move.dst) == obj
}

// deterministic reports whether fn computes a path from its arguments alone.
func (j *judge) deterministic(fn *types.Func) bool {
	switch fn.FullName() {
	case "os.UserHomeDir", "os.UserConfigDir", "os.UserCacheDir", "os.Getwd", "os.Executable", "os.Getenv", "os.LookupEnv":
		return true
	}
	return fn.Pkg() != nil && (fn.Pkg().Path() == "path/filepath" || fn.Pkg().Path() == "path")
}

// callersName reports whether callers that this package does not show name
// the directory of d, and may so be the only writers there. A function whose
// destination is a parameter as it is writes whatever it is told to.
func (j *judge) callersName(e ast.Expr) bool {
	fn := j.enclosing(j.move.at)
	if fn == nil || !j.open(fn) {
		return false
	}
	if obj := j.objectOf(j.move.dst); obj != nil {
		if _, isParam := j.param[obj]; isParam {
			return false
		}
	}
	for _, e := range []ast.Expr{j.paths.expand(e), j.paths.expand(j.move.dst)} {
		for id := range identifiers(e) {
			if ref, ok := j.param[j.info.Uses[id]]; ok && ref.fn == fn {
				return true
			}
		}
	}
	return false
}

// locked reports whether the function around c, or each function that calls
// it, takes a lock, or belongs to a type that has one.
func (j *judge) locked(c inspector.Cursor, depth int) bool {
	decl, ok := declaration(c)
	if !ok || depth > 5 {
		return false
	}
	n := decl.Node().(*ast.FuncDecl)
	if speaks(n.Name.Name, lockWords) || j.takesLock(n) || j.hasLock(n) {
		return true
	}
	fn := j.funcs[n]
	if fn == nil {
		return false
	}
	for _, call := range fn.calls {
		if j.ownGoroutine(call) || !sameFunction(call, c) && j.locked(call, depth+1) {
			return true
		}
	}
	return false
}

// ownGoroutine reports whether the call at c starts the goroutine of a value
// that its function has just made, so that one goroutine does the work for it.
func (j *judge) ownGoroutine(c inspector.Cursor) bool {
	if parentKind(c) != edge.GoStmt_Call {
		return false
	}
	x := receiver(c.Node().(*ast.CallExpr))
	if x == nil {
		return false
	}
	for _, d := range j.defs[j.objectOf(x)] {
		e := ast.Unparen(d.expr)
		if addr, ok := e.(*ast.UnaryExpr); ok {
			e = ast.Unparen(addr.X)
		}
		if _, ok := e.(*ast.CompositeLit); ok && sameFunction(d.cursor, c) {
			return true
		}
	}
	return false
}

// takesLock reports whether n calls a function that, by its name, locks.
func (j *judge) takesLock(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && speaks(calleeName(call), lockWords) {
			found = true
		}
		return !found
	})
	return found
}

// hasLock reports whether the receiver of n has a field that is a lock.
func (j *judge) hasLock(n *ast.FuncDecl) bool {
	if n.Recv == nil || len(n.Recv.List) == 0 {
		return false
	}
	st, ok := structOf(j.info.TypeOf(n.Recv.List[0].Type))
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i)
		if t := f.Type().String(); strings.HasPrefix(strings.TrimPrefix(t, "*"), "sync.") || speaks(f.Name(), lockWords) {
			return true
		}
	}
	return false
}
