package trace

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// Solve computes the summaries of all functions of the package to a fixed
// point: whenever that of a function changes, those of its callers are
// computed again.
func (s *Summaries) Solve(compute func(*flow.Function) []facts.Param) {
	// A summary gains facts, but for a move that turns out to be a backup once
	// more is known. The bound keeps such a case from going round for ever.
	const maxRounds = 8
	rounds := make(map[*flow.Function]int)
	queue := slices.Clone(s.Flow.Order)
	for len(queue) > 0 {
		fn := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		next := compute(fn)
		if slices.Equal(next, s.local[fn]) || rounds[fn] == maxRounds {
			continue
		}
		rounds[fn]++
		s.local[fn] = next
		for _, call := range fn.Calls {
			if caller := s.Flow.Enclosing(call); caller != nil {
				queue = append(queue, caller)
			}
		}
		s.Paths.forget()
	}
}

// walk is like that of flow, with the summaries at hand.
func (s *Summaries) walk(visit func(flow.Use) bool) *flow.Walker {
	w := s.Flow.Walk(visit)
	w.Role = func(call *ast.CallExpr, i int) facts.Param { return s.Role(s.Flow, call, i) }
	return w
}

// summarizeParams summarizes what fn does with its parameters, but for the
// files that it creates.
func (s *Summaries) summarizeParams(fn *flow.Function) []facts.Param {
	sums := make([]facts.Param, fn.Sig.Params().Len())
	for i := range sums {
		param := fn.Sig.Params().At(i)
		switch t := param.Type(); {
		case flow.IsPath(t):
			sums[i] = s.pathParam(fn, param)
		case CanWrite(t), flow.NamesDescriptor(param):
			sums[i] = s.fileParam(param)
		default:
			_, basic := t.Underlying().(*types.Basic)
			sums[i].Leaves = !basic // not summarized, so look inside
		}
	}
	return sums
}

// SummarizeFiles adds to the summaries of fn which paths it creates a file at.
func (s *Summaries) SummarizeFiles(fn *flow.Function) []facts.Param {
	sums := slices.Clone(s.local[fn])
	if d, ok := fn.Cursor.Node().(*ast.FuncDecl); ok && DeclaresWriter(d.Doc) {
		return sums // atomic, it says
	}
	for i := range sums {
		if param := fn.Sig.Params().At(i); flow.IsPath(param.Type()) {
			s.addCreated(fn, param, &sums[i])
		}
	}
	return sums
}

// pathParam summarizes what fn does with the path that param holds.
func (s *Summaries) pathParam(fn *flow.Function, param *types.Var) facts.Param {
	var sum facts.Param
	s.WalkParam(param, func(u flow.Use) bool {
		if u.Kind != flow.Argument {
			sum.Leaves = sum.Leaves || u.Kind != flow.Derived && u.Kind != flow.Method
			return false
		}
		role := s.Role(s.Flow, u.Call, u.Index)
		if m, ok := MoveBy(role, u); ok && sum.MoveTo == 0 && !s.Paths.Backup(m) {
			sum.MoveTo, sum.Link = s.MoveTarget(fn, m), role.Link
		}
		sum.Removed = sum.Removed || role.Removed && s.Flow.Follows(u.At, flow.BodyOf(fn.Cursor))
		sum.Leaves = sum.Leaves || role.Leaves
		return u.Fn != nil && knowledge.SameFile[s.Flow.FullName(u.Fn)]
	})
	return sum
}

// MoveTarget returns what MoveTo says of a move to m.dst in fn.
func (s *Summaries) MoveTarget(fn *flow.Function, m Move) int {
	if m.Dst != nil {
		if ref, ok := s.Flow.Param[s.Flow.ObjectOf(s.Paths.Expand(m.Dst))]; ok && ref.Fn == fn {
			return 1 + ref.Index
		}
	}
	return 1 + fn.Sig.Params().Len() // nowhere in particular
}

// addCreated notes whether fn creates a file at the path that param holds.
func (s *Summaries) addCreated(fn *flow.Function, param *types.Var, sum *facts.Param) {
	s.WalkParam(param, func(u flow.Use) bool {
		if u.Kind != flow.Argument {
			return false
		}
		if created, flag := s.creates(u, fn); created {
			if sum.Created && sum.ByFlag != flag {
				flag = 0
			}
			sum.Created, sum.ByFlag = true, flag
		}
		opened, flag := s.opens(u, fn)
		sum.Opened, sum.Flag = sum.Opened || opened, max(sum.Flag, flag)
		return u.Fn != nil && knowledge.SameFile[s.Flow.FullName(u.Fn)]
	})
}

