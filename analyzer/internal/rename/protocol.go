package rename

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A Checker judges how files are written under one name and renamed to
// another.
type Checker struct {
	*flow.Flow
	sums  *trace.Summaries
	paths *trace.Provenance
	root  inspector.Cursor

	traits  map[flow.ParamRef]facts.Trait // what functions do with their parameters
	writers []inspector.Cursor            // the calls that may create a file, once indexed
	indexed bool
}

// New returns what judges the package that s tells of.
func New(s *trace.Summaries) *Checker {
	return &Checker{Flow: s.Flow, sums: s, paths: s.Paths, root: s.Paths.Root, traits: make(map[flow.ParamRef]facts.Trait)}
}

// A flaw is one way in which a publication breaks the promise that the name
// stands for a whole file that readers can read.
type flaw struct {
	Kind FlawKind
	At   ast.Node // where it shows
	// Minor flaws are reported only together with another, or if that is asked
	// for: they leave no broken file behind.
	Minor bool
}

// A FlawKind is the name by which a flaw is reported, and asked for.
type FlawKind string

const (
	NoSync       FlawKind = "no-sync"
	NoDirSync    FlawKind = "no-dirsync"
	OtherDir     FlawKind = "other-dir"
	CloseIgnored FlawKind = "close-ignored"
	WriteIgnored FlawKind = "write-ignored"
	Leak         FlawKind = "leak"
	ModeLost     FlawKind = "mode"
	SharedTemp   FlawKind = "shared-temp"
)

// Explanations tell what each flaw means, at the place where it shows.
var Explanations = map[FlawKind]string{
	NoSync:       "nothing flushes the content to the disk before the rename: after a power cut the file may be empty",
	NoDirSync:    "nothing flushes the directory after the rename: after a power cut the old file may be back",
	OtherDir:     "the temporary may be in another directory, and so on another file system, where it cannot be renamed from",
	CloseIgnored: "the temporary is not closed, with a look at the error, before the rename: the last writes may have failed",
	WriteIgnored: "an error of writing goes unnoticed, or not all is written: a short file may be published",
	Leak:         "an error leaves the temporary behind",
	ModeLost:     "the temporary has mode 0600, and so has the new file: others cannot read it",
	SharedTemp:   "two writers at a time write to the same temporary: their mixture may be published",
}

// Renames reports whether the package uses a function that renames, so that
// there may be something to judge.
func Renames(s *trace.Summaries) bool {
	seen := make(map[*types.Func]bool)
	for _, obj := range s.Flow.Info.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || seen[fn] {
			continue
		}
		seen[fn] = true
		roles := knowledge.Roles[s.Flow.FullName(fn)]
		if fn.Name() == "Rename" || roles[0].MoveTo != 0 || roles[1].MoveTo != 0 {
			return true
		}
		if fn.Pkg() == s.Flow.Pkg {
			continue
		}
		for _, p := range importedTraits(s, fn) {
			if p.MoveTo != 0 {
				return true
			}
		}
	}
	return false
}

// An Unsafe is a rename that publishes a file, with its flaws.
type Unsafe struct {
	Move   trace.Move
	Fn     *types.Func
	whole  bool // the content is written by one call
	Drafts []*Draft
	Flaws  []flaw
	Own    bool // each writer has a temporary of its own
}

// Flushed returns the flaws that stay if the rename flushes the content and the
// directory, and whether that mends more than the directory.
func (u Unsafe) Flushed() (stay []FlawKind, mends bool) {
	for _, f := range u.Flaws {
		if f.Kind != NoSync && f.Kind != NoDirSync {
			stay = append(stay, f.Kind)
		}
		mends = mends || f.Kind == NoSync
	}
	return stay, mends
}

// Remedy names what to use of the writer in place of all that u ends.
func (u Unsafe) Remedy(writer string) string {
	if u.whole {
		return writer + ".WriteFile"
	}
	return writer + ".Create and Commit"
}

