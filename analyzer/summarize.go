package analyzer

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// solve computes the summaries of all functions of the package to a fixed
// point: whenever that of a function changes, those of its callers are
// computed again.
func (s *summaries) solve(compute func(*function) []paramSummary) {
	// A summary gains facts, but for a move that turns out to be a backup once
	// more is known. The bound keeps such a case from going round for ever.
	const maxRounds = 8
	rounds := make(map[*function]int)
	queue := slices.Clone(s.flow.order)
	for len(queue) > 0 {
		fn := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		next := compute(fn)
		if slices.Equal(next, s.local[fn]) || rounds[fn] == maxRounds {
			continue
		}
		rounds[fn]++
		s.local[fn] = next
		for _, call := range fn.calls {
			if caller := s.flow.enclosing(call); caller != nil {
				queue = append(queue, caller)
			}
		}
		s.paths.forget()
	}
}

// walk is like that of flow, with the summaries at hand.
func (s *summaries) walk(visit func(use) bool) *walker {
	w := s.flow.walk(visit)
	w.role = func(call *ast.CallExpr, i int) paramSummary { return s.role(s.flow, call, i) }
	return w
}

// summarizeParams summarizes what fn does with its parameters, but for the
// files that it creates.
func (s *summaries) summarizeParams(fn *function) []paramSummary {
	sums := make([]paramSummary, fn.sig.Params().Len())
	for i := range sums {
		param := fn.sig.Params().At(i)
		switch t := param.Type(); {
		case isPath(t):
			sums[i] = s.pathParam(fn, param)
		case canWrite(t), namesDescriptor(param):
			sums[i] = s.fileParam(param)
		default:
			_, basic := t.Underlying().(*types.Basic)
			sums[i].leaves = !basic // not summarized, so look inside
		}
	}
	return sums
}

// summarizeFiles adds to the summaries of fn which paths it creates a file at.
func (s *summaries) summarizeFiles(fn *function) []paramSummary {
	sums := slices.Clone(s.local[fn])
	if d, ok := fn.cursor.Node().(*ast.FuncDecl); ok && declaresWriter(d.Doc) {
		return sums // atomic, it says
	}
	for i := range sums {
		if param := fn.sig.Params().At(i); isPath(param.Type()) {
			s.addCreated(fn, param, &sums[i])
		}
	}
	return sums
}

// pathParam summarizes what fn does with the path that param holds.
func (s *summaries) pathParam(fn *function, param *types.Var) paramSummary {
	var sum paramSummary
	s.walkParam(param, func(u use) bool {
		if u.kind != argument {
			sum.leaves = sum.leaves || u.kind != derived && u.kind != method
			return false
		}
		role := s.role(s.flow, u.call, u.index)
		if m, ok := moveBy(role, u); ok && sum.MoveTo == 0 && !s.paths.backup(m) {
			sum.MoveTo, sum.Link = s.moveTarget(fn, m), role.Link
		}
		sum.Removed = sum.Removed || role.Removed && follows(u.at, bodyOf(fn.cursor))
		sum.leaves = sum.leaves || role.leaves
		return u.fn != nil && sameFile[u.fn.FullName()]
	})
	return sum
}

// moveTarget returns what MoveTo says of a move to m.dst in fn.
func (s *summaries) moveTarget(fn *function, m move) int {
	if m.dst != nil {
		if ref, ok := s.flow.param[s.flow.objectOf(s.paths.expand(m.dst))]; ok && ref.fn == fn {
			return 1 + ref.index
		}
	}
	return 1 + fn.sig.Params().Len() // nowhere in particular
}

// addCreated notes whether fn creates a file at the path that param holds.
func (s *summaries) addCreated(fn *function, param *types.Var, sum *paramSummary) {
	s.walkParam(param, func(u use) bool {
		if u.kind != argument {
			return false
		}
		sum.Created = sum.Created || s.role(s.flow, u.call, u.index).Created || s.createsInPlace(u)
		opened, flag := s.opens(u, fn)
		sum.Opened, sum.Flag = sum.Opened || opened, max(sum.Flag, flag)
		return u.fn != nil && sameFile[u.fn.FullName()]
	})
}

