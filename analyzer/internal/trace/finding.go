package trace

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Finding reports whether s leaves a broken output file behind when the
// program fails half way.
func (s *Summaries) Finding(k Sink) bool {
	if k.Kind == knowledge.WholeFile {
		return !s.EmptyData(k.Data) && !s.EmptyData(s.setBefore(k)) && !s.origin(k).harmless()
	}
	return slices.ContainsFunc(FlagChoices(s.Flow, k), func(flags OpenFlags) bool { return s.findingWith(k, flags) })
}

// findingWith is like finding for a sink that opens a file with flags.
func (s *Summaries) findingWith(k Sink, flags OpenFlags) bool {
	if flags&(FlagCreate|FlagTrunc) == 0 || flags&FlagAppend != 0 && !s.appendsToNothing(k, flags) {
		return false
	}
	ft := s.fate(k)
	if _, ok := s.opener(k); ok && !ft.filled {
		return false // for its callers to judge
	}
	switch {
	case ft.stream, ft.mapped, !ft.filled && !ft.kept:
		return false
	case k.Kind == knowledge.OpenNumber && !ft.filled:
		return false
	case flags&FlagTrunc == 0 && (ft.random || ft.stored || flags&FlagUnknown != 0):
		return false // written in place, on purpose
	case s.growing(k, ft), s.endless(k), s.claimsRandomName(k, flags):
		return false
	}
	return !s.origin(k).harmless() && !s.Paths.publishedFile(k.Cursor)
}

// appendsToNothing reports whether k appends to a file that it has truncated.
// Where the flags vary, it is one or the other.
func (s *Summaries) appendsToNothing(k Sink, flags OpenFlags) bool {
	return flags.Has(FlagTrunc) && k.Flag != nil && s.Flow.Constant(k.Flag) != nil
}

// opener returns the parameter that holds the path of k if the function around
// k is os.Create by another name: exported, it returns the file as *os.File.
// What becomes of the file is then known only where that function is called.
func (s *Summaries) opener(k Sink) (flow.ParamRef, bool) {
	fn := s.Flow.Enclosing(k.Cursor)
	if fn == nil || k.Kind != knowledge.OpenHandle || !s.Flow.Importable() {
		return flow.ParamRef{}, false
	}
	obj, ok := fn.Obj.(*types.Func)
	if !ok || !obj.Exported() || fn.Sig.Results().Len() == 0 || !flow.IsFile(fn.Sig.Results().At(0).Type()) {
		return flow.ParamRef{}, false
	}
	ref, ok := s.Flow.Param[s.Flow.ObjectOf(s.original(k.Path))]
	return ref, ok
}

// original returns what the path e is another spelling of.
func (s *Summaries) original(e ast.Expr) ast.Expr {
	for range knowledge.MaxDepth {
		e = s.Paths.Expand(e)
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			break
		}
		if fn := s.Flow.Callee(call); fn != nil && knowledge.SameFile[fn.FullName()] {
			e = call.Args[0]
			continue
		}
		if fn := s.Flow.Local(call); fn == nil || !s.respells(fn) {
			break
		}
		e = call.Args[0]
	}
	return e
}

// respells reports whether fn returns its only argument, as functions do that
// have more to do on another system.
func (s *Summaries) respells(fn *flow.Function) bool {
	if fn.Sig.Params().Len() != 1 || fn.Sig.Results().Len() != 1 || len(fn.Returns) == 0 {
		return false
	}
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		if len(results) != 1 || s.Flow.ObjectOf(results[0]) != fn.Sig.Params().At(0) {
			return false
		}
	}
	return true
}

// origin returns the worst origin of the path of k.
func (s *Summaries) origin(k Sink) origin {
	o := s.Paths.Of(Site{Expr: k.Path, At: k.Cursor})
	if recv := Receiver(k.Call); recv != nil && k.Fn.Signature().Recv() != nil && !o.harmless() {
		if dir := s.Paths.Of(Site{Expr: recv, At: k.Cursor}); dir.harmless() {
			return dir
		}
	}
	return o
}

// EmptyData reports whether e is content of no bytes: a marker file.
func (s *Summaries) EmptyData(e ast.Expr) bool {
	if e == nil {
		return false
	}
	e = ast.Unparen(s.Paths.Expand(e))
	if tv := s.Flow.Info.Types[e]; tv.IsNil() || tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) == "" {
		return true
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	case *ast.CallExpr: // []byte("")
		return len(e.Args) == 1 && s.Flow.Info.Types[e.Fun].IsType() && s.EmptyData(e.Args[0])
	}
	return false
}