// Unsafe returns the flaws of the publication that the call at c is, if it is
// one.
func (p *Checker) Unsafe(c inspector.Cursor) (Unsafe, bool) {
	call := c.Node().(*ast.CallExpr)
	fn := p.runs(call)
	if fn == nil || len(call.Args) < 2 || p.isMethodExpr(call.Fun) {
		return Unsafe{}, false // the method tells
	}
	for i := range call.Args {
		t := p.traitOf(call, i)
		m, ok := trace.MoveBy(t.Move(), flow.Use{At: c, Call: call, Index: i})
		if !ok || p.asideMove(m) || m.Dst == nil && p.Local(call) != nil || p.delegates(m, fn) {
			continue // the function that knows the destination moves to it
		}
		j := &judge{Checker: p, move: m, mover: t}
		if flaws := j.flaws(); len(flaws) > 0 {
			return Unsafe{m, fn, j.whole, j.written, flaws, j.ownDrafts()}, true
		}
	}
	return Unsafe{}, false
}

// delegates reports whether m is how a method, Rename of a file system say, does
// what it is named for: by the method or function fn of the same name, with its
// own parameters. What is moved is then up to its callers.
func (p *Checker) delegates(m trace.Move, fn *types.Func) bool {
	if m.Src == nil || m.Dst == nil {
		return false
	}
	src, ok := p.Param[p.ObjectOf(m.Src)]
	dst, alsoOK := p.Param[p.ObjectOf(m.Dst)]
	if !ok || !alsoOK || src.Fn != dst.Fn || src.Index >= dst.Index {
		return false
	}
	return src.Fn.Obj != nil && src.Fn.Sig.Recv() != nil && src.Fn.Obj.Name() == fn.Name()
}

// asideMove reports whether m makes a backup, or moves what is temporary.
func (p *Checker) asideMove(m trace.Move) bool {
	if p.paths.Backup(m) {
		return true
	}
	if m.Dst == nil || systemTemp(p.paths.Head(m.Dst, 0)) {
		return false // a well-known name, wherever it is
	}
	o := p.paths.Of(trace.Site{Expr: m.Dst, At: m.At})
	return o == trace.Temporary || o == trace.Special
}

// A judge looks at one move, or at the end of one function if there is none.
type judge struct {
	*Checker
	move    trace.Move
	mover   facts.Trait // what the function that moves does with the path
	whole   bool        // os.WriteFile or its like writes the file
	written []*Draft
}

// flaws returns the flaws of what is published, each kind once.
func (j *judge) flaws() []flaw {
	var flaws []flaw
	add := func(list ...flaw) {
		for _, f := range list {
			if !hasFlaw(flaws, f.Kind) {
				flaws = append(flaws, f)
			}
		}
	}
	drafts := j.drafts(j.move.Src, j.move.At)
	for _, d := range drafts {
		h := j.historyOf(d)
		if !j.fills(d, h) || j.late(d) || j.rotates(d) {
			continue
		}
		j.written = append(j.written, d)
		j.whole = d.Kind == DraftWhole
		add(j.durability(d, h)...)
		add(j.mode(d, h)...)
		add(j.location(d)...)
		add(j.sharing(d)...)
		add(j.leaks(d)...)
	}
	if len(j.written) > 0 && !j.mover.DirSynced && !j.syncsDirAfter() {
		add(flaw{NoDirSync, j.move.At.Node(), true})
	}
	return flaws
}

func hasFlaw(flaws []flaw, kind FlawKind) bool {
	for _, f := range flaws {
		if f.Kind == kind {
			return true
		}
	}
	return false
}

// late reports whether d is created only after the move: it is another file,
// which the same variable holds.
func (j *judge) late(d *Draft) bool {
	return j.move.Src != nil && trace.SameFunction(d.Made, j.move.At) && !flow.InLoop(j.move.At) && j.order(d.Made) == after
}

// rotates reports whether d, to which is only appended, is a log that the move
// puts away. What has the name of a temporary, and is renamed by the function
// that appends to it, was begun before and is complete now.
func (j *judge) rotates(d *Draft) bool {
	return d.appended() && !(trace.SameFunction(d.Made, j.move.At) && j.looksTemporary(d.Path))
}