// walkParam follows the path that param holds through its function.
func (s *summaries) walkParam(param *types.Var, visit func(use) bool) {
	var w *walker
	w = s.walk(func(u use) bool {
		if u.kind == argument {
			if fn := s.flow.local(u.call); fn != nil && s.respells(fn) {
				w.result(u.at, 0)
				return false
			}
		}
		return visit(u)
	})
	w.inside, w.exact = true, true
	w.object(param)
}

// bodyOf returns the body of the function at c.
func bodyOf(c inspector.Cursor) inspector.Cursor {
	if _, ok := c.Node().(*ast.FuncLit); ok {
		return c.ChildAt(edge.FuncLit_Body, -1)
	}
	return c.ChildAt(edge.FuncDecl_Body, -1)
}

// createsInPlace reports whether u is the path of a sink that is a finding.
func (s *summaries) createsInPlace(u use) bool {
	k, ok := sinkOf(s.flow.info, u.at, s.extra)
	return ok && k.path == u.call.Args[u.index] && s.finding(k)
}

// opens reports whether u is the path of a sink whose file fn returns: one that
// truncates the file, or one with the flags that a parameter of fn holds, of
// which it returns one more than the index.
func (s *summaries) opens(u use, fn *function) (truncated bool, flag int) {
	k, ok := sinkOf(s.flow.info, u.at, s.extra)
	if !ok || k.path != u.call.Args[u.index] {
		return false, 0
	}
	if ref, ok := s.opener(k); !ok || ref.fn != fn || s.fate(k).filled {
		return false, 0
	}
	if k.flag != nil {
		if ref, ok := s.flow.param[s.flow.objectOf(k.flag)]; ok && ref.fn == fn && len(s.flow.defs[s.flow.objectOf(k.flag)]) == 0 {
			return false, 1 + ref.index
		}
	}
	flags := s.flow.openFlags(k)
	return flags&(flagAppend|flagTrunc) == flagTrunc, 0
}

// fileParam summarizes what happens to the file or writer that param holds.
func (s *summaries) fileParam(param *types.Var) paramSummary {
	var ft fate
	leaves := false
	visit := ft.visitor(s)
	w := s.walk(func(u use) bool {
		switch u.kind {
		case argument:
			leaves = leaves || s.role(s.flow, u.call, u.index).leaves
		case store, result, lost:
			leaves = true
		}
		return visit(u)
	})
	w.inside = true
	w.object(param)
	return paramSummary{
		Filled: ft.filled, Stream: ft.stream, Random: ft.random, Mapped: ft.mapped,
		Kept: ft.kept, Known: true, leaves: leaves,
	}
}

// results summarizes where the results of fn come from.
func (s *summaries) results(fn *function) []resultSummary {
	n := fn.sig.Results().Len()
	var sums []resultSummary
	for i := range n {
		t := fn.sig.Results().At(i).Type()
		if !isPath(t) && !isFile(t) {
			continue
		}
		if sums == nil {
			sums = make([]resultSummary, n)
			for j := range sums {
				sums[j].Param = -1
			}
		}
		sums[i] = s.resultOf(fn, i)
	}
	return sums
}

func (s *summaries) resultOf(fn *function, i int) resultSummary {
	sum := resultSummary{Param: -1}
	o := unset
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		if i >= len(results) {
			return sum
		}
		if o <= temporary { // else nothing makes it that again
			o = worse(o, s.paths.of(site{expr: results[i], at: ret}))
		}
		if ref, ok := s.flow.param[s.flow.objectOf(s.paths.base(results[i]))]; ok && ref.fn == fn {
			sum.Param = ref.index
		}
	}
	sum.Temporary = o == temporary
	return sum
}

// isPath reports whether a value of type t can hold a path.
func isPath(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// namesDescriptor reports whether param is the number of an open file.
func namesDescriptor(param *types.Var) bool {
	b, ok := param.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	return b.Kind() == types.Uintptr || speaks(param.Name(), []string{"fd"})
}

// isFile reports whether t is *os.File.
func isFile(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "File" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "os"
}

// canWrite reports whether t is *os.File or an interface with a Write method.
func canWrite(t types.Type) bool {
	if isFile(t) {
		return true
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for i := range iface.NumMethods() {
		if iface.Method(i).Name() == "Write" {
			return true
		}
	}
	return false
}
