package analyzer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A paramTrait tells what a function does with one of its parameters that
// matters when a file is written under one name and renamed to another.
type paramTrait struct {
	MoveTo    int  // path: as in paramSummary, in file systems other than the system's, too
	Link      bool // path: with MoveTo, it keeps its old name as well
	DirSynced bool // path: with MoveTo, the directory is flushed to the disk afterwards

	Opens    bool // path: a file is created there, and is result 0
	OpenSync bool // path: with Opens, each write to it waits for the disk, or may do so

	Draft        bool // path: a file is created there and filled
	Unsynced     bool // path: with Draft, it is not flushed to the disk
	Unclosed     bool // path: with Draft, an error of closing it is dropped
	WriteIgnored bool // path: with Draft, an error of writing it is dropped
	Fixed        bool // path: with Draft or Opens, it may have been there before

	Private bool // result: the file has the mode 0600 of os.CreateTemp

	Syncs  bool // path or file: it is flushed to the disk
	Chmods bool // path or file: it is given a mode
	Closes bool // file: it is closed
}

// move returns the part of t that tells of a move.
func (t paramTrait) move() paramSummary { return paramSummary{MoveTo: t.MoveTo, Link: t.Link} }

// traitOf returns what call does with its argument i.
func (p *protocol) traitOf(call *ast.CallExpr, i int) paramTrait {
	if fn := p.local(call); fn != nil {
		if n := fn.sig.Params().Len(); n > 0 {
			return p.pathTrait(paramRef{fn: fn, index: min(i, n-1)})
		}
		return paramTrait{}
	}
	fn, ok := typeutil.Callee(p.info, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return paramTrait{}
	}
	fn = fn.Origin()
	name := fn.FullName()
	if roles, ok := knownRoles[name]; ok {
		return paramTrait{MoveTo: roles[i].MoveTo, Link: roles[i].Link}
	}
	switch {
	case fn.Name() == "Chmod" && i == 0:
		return paramTrait{Chmods: true}
	case fn.Name() == "Rename" && i == 0 && isFileSystem(p.info, call):
		return paramTrait{MoveTo: 2}
	}
	return p.importedTrait(fn, i)
}

// importedTrait returns what the Fact of another package says of fn.
func (p *protocol) importedTrait(fn *types.Func, i int) paramTrait {
	if traits := importedTraits(p.sums, fn); len(traits) > 0 {
		return traits[min(i, len(traits)-1)]
	}
	return paramTrait{}
}

// importedTraits returns what the Fact of another package says of the
// parameters of fn.
func importedTraits(s *summaries, fn *types.Func) []paramTrait {
	if fn.Pkg() == s.flow.pkg {
		return nil
	}
	sum := s.imported(fn.Pkg())
	if sum == nil {
		return nil
	}
	fs, _ := sum.lookup(summaryName(fn))
	return fs.Traits
}

// importedMade returns what the Fact of another package says of the file whose
// path is result i of call.
func (p *protocol) importedMade(call *ast.CallExpr, i int) paramTrait {
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == p.pkg {
		return paramTrait{}
	}
	sum := p.sums.imported(fn.Pkg())
	if sum == nil {
		return paramTrait{}
	}
	if fs, _ := sum.lookup(summaryName(fn)); i < len(fs.Made) {
		return fs.Made[i]
	}
	return paramTrait{}
}

func (p *protocol) fileTraitOf(u use) paramTrait {
	if u.fn == nil || u.fn.Pkg() == nil {
		return paramTrait{}
	}
	return p.importedTrait(u.fn, u.index)
}

// isFileSystem reports whether call is a method of an interface that stands
// for a file system: one that can rename and create.
func isFileSystem(info *types.Info, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	t := info.TypeOf(sel.X)
	return t != nil && isInterface(t) && has(t, "Rename") && (has(t, "Create") || has(t, "OpenFile") || has(t, "WriteFile"))
}

// fileSystemSink returns the sink that the call at c is if it creates a file
// in a file system that an interface stands for.
func fileSystemSink(info *types.Info, c inspector.Cursor) (sink, bool) {
	call := c.Node().(*ast.CallExpr)
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || len(call.Args) == 0 || !isPath(info.TypeOf(call.Args[0])) || !isFileSystem(info, call) {
		return sink{}, false
	}
	k := sink{cursor: c, call: call, fn: fn.Origin(), kind: openHandle, path: call.Args[0], abstract: true}
	switch fn.Name() {
	case "Create":
		return k, true
	case "OpenFile":
		if len(call.Args) > 1 {
			k.flag = call.Args[1]
		}
		return k, true
	case "WriteFile":
		k.kind = wholeFile
		if len(call.Args) > 1 {
			k.data = call.Args[1]
		}
		return k, true
	}
	return sink{}, false
}

// pathTrait returns what a function of this package does with a parameter.
func (p *protocol) pathTrait(ref paramRef) paramTrait {
	if t, ok := p.traits[ref]; ok {
		return t
	}
	p.traits[ref] = paramTrait{} // what a recursive call adds
	if d, ok := ref.fn.cursor.Node().(*ast.FuncDecl); ok && declaresWriter(d.Doc) {
		return paramTrait{}
	}
	param := ref.fn.sig.Params().At(ref.index)
	var t paramTrait
	switch {
	case isPath(param.Type()):
		t = p.tracePath(ref.fn, param)
	case isFile(param.Type()):
		t = p.traceFile(param)
	}
	p.traits[ref] = t
	return t
}

