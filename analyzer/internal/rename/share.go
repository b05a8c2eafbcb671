package rename

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// sharing judges whether two writers may fill the same temporary: its name is
// fixed, it may be there already, and nothing is seen that keeps others away.
func (j *judge) sharing(d *Draft) []flaw {
	switch d.Kind {
	case draftTemp:
		return nil
	case draftOpened:
		if d.flags&(trace.FlagExcl|trace.FlagUnknown) != 0 {
			return nil
		}
	case draftWritten:
		if !d.helper.Fixed {
			return nil
		}
	}
	if j.ownName(d.Path, 0) || j.givenName(d.Path) || j.callersName(d.Path) || j.locked(j.move.At, 0) {
		return nil
	}
	return []flaw{{SharedTemp, d.Call, false}}
}

// ownDrafts reports whether each writer may have a temporary of its own, so that
// several at a time succeed.
func (j *judge) ownDrafts() bool {
	return !slices.ContainsFunc(j.written, func(d *Draft) bool { return d.Kind != draftTemp && !j.ownName(d.Path, 0) })
}

// ownName reports whether the path e may differ from one writer to the next:
// it is made from something random, a time, a process number, or in a
// temporary directory of its own, or by a function that may do such a thing.
func (j *judge) ownName(e ast.Expr, depth int) bool {
	if depth > knowledge.MaxDepth {
		return true
	}
	e = ast.Unparen(e)
	if tv := j.Info.Types[e]; tv.Value != nil {
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
		if fn := j.Callee(e); fn != nil {
			name := fn.FullName()
			_, keeps := knowledge.KeepsPath[name]
			if keeps || strings.HasPrefix(name, "path/filepath.") || strings.HasPrefix(name, "path.") || name == "fmt.Sprintf" || name == "fmt.Sprint" {
				for _, arg := range e.Args {
					if j.ownName(arg, depth+1) {
						return true
					}
				}
				return false
			}
		}
		if tv := j.Info.Types[e.Fun]; tv.IsType() && len(e.Args) == 1 {
			return j.ownName(e.Args[0], depth+1)
		}
		return j.ownResult(e, depth)
	}
	return true
}

// ownResult is like ownName for what a call returns.
func (j *judge) ownResult(call *ast.CallExpr, depth int) bool {
	fn := j.Local(call)
	if fn == nil || len(fn.Returns) == 0 {
		return true
	}
	own := false
	for _, arg := range call.Args {
		own = own || flow.IsPath(j.Info.TypeOf(arg)) && j.ownName(arg, depth+1)
	}
	j.returned(fn, 0, func(e ast.Expr, _ inspector.Cursor) {
		own = own || j.ownName(e, depth+1)
	})
	return own
}

// givenName reports whether e is a parameter as it is, for which each caller
// chooses what to pass, and all those that are seen pass a name of their own.
func (j *judge) givenName(e ast.Expr) bool {
	ref, ok := j.Param[j.ObjectOf(e)]
	if !ok {
		return false
	}
	for _, arg := range j.Arguments(ref) {
		if !j.ownName(arg.Expr, 0) {
			return false
		}
	}
	return true
}

// ownVariable is like ownName for a variable or field.
func (j *judge) ownVariable(e ast.Expr, depth int) bool {
	obj, ok := j.ObjectOf(e).(*types.Var)
	if !ok {
		return false
	}
	if !flow.IsPath(obj.Type()) {
		return true // a number, or bytes
	}
	if _, isParam := j.Param[obj]; isParam || obj.Parent() == j.Pkg.Scope() {
		return false
	}
	if obj.IsField() {
		return slices.ContainsFunc(j.Defs[obj], func(d flow.Value) bool {
			return d.Index == flow.Whole && composed(d.Expr) && j.ownName(d.Expr, depth+1)
		})
	}
	for _, d := range j.Defs[obj] {
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok {
			// A destination may come from anywhere: what counts is what the
			// temporary's name adds to it.
			fn := j.Callee(call)
			switch {
			case j.isDst(obj):
				continue
			case fn != nil && !knowledge.TemporaryMakers[fn.FullName()] && j.deterministic(fn):
				if j.ownElement(fn, call, depth+1) {
					return true
				}
				continue
			}
		}
		if d.Index == flow.Element || j.ownName(d.Expr, depth+1) {
			return true
		}
	}
	return false
}

// ownElement is like ownName for the last element that a call of filepath.Join
// puts on a path, unless the destination has the same, and for a directory
// before it that was made for this writer.
func (j *judge) ownElement(fn *types.Func, call *ast.CallExpr, depth int) bool {
	if fn.FullName() != "path/filepath.Join" && fn.FullName() != "path.Join" || len(call.Args) == 0 {
		return false
	}
	last := call.Args[len(call.Args)-1]
	if slices.ContainsFunc(call.Args[:len(call.Args)-1], j.madeTemporary) {
		return true
	}
	if _, isCall := ast.Unparen(last).(*ast.CallExpr); !isCall && j.inDst(j.ObjectOf(last)) {
		return false
	}
	return j.ownName(last, depth)
}

