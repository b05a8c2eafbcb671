package rename

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// traitOf returns what call does with its argument i.
func (p *Checker) traitOf(call *ast.CallExpr, i int) facts.Trait {
	if fn := p.Local(call); fn != nil {
		if n := fn.Sig.Params().Len(); n > 0 {
			return p.pathTrait(flow.ParamRef{Fn: fn, Index: min(i, n-1)})
		}
		return facts.Trait{}
	}
	fn := p.runs(call)
	if fn == nil || fn.Pkg() == nil {
		return facts.Trait{}
	}
	name := p.FullName(fn)
	if roles, ok := knowledge.Roles[name]; ok {
		durable := name == knowledge.DurableRename
		return facts.Trait{MoveTo: roles[i].MoveTo, Link: roles[i].Link, Syncs: durable, DirSynced: durable}
	}
	switch {
	case fn.Name() == "Chmod" && i == 0:
		return facts.Trait{Chmods: true}
	case fn.Name() == "Rename" && isFileSystem(p.Info, call) && i == renamedAt(p.Info, call):
		return facts.Trait{MoveTo: i + 2}
	}
	return p.importedTrait(fn, i)
}

// runs returns the function that call runs, which may be a method of an
// interface, or one that a variable holds.
func (p *Checker) runs(call *ast.CallExpr) *types.Func {
	if fn, ok := typeutil.Callee(p.Info, call).(*types.Func); ok {
		return fn.Origin()
	}
	return p.Runs(call)
}

// importedTrait returns what the Fact of another package says of fn.
func (p *Checker) importedTrait(fn *types.Func, i int) facts.Trait {
	if traits := importedTraits(p.sums, fn); len(traits) > 0 {
		return traits[min(i, len(traits)-1)]
	}
	return facts.Trait{}
}

// importedTraits returns what the Fact of another package says of the
// parameters of fn.
func importedTraits(s *trace.Summaries, fn *types.Func) []facts.Trait {
	if fn.Pkg() == s.Flow.Pkg {
		return nil
	}
	sum := s.Imported(fn.Pkg())
	if sum == nil {
		return nil
	}
	fs, _ := sum.Lookup(facts.Name(fn))
	return fs.Traits
}

// importedMade returns what the Fact of another package says of the file whose
// path is result i of call.
func (p *Checker) importedMade(call *ast.CallExpr, i int) facts.Trait {
	fn := p.Callee(call)
	if fn == nil || fn.Pkg() == p.Pkg {
		return facts.Trait{}
	}
	sum := p.sums.Imported(fn.Pkg())
	if sum == nil {
		return facts.Trait{}
	}
	if fs, _ := sum.Lookup(facts.Name(fn)); i < len(fs.Made) {
		return fs.Made[i]
	}
	return facts.Trait{}
}

func (p *Checker) fileTraitOf(u flow.Use) facts.Trait {
	if u.Fn == nil {
		return facts.Trait{}
	}
	return p.importedTrait(u.Fn, u.Index)
}

// isFileSystem reports whether call is a method of an interface that stands
// for a file system: one that can rename and create.
func isFileSystem(info *types.Info, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	t := info.TypeOf(sel.X)
	return t != nil && flow.IsInterface(t) && flow.Has(t, "Rename") && (flow.Has(t, "Create") || flow.Has(t, "OpenFile") || flow.Has(t, "WriteFile"))
}

// renamedAt returns which argument of call is the old path, of the last two
// paths beside each other, or -1. What stands before them is a context, say.
func renamedAt(info *types.Info, call *ast.CallExpr) int {
	for i := len(call.Args) - 2; i >= 0; i-- {
		if flow.IsPath(info.TypeOf(call.Args[i])) && flow.IsPath(info.TypeOf(call.Args[i+1])) {
			return i
		}
	}
	return -1
}