// WalkParam follows the path that param holds through its function.
func (s *Summaries) WalkParam(param *types.Var, visit func(flow.Use) bool) {
	var w *flow.Walker
	w = s.walk(func(u flow.Use) bool {
		if u.Kind == flow.Argument {
			if fn := s.Flow.Local(u.Call); fn != nil && s.respells(fn) {
				w.Result(u.At, 0)
				return false
			}
		}
		return visit(u)
	})
	w.Inside, w.Exact = true, true
	w.Object(param)
}

// creates reports whether u is the path of a sink that is a finding, or of a
// function that creates a file there; and one more than the index of the
// parameter of fn, if there is one, with the flags that decide.
func (s *Summaries) creates(u flow.Use, fn *flow.Function) (created bool, flag int) {
	if k, ok := s.Sink(u.At); ok && k.Path == u.Call.Args[u.Index] && s.Finding(k) {
		return true, s.flagParam(k.Flag, fn)
	}
	role := s.Role(s.Flow, u.Call, u.Index)
	if role.Created && 0 < role.ByFlag && role.ByFlag <= len(u.Call.Args) {
		flag = s.flagParam(u.Call.Args[role.ByFlag-1], fn)
	}
	return flag > 0 || s.createdBy(u.Call, role), flag
}

// createdBy reports whether call creates a file at the path of which role
// tells, as far as its flags are known.
func (s *Summaries) createdBy(call *ast.CallExpr, role facts.Param) bool {
	fn := s.Flow.Callee(call)
	if fn == nil || role.ByFlag == 0 || role.ByFlag > len(call.Args) {
		return role.Created
	}
	flags := FlagsOf(s.Flow, Sink{Fn: fn, Flag: call.Args[role.ByFlag-1]})
	return role.Created && flags&(FlagCreate|FlagTrunc) != 0 && flags&FlagAppend == 0
}

// flagParam returns one more than the index of the parameter of fn that e is,
// or 0.
func (s *Summaries) flagParam(e ast.Expr, fn *flow.Function) int {
	if e == nil {
		return 0
	}
	obj := s.Flow.ObjectOf(e)
	if ref, ok := s.Flow.Param[obj]; ok && ref.Fn == fn && len(s.Flow.Defs[obj]) == 0 {
		return 1 + ref.Index
	}
	return 0
}

// opens reports whether u is the path of a sink whose file fn returns: one that
// truncates the file, or one with the flags that a parameter of fn holds, of
// which it returns one more than the index.
func (s *Summaries) opens(u flow.Use, fn *flow.Function) (truncated bool, flag int) {
	k, ok := s.Sink(u.At)
	if !ok || k.Path != u.Call.Args[u.Index] {
		return false, 0
	}
	if ref, ok := s.opener(k); !ok || ref.Fn != fn || s.fate(k).filled {
		return false, 0
	}
	if flag := s.flagParam(k.Flag, fn); flag > 0 {
		return false, flag
	}
	flags := FlagsOf(s.Flow, k)
	return flags&(FlagAppend|FlagTrunc) == FlagTrunc, 0
}

// fileParam summarizes what happens to the file or writer that param holds.
func (s *Summaries) fileParam(param *types.Var) facts.Param {
	var ft fate
	leaves := false
	visit := ft.visitor(s)
	w := s.walk(func(u flow.Use) bool {
		switch u.Kind {
		case flow.Argument:
			leaves = leaves || s.Role(s.Flow, u.Call, u.Index).Leaves
		case flow.Store, flow.Result, flow.Lost:
			leaves = true
		}
		return visit(u)
	})
	w.Inside = true
	w.Object(param)
	return facts.Param{
		Filled: ft.filled, Stream: ft.stream, Random: ft.random, Mapped: ft.mapped,
		Kept: ft.kept, Known: true, Leaves: leaves,
	}
}

// Results summarizes where the results of fn come from.
func (s *Summaries) Results(fn *flow.Function) []facts.Result {
	n := fn.Sig.Results().Len()
	var sums []facts.Result
	for i := range n {
		t := fn.Sig.Results().At(i).Type()
		if !flow.IsPath(t) && !flow.IsFile(t) {
			continue
		}
		if sums == nil {
			sums = make([]facts.Result, n)
			for j := range sums {
				sums[j].Param = -1
			}
		}
		sums[i] = s.resultOf(fn, i)
	}
	return sums
}

func (s *Summaries) resultOf(fn *flow.Function, i int) facts.Result {
	sum := facts.Result{Param: -1}
	o := unset
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		if i >= len(results) {
			return sum
		}
		if o <= Temporary { // else nothing makes it that again
			o = worse(o, s.Paths.Of(Site{Expr: results[i], At: ret}))
		}
		if ref, ok := s.Flow.Param[s.Flow.ObjectOf(s.Paths.base(results[i]))]; ok && ref.Fn == fn {
			sum.Param = ref.Index
		}
	}
	sum.Temporary = o == Temporary
	return sum
}

// CanWrite reports whether t is *os.File or an interface with a Write method.
func CanWrite(t types.Type) bool {
	if flow.IsFile(t) {
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