// madeTemporary reports whether e is a variable that holds the path of a
// temporary which a function has made, as os.MkdirTemp does.
func (j *judge) madeTemporary(e ast.Expr) bool {
	return slices.ContainsFunc(j.Defs[j.ObjectOf(e)], func(d flow.Value) bool {
		call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
		if !ok {
			return false
		}
		fn := j.Callee(call)
		return fn != nil && knowledge.TemporaryMakers[fn.FullName()] && fn.FullName() != "os.TempDir"
	})
}

// inDst reports whether obj occurs in what the move moves to.
func (j *judge) inDst(obj types.Object) bool {
	for id := range trace.Identifiers(j.paths.Expand(j.move.Dst)) {
		if j.ObjectOf(id) == obj {
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
		return flow.CalleeName(e) == "Sprintf" || flow.CalleeName(e) == "Join"
	}
	return false
}

// isDst reports whether obj holds what the move moves to.
func (j *judge) isDst(obj types.Object) bool {
	return j.move.Dst != nil && j.ObjectOf(j.move.Dst) == obj
}

// deterministic reports whether fn computes a path from its arguments alone.
func (j *judge) deterministic(fn *types.Func) bool {
	switch fn.FullName() {
	case "os.UserHomeDir", "os.UserConfigDir", "os.UserCacheDir", "os.Getwd", "os.Executable", "os.Getenv", "os.LookupEnv":
		return true
	}
	return fn.Pkg().Path() == "path/filepath" || fn.Pkg().Path() == "path"
}

// callersName reports whether callers that this package does not show name
// the directory of d, and may so be the only writers there. A function whose
// destination is a parameter as it is writes whatever it is told to.
func (j *judge) callersName(e ast.Expr) bool {
	fn := j.Enclosing(j.move.At)
	if fn == nil || !j.Open(fn) {
		return false
	}
	if obj := j.ObjectOf(j.move.Dst); obj != nil {
		if _, isParam := j.Param[obj]; isParam {
			return false
		}
	}
	for _, e := range []ast.Expr{j.paths.Expand(e), j.paths.Expand(j.move.Dst)} {
		for id := range trace.Identifiers(e) {
			if ref, ok := j.Param[j.Info.Uses[id]]; ok && ref.Fn == fn {
				return true
			}
		}
	}
	return false
}

// locked reports whether the function around c, or each function that calls
// it, takes a lock, or belongs to a type that has one.
func (j *judge) locked(c inspector.Cursor, depth int) bool {
	decl, ok := flow.Declaration(c)
	if !ok || depth > knowledge.MaxCallers {
		return false
	}
	n := decl.Node().(*ast.FuncDecl)
	if knowledge.Speaks(n.Name.Name, knowledge.LockWords) || j.takesLock(n) || j.hasLock(n) {
		return true
	}
	fn := j.Funcs[n]
	if fn == nil {
		return false
	}
	called := false
	for _, call := range fn.Calls {
		if trace.SameFunction(call, c) {
			continue // it calls itself
		}
		if !j.ownGoroutine(call) && !j.locked(call, depth+1) {
			return false
		}
		called = true
	}
	return called
}

// ownGoroutine reports whether the call at c starts the goroutine of a value
// that its function has just made, so that one goroutine does the work for it.
func (j *judge) ownGoroutine(c inspector.Cursor) bool {
	if flow.ParentKind(c) != edge.GoStmt_Call {
		return false
	}
	x := trace.Receiver(c.Node().(*ast.CallExpr))
	if x == nil {
		return false
	}
	for _, d := range j.Defs[j.ObjectOf(x)] {
		e := ast.Unparen(d.Expr)
		if addr, ok := e.(*ast.UnaryExpr); ok {
			e = ast.Unparen(addr.X)
		}
		if _, ok := e.(*ast.CompositeLit); ok && trace.SameFunction(d.Cursor, c) {
			return true
		}
	}
	return false
}

// takesLock reports whether n calls a function that, by its name, locks.
func (j *judge) takesLock(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && knowledge.Speaks(flow.CalleeName(call), knowledge.LockWords) {
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
	st, ok := flow.StructOf(j.Info.TypeOf(n.Recv.List[0].Type))
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		f := st.Field(i)
		if t := f.Type().String(); strings.HasPrefix(strings.TrimPrefix(t, "*"), "sync.") || knowledge.Speaks(f.Name(), knowledge.LockWords) {
			return true
		}
	}
	return false
}