// fileSystemSink returns the sink that the call at c is if it creates a file
// in a file system that an interface stands for.
func fileSystemSink(info *types.Info, c inspector.Cursor) (trace.Sink, bool) {
	call := c.Node().(*ast.CallExpr)
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || !isFileSystem(info, call) {
		return trace.Sink{}, false
	}
	at := slices.IndexFunc(call.Args, func(arg ast.Expr) bool { return flow.IsPath(info.TypeOf(arg)) })
	if at < 0 {
		return trace.Sink{}, false
	}
	k := trace.Sink{Cursor: c, Call: call, Fn: fn.Origin(), Kind: knowledge.OpenHandle, Path: call.Args[at], Abstract: true}
	var next ast.Expr
	if at+1 < len(call.Args) {
		next = call.Args[at+1]
	}
	switch fn.Name() {
	case "Create":
		return k, true
	case "OpenFile":
		k.Flag = next
		return k, true
	case "WriteFile":
		k.Kind, k.Data = knowledge.WholeFile, next
		return k, true
	}
	return trace.Sink{}, false
}

// pathTrait returns what a function of this package does with a parameter.
func (p *Checker) pathTrait(ref flow.ParamRef) facts.Trait {
	if t, ok := p.traits[ref]; ok {
		return t
	}
	p.traits[ref] = facts.Trait{} // what a recursive call adds
	if d, ok := ref.Fn.Cursor.Node().(*ast.FuncDecl); ok && trace.DeclaresWriter(d.Doc) {
		return facts.Trait{}
	}
	param := ref.Fn.Sig.Params().At(ref.Index)
	var t facts.Trait
	switch {
	case flow.IsPath(param.Type()):
		t = p.tracePath(ref.Fn, param)
	case flow.IsFile(param.Type()):
		t = p.traceFile(param)
	}
	p.traits[ref] = t
	return t
}

// tracePath computes the trait of a parameter that holds a path.
func (p *Checker) tracePath(fn *flow.Function, param *types.Var) facts.Trait {
	var t facts.Trait
	p.sums.WalkParam(param, func(u flow.Use) bool {
		if u.Kind != flow.Argument {
			return false
		}
		inner := p.traitOf(u.Call, u.Index)
		if m, ok := trace.MoveBy(inner.Move(), u); ok && t.MoveTo == 0 && !p.paths.Backup(m) {
			t.MoveTo, t.Link = p.sums.MoveTarget(fn, m), inner.Link
			t.DirSynced = inner.DirSynced || (&judge{Checker: p, move: m}).syncsDirAfter()
		}
		t.Syncs = t.Syncs || inner.Syncs || syncs(flow.CalleeName(u.Call)) && !knowledge.Speaks(flow.CalleeName(u.Call), knowledge.DirWords)
		t.Syncs = t.Syncs || p.reopenedToSync(u)
		t.Chmods = t.Chmods || inner.Chmods
		if inner.Draft {
			t.AddDraft(inner)
		}
		if inner.Opens && p.returnsCall(fn, u.Call) {
			t.Opens, t.OpenSync, t.Fixed = true, inner.OpenSync, inner.Fixed
		}
		if k, ok := p.creator(u.At); ok && k.Path == u.Call.Args[u.Index] {
			p.traceDraft(&t, k, fn)
		}
		return u.Fn != nil && knowledge.SameFile[u.Fn.FullName()] && u.Fn.FullName() != "os.Open"
	})
	t.Unsynced = t.Unsynced && !t.Syncs
	return t
}

// reopenedToSync reports whether u is the path of a file that is opened to be
// flushed to the disk.
func (p *Checker) reopenedToSync(u flow.Use) bool {
	if u.Index != 0 || u.Fn == nil || u.Fn.FullName() != "os.Open" && u.Fn.FullName() != "os.OpenFile" {
		return false
	}
	h := &history{Checker: p}
	w := p.Walk(h.visit)
	w.Inside = true
	w.Result(u.At, 0)
	return len(h.syncs) > 0 && !h.filled()
}

// traceDraft adds to t that the file that k creates is filled.
func (p *Checker) traceDraft(t *facts.Trait, k trace.Sink, fn *flow.Function) {
	d := p.opened(k)
	if d == nil || d.appended() {
		return
	}
	for i := range d.handles {
		d.handles[i].inside = true
	}
	h := p.historyOf(d)
	if k.Kind == knowledge.OpenHandle && fn.Sig.Results().Len() > 0 && flow.IsFile(fn.Sig.Results().At(0).Type()) && !h.filled() {
		t.Opens = true
		t.OpenSync = d.flags&(trace.FlagSync|trace.FlagUnknown) != 0
		t.Fixed = t.Fixed || d.flags&(trace.FlagExcl|trace.FlagUnknown) == 0
		return
	}
	if inner, ok := p.draftTrait(d, h); ok {
		t.AddDraft(inner)
	}
}