// tracePath computes the trait of a parameter that holds a path.
func (p *protocol) tracePath(fn *function, param *types.Var) paramTrait {
	var t paramTrait
	p.sums.walkParam(param, func(u use) bool {
		if u.kind != argument {
			return false
		}
		inner := p.traitOf(u.call, u.index)
		if m, ok := moveBy(inner.move(), u); ok && t.MoveTo == 0 && !p.paths.backup(m) {
			t.MoveTo, t.Link = p.sums.moveTarget(fn, m), inner.Link
			t.DirSynced = inner.DirSynced || (&judge{protocol: p, move: m}).syncsDirAfter()
		}
		t.Syncs = t.Syncs || inner.Syncs || syncs(calleeName(u.call)) && !speaks(calleeName(u.call), dirWords)
		t.Syncs = t.Syncs || p.reopenedToSync(u)
		t.Chmods = t.Chmods || inner.Chmods
		if inner.Draft {
			t.addDraft(inner)
		}
		if inner.Opens && p.returnsCall(fn, u.call) {
			t.Opens, t.OpenSync, t.Fixed = true, inner.OpenSync, inner.Fixed
		}
		if k, ok := p.creator(u.at); ok && k.path == u.call.Args[u.index] {
			p.traceDraft(&t, k, fn)
		}
		return u.fn != nil && sameFile[u.fn.FullName()] && u.fn.FullName() != "os.Open"
	})
	t.Unsynced = t.Unsynced && !t.Syncs
	return t
}

// reopenedToSync reports whether u is the path of a file that is opened to be
// flushed to the disk.
func (p *protocol) reopenedToSync(u use) bool {
	if u.index != 0 || u.fn == nil || u.fn.FullName() != "os.Open" && u.fn.FullName() != "os.OpenFile" {
		return false
	}
	h := &history{protocol: p}
	w := p.walk(h.visit)
	w.inside = true
	w.result(u.at, 0)
	return len(h.syncs) > 0 && !h.filled()
}

// traceDraft adds to t that the file that k creates is filled.
func (p *protocol) traceDraft(t *paramTrait, k sink, fn *function) {
	d := p.opened(k)
	if d == nil {
		return
	}
	for i := range d.handles {
		d.handles[i].inside = true
	}
	h := p.historyOf(d)
	if k.kind == openHandle && fn.sig.Results().Len() > 0 && isFile(fn.sig.Results().At(0).Type()) && !h.filled() {
		t.Opens = true
		t.OpenSync = d.flags&(flagSync|flagUnknown) != 0
		t.Fixed = t.Fixed || d.flags&(flagExcl|flagUnknown) == 0
		return
	}
	if inner, ok := p.draftTrait(d, h); ok {
		t.addDraft(inner)
	}
}

// draftTrait returns what callers should know of d, if it is filled.
func (p *protocol) draftTrait(d *draft, h *history) (paramTrait, bool) {
	j := &judge{protocol: p}
	if !j.fills(d, h) {
		return paramTrait{}, false
	}
	t := paramTrait{Draft: true, Fixed: d.kind != draftTemp && d.flags&flagExcl == 0}
	for _, f := range j.durability(d, h) {
		switch f.kind {
		case noSync:
			t.Unsynced = true
		case closeIgnored:
			t.Unclosed = !f.minor
		case writeIgnored:
			t.WriteIgnored = true
		}
	}
	return t, true
}

// madeBy returns, by result, the traits of the files whose paths fn returns,
// or nil if there are none.
func (p *protocol) madeBy(fn *function) []paramTrait {
	var made []paramTrait
	for i := range fn.sig.Results().Len() {
		if !isPath(fn.sig.Results().At(i).Type()) {
			continue
		}
		r := &resolver{protocol: p, seen: make(map[any]bool)}
		p.returned(fn, i, func(e ast.Expr, ret inspector.Cursor) { r.path(e, ret, 0) })
		for _, d := range preferTemporary(r.found) {
			h := p.historyOf(d)
			t, ok := p.draftTrait(d, h)
			if !ok {
				continue
			}
			t.Private = d.private && len((&judge{protocol: p, move: move{at: d.made}}).modeChanges(d, h)) == 0
			if made == nil {
				made = make([]paramTrait, fn.sig.Results().Len())
			}
			made[i].addDraft(t)
			made[i].Private = made[i].Private || t.Private
		}
	}
	return made
}

// returnsCall reports whether fn returns what call returns.
func (p *protocol) returnsCall(fn *function, call *ast.CallExpr) bool {
	found := false
	p.returned(fn, 0, func(e ast.Expr, _ inspector.Cursor) { found = found || ast.Unparen(e) == call })
	return found
}

// addDraft adds what a function that it calls does with the path.
func (t *paramTrait) addDraft(inner paramTrait) {
	t.Draft = true
	t.Unsynced = t.Unsynced || inner.Unsynced
	t.Unclosed = t.Unclosed || inner.Unclosed
	t.WriteIgnored = t.WriteIgnored || inner.WriteIgnored
	t.Fixed = t.Fixed || inner.Fixed
}

// traceFile computes the trait of a parameter that holds an open file.
func (p *protocol) traceFile(param *types.Var) paramTrait {
	h := &history{protocol: p}
	w := p.walk(h.visit)
	w.inside = true
	w.object(param)
	return paramTrait{Syncs: len(h.syncs) > 0, Chmods: len(h.chmods) > 0, Closes: len(h.closes) > 0}
}

// traitsOf returns the traits of all parameters of fn, or nil if there is
// nothing to tell.
func (p *protocol) traitsOf(fn *function) []paramTrait {
	var traits []paramTrait
	for i := range fn.sig.Params().Len() {
		if t := p.pathTrait(paramRef{fn: fn, index: i}); t != (paramTrait{}) {
			if traits == nil {
				traits = make([]paramTrait, fn.sig.Params().Len())
			}
			traits[i] = t
		}
	}
	return traits
}