// setBefore returns what the local variable that k writes the content of is set
// to right before, or nil: a statement of the same list does that, and none in
// between mentions it.
func (s *Summaries) setBefore(k Sink) ast.Expr {
	v, ok := s.Flow.ObjectOf(k.Data).(*types.Var)
	if !ok || v.Kind() != types.LocalVar || s.Flow.Addr[v] {
		return nil
	}
	fn := flow.FunctionAround(k.Cursor)
	stmt, ok := flow.StatementAround(k.Cursor)
	if !ok || slices.ContainsFunc(s.Flow.Defs[v], func(d flow.Value) bool { return flow.FunctionAround(d.Cursor) != fn }) {
		return nil
	}
	_, i := stmt.ParentEdge()
	for _, before := range slices.Backward(flow.Statements(stmt.Parent().Node())[:i]) {
		if assign, ok := before.(*ast.AssignStmt); ok && len(assign.Lhs) == 1 && s.Flow.ObjectOf(assign.Lhs[0]) == v {
			return assign.Rhs[0]
		}
		if s.mentions(before, v) {
			return nil
		}
	}
	return nil
}

// mentions reports whether n mentions v.
func (s *Summaries) mentions(n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && s.Flow.Info.ObjectOf(id) == v
		return !found
	})
	return found
}

// growing reports whether k opens a log, or claims a lock, going by the names
// that lead to its path.
func (s *Summaries) growing(k Sink, ft fate) bool {
	if slices.Contains(knowledge.GrowingExtensions, s.extension(k.Path, 0)) {
		return true
	}
	if ft.stored && s.named(k, knowledge.LogWords...) || knowledge.Speaks(PathName(k.Path), knowledge.LogWords) {
		return true
	}
	return FlagsOf(s.Flow, k).Has(FlagExcl) && s.named(k, knowledge.LockFileWords...)
}

// extension returns what the name of the file at the path e ends in, from its last
// dot on, in lower case, if all the names that a variable may hold end so.
func (s *Summaries) extension(e ast.Expr, depth int) string {
	if depth > knowledge.MaxDepth {
		return ""
	}
	if tail := s.Paths.Tail(e); tail != "" {
		return path.Ext(strings.ToLower(tail))
	}
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && flow.CalleeName(call) == "Join" && len(call.Args) > 0 {
		return s.extension(call.Args[len(call.Args)-1], depth+1)
	}
	ext := ""
	for _, d := range s.Flow.Defs[s.Flow.ObjectOf(e)] {
		if s.EmptyData(d.Expr) {
			continue // no name
		}
		next := s.extension(d.Expr, depth+1)
		if next == "" || ext != "" && next != ext {
			return ""
		}
		ext = next
	}
	return ext
}

// PathName returns the name of the variable that e is, if it is one.
func PathName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// named reports whether one of the words occurs in the names that lead to the
// path of k: in the path itself and what its parts are set from, the function
// around k, and what the callers of that function pass for the path.
func (s *Summaries) named(k Sink, wanted ...string) bool {
	exprs := []ast.Expr{k.Path, s.Paths.Expand(k.Path)}
	if fn := s.Flow.Enclosing(k.Cursor); fn != nil {
		if fn.Obj != nil && knowledge.Speaks(fn.Obj.Name(), wanted) {
			return true
		}
		if ref, ok := s.Flow.Param[s.Flow.ObjectOf(k.Path)]; ok {
			for _, arg := range s.Flow.Arguments(ref) {
				exprs = append(exprs, arg.Expr, s.Paths.Expand(arg.Expr))
			}
		}
	}
	for _, e := range exprs {
		for id := range Identifiers(e) {
			if knowledge.Speaks(id.Name, wanted) || s.setFromNamed(id, wanted) {
				return true
			}
		}
	}
	return false
}

// setFromNamed reports whether all that id, a local variable, is set to comes from
// functions and variables that one of the words occurs in the names of.
func (s *Summaries) setFromNamed(id *ast.Ident, wanted []string) bool {
	v, ok := s.Flow.ObjectOf(id).(*types.Var)
	if !ok || v.Kind() != types.LocalVar || len(s.Flow.Defs[v]) == 0 {
		return false
	}
	return !slices.ContainsFunc(s.Flow.Defs[v], func(d flow.Value) bool {
		name := PathName(d.Expr)
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok {
			name = flow.CalleeName(call)
		}
		return !knowledge.Speaks(name, wanted)
	})
}