// draftTrait returns what callers should know of d, if it is filled.
func (p *Checker) draftTrait(d *Draft, h *history) (facts.Trait, bool) {
	j := &judge{Checker: p}
	if !j.fills(d, h) {
		return facts.Trait{}, false
	}
	t := facts.Trait{Draft: true, Fixed: d.Kind != draftTemp && d.flags&trace.FlagExcl == 0}
	for _, f := range j.durability(d, h) {
		switch f.Kind {
		case NoSync:
			t.Unsynced = true
		case CloseIgnored:
			t.Unclosed = !f.Minor
		case WriteIgnored:
			t.WriteIgnored = true
		}
	}
	return t, true
}

// MadeBy returns, by result, the traits of the files whose paths fn returns,
// or nil if there are none.
func (p *Checker) MadeBy(fn *flow.Function) []facts.Trait {
	var made []facts.Trait
	for i := range fn.Sig.Results().Len() {
		if !flow.IsPath(fn.Sig.Results().At(i).Type()) {
			continue
		}
		r := &resolver{Checker: p, seen: make(map[any]bool)}
		p.returned(fn, i, func(e ast.Expr, ret inspector.Cursor) { r.path(e, ret, 0) })
		for _, d := range preferTemporary(r.found) {
			h := p.historyOf(d)
			t, ok := p.draftTrait(d, h)
			if !ok || d.appended() {
				continue
			}
			t.Private = p.staysPrivate(d, h)
			if made == nil {
				made = make([]facts.Trait, fn.Sig.Results().Len())
			}
			made[i].AddDraft(t)
			made[i].Private = made[i].Private || t.Private
		}
	}
	return made
}

// AddTo notes in results which of the files that fn returns have the mode 0600
// of os.CreateTemp.
func (p *Checker) AddTo(results []facts.Result, fn *flow.Function) {
	for i := range results {
		if !results[i].Temporary || !flow.IsFile(fn.Sig.Results().At(i).Type()) {
			continue
		}
		r := &resolver{Checker: p, seen: make(map[any]bool)}
		p.returned(fn, i, func(e ast.Expr, ret inspector.Cursor) { r.handle(e, ret, nil, 0) })
		results[i].Private = len(r.found) > 0 && !slices.ContainsFunc(r.found, func(d *Draft) bool {
			for i := range d.handles {
				d.handles[i].inside = true // what callers do is up to them
			}
			return !p.staysPrivate(d, p.historyOf(d))
		})
	}
}

// staysPrivate reports whether d has the mode 0600 of os.CreateTemp, and the
// function that makes it does not change that.
func (p *Checker) staysPrivate(d *Draft, h *history) bool {
	return d.private && len((&judge{Checker: p, move: trace.Move{At: d.Made}}).modeChanges(d, h)) == 0
}

// returnsCall reports whether fn returns what call returns.
func (p *Checker) returnsCall(fn *flow.Function, call *ast.CallExpr) bool {
	found := false
	p.returned(fn, 0, func(e ast.Expr, _ inspector.Cursor) { found = found || ast.Unparen(e) == call })
	return found
}

// traceFile computes the trait of a parameter that holds an open file.
func (p *Checker) traceFile(param *types.Var) facts.Trait {
	h := &history{Checker: p}
	w := p.Walk(h.visit)
	w.Inside = true
	w.Object(param)
	return facts.Trait{Syncs: len(h.syncs) > 0, Chmods: len(h.chmods) > 0, Closes: len(h.closes) > 0}
}

// TraitsOf returns the traits of all parameters of fn, or nil if there is
// nothing to tell.
func (p *Checker) TraitsOf(fn *flow.Function) []facts.Trait {
	var traits []facts.Trait
	for i := range fn.Sig.Params().Len() {
		if t := p.pathTrait(flow.ParamRef{Fn: fn, Index: i}); t != (facts.Trait{}) {
			if traits == nil {
				traits = make([]facts.Trait, fn.Sig.Params().Len())
			}
			traits[i] = t
		}
	}
	return traits
}