// fills reports whether content is seen to be written to d.
func (j *judge) fills(d *Draft, h *history) bool {
	switch d.Kind {
	case DraftWhole:
		k, ok := j.creator(d.Made)
		return ok && !j.sums.EmptyData(k.Data)
	case draftWritten:
		return true
	}
	return h.filled()
}

// durability judges whether all of d is written, and on the disk, before it
// is renamed.
func (j *judge) durability(d *Draft, h *history) []flaw {
	var flaws []flaw
	synced, unseen := j.synced(d, h)
	if !synced {
		flaws = append(flaws, flaw{NoSync, d.Call, false})
	}
	if at, ok := j.unclosed(d, h); ok {
		flaws = append(flaws, flaw{CloseIgnored, at, synced && !unseen})
	}
	if at, ok := j.unwritten(d, h); ok {
		flaws = append(flaws, flaw{WriteIgnored, at, false})
	}
	return flaws
}

// synced reports whether d is flushed to the disk before the move, or may be
// out of sight, and whether no error of that is looked at.
func (j *judge) synced(d *Draft, h *history) (ok, unseen bool) {
	if d.Kind == draftWritten && !d.helper.Unsynced || d.flags&(trace.FlagSync|trace.FlagUnknown) != 0 {
		return true, false
	}
	unseen = true
	for _, ev := range h.syncs {
		if j.order(ev.at) == before && !j.premature(ev, h) {
			ok = true
			unseen = unseen && !ev.checked()
		}
	}
	if ok {
		return ok, unseen
	}
	return h.escapes || j.mover.Syncs || j.syncsByName(), false
}

// unclosed returns where the error of closing d before the move is dropped.
func (j *judge) unclosed(d *Draft, h *history) (ast.Node, bool) {
	if d.Kind == DraftWhole {
		return nil, false
	}
	if d.Kind == draftWritten {
		return d.Call, d.helper.Unclosed
	}
	var dropped ast.Node
	for _, ev := range h.closes {
		if j.order(ev.at) != before {
			continue
		}
		if ev.checked() {
			return nil, false
		}
		dropped = ev.at.Node()
	}
	if dropped != nil {
		return dropped, true
	}
	return d.Call, !h.escapes
}

// unwritten returns where an error of writing to d is dropped.
func (j *judge) unwritten(d *Draft, h *history) (ast.Node, bool) {
	if d.Kind == DraftWhole || d.Kind == draftWritten {
		return d.Call, d.helper.WriteIgnored || !j.errorSeen(d.Made)
	}
	for _, ev := range h.writes {
		if !ev.sticky && j.order(ev.at) == before && !ev.checked() {
			return ev.at.Node(), true
		}
	}
	if h.lent {
		return nil, false
	}
	for _, w := range h.wrappers {
		if at, ok := j.unflushed(w, h); ok {
			return at, true
		}
	}
	return nil, false
}

// unflushed returns where the writer that the call at w makes is ended
// without a look at the error, or w if it is not ended before the move.
func (j *judge) unflushed(w inspector.Cursor, h *history) (ast.Node, bool) {
	t := j.Info.TypeOf(w.Node().(*ast.CallExpr))
	if tuple, ok := t.(*types.Tuple); ok {
		t = tuple.At(0).Type()
	}
	ending := "Flush"
	if flow.Has(t, "Close") {
		ending = "Close"
	}
	var dropped ast.Node
	for _, ev := range h.flushes {
		if ev.on != nil && !flow.IsInterface(ev.on) && (ev.name != ending || !types.Identical(ev.on, t)) {
			continue // the end of another writer
		}
		if j.order(ev.at) != before {
			continue
		}
		if ev.checked() {
			return nil, false
		}
		dropped = ev.at.Node()
	}
	for _, ev := range h.closes { // through an interface
		if ev.on != nil && flow.IsInterface(ev.on) && j.order(ev.at) == before {
			return nil, false
		}
	}
	if dropped != nil {
		return dropped, true
	}
	return w.Node(), true
}

// isMethodExpr reports whether e is a method expression, the function of which
// takes the receiver as its first argument.
func (p *Checker) isMethodExpr(e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	return ok && p.Info.Selections[sel] != nil && p.Info.Selections[sel].Kind() == types.MethodExpr
}
