package analyzer

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path"
	"slices"
	"strings"
)

// finding reports whether s leaves a broken output file behind when the
// program fails half way.
func (s *summaries) finding(k sink) bool {
	if k.kind == wholeFile {
		return !s.emptyData(k.data) && !s.origin(k).harmless()
	}
	return slices.ContainsFunc(s.flow.flagChoices(k), func(flags openFlags) bool { return s.findingWith(k, flags) })
}

// findingWith is like finding for a sink that opens a file with flags.
func (s *summaries) findingWith(k sink, flags openFlags) bool {
	if flags&(flagCreate|flagTrunc) == 0 || flags&flagAppend != 0 && !s.appendsToNothing(k, flags) {
		return false
	}
	ft := s.fate(k)
	if _, ok := s.opener(k); ok && !ft.filled {
		return false // for its callers to judge
	}
	switch {
	case ft.stream, ft.mapped, !ft.filled && !ft.kept:
		return false
	case k.kind == openNumber && !ft.filled:
		return false
	case flags&flagTrunc == 0 && (ft.random || ft.stored || flags&flagUnknown != 0):
		return false // written in place, on purpose
	case s.growing(k, ft), s.endless(k):
		return false
	}
	return !s.origin(k).harmless() && !s.paths.publishedFile(k.cursor)
}

// appendsToNothing reports whether k appends to a file that it has truncated.
// Where the flags vary, it is one or the other.
func (s *summaries) appendsToNothing(k sink, flags openFlags) bool {
	return flags.has(flagTrunc) && k.flag != nil && s.flow.constant(k.flag) != nil
}

// opener returns the parameter that holds the path of k if the function around
// k is os.Create by another name: exported, it returns the file as *os.File.
// What becomes of the file is then known only where that function is called.
func (s *summaries) opener(k sink) (paramRef, bool) {
	fn := s.flow.enclosing(k.cursor)
	if fn == nil || k.kind != openHandle || !s.flow.importable() {
		return paramRef{}, false
	}
	obj, ok := fn.obj.(*types.Func)
	if !ok || !obj.Exported() || fn.sig.Results().Len() == 0 || !isFile(fn.sig.Results().At(0).Type()) {
		return paramRef{}, false
	}
	ref, ok := s.flow.param[s.flow.objectOf(s.original(k.path))]
	return ref, ok && ref.fn == fn
}

// original returns what the path e is another spelling of.
func (s *summaries) original(e ast.Expr) ast.Expr {
	for range maxDepth {
		e = s.paths.expand(e)
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			break
		}
		if fn := s.flow.callee(call); fn != nil && sameFile[fn.FullName()] {
			e = call.Args[0]
			continue
		}
		if fn := s.flow.local(call); fn == nil || !s.respells(fn) {
			break
		}
		e = call.Args[0]
	}
	return e
}

// respells reports whether fn returns its only argument, as functions do that
// have more to do on another system.
func (s *summaries) respells(fn *function) bool {
	if fn.sig.Params().Len() != 1 || fn.sig.Results().Len() != 1 || len(fn.returns) == 0 {
		return false
	}
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		if len(results) != 1 || s.flow.objectOf(results[0]) != fn.sig.Params().At(0) {
			return false
		}
	}
	return true
}

// origin returns the worst origin of the path of k.
func (s *summaries) origin(k sink) origin {
	o := s.paths.of(site{expr: k.path, at: k.cursor})
	if recv := receiver(k.call); recv != nil && k.fn.Signature().Recv() != nil && !o.harmless() {
		if dir := s.paths.of(site{expr: recv, at: k.cursor}); dir.harmless() {
			return dir
		}
	}
	return o
}

// emptyData reports whether e is content of no bytes: a marker file.
func (s *summaries) emptyData(e ast.Expr) bool {
	if e == nil {
		return false
	}
	e = ast.Unparen(s.paths.expand(e))
	if tv := s.flow.info.Types[e]; tv.IsNil() || tv.Value != nil && tv.Value.Kind() == constant.String && constant.StringVal(tv.Value) == "" {
		return true
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	case *ast.CallExpr: // []byte("")
		return len(e.Args) == 1 && s.flow.info.Types[e.Fun].IsType() && s.emptyData(e.Args[0])
	}
	return false
}

// growing reports whether k opens a log, or claims a lock, going by the names
// that lead to its path.
func (s *summaries) growing(k sink, ft fate) bool {
	switch path.Ext(strings.ToLower(s.paths.tail(k.path))) {
	case ".log", ".lock", ".lck":
		return true
	}
	if ft.stored && s.named(k, logWords...) || speaks(pathName(k.path), logWords) {
		return true
	}
	return s.flow.openFlags(k).has(flagExcl) && s.named(k, "lock", "lockfile", "lck", "pidfile")
}

// pathName returns the name of the variable that e is, if it is one.
func pathName(e ast.Expr) string {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// named reports whether one of the words occurs in the names that lead to the
// path of k: in the path itself, the function around k, and what the callers
// of that function pass for the path.
func (s *summaries) named(k sink, wanted ...string) bool {
	exprs := []ast.Expr{k.path, s.paths.expand(k.path)}
	if fn := s.flow.enclosing(k.cursor); fn != nil {
		if fn.obj != nil && speaks(fn.obj.Name(), wanted) {
			return true
		}
		if ref, ok := s.flow.param[s.flow.objectOf(k.path)]; ok {
			for _, arg := range s.flow.arguments(ref) {
				exprs = append(exprs, arg.expr, s.paths.expand(arg.expr))
			}
		}
	}
	for _, e := range exprs {
		for id := range identifiers(e) {
			if speaks(id.Name, wanted) {
				return true
			}
		}
	}
	return false
}

// speaks reports whether name holds one of the words.
func speaks(name string, wanted []string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return slices.Contains(wanted, w) })
}
