package analyzer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A protocol judges how files are written under one name and renamed to
// another.
type protocol struct {
	*flow
	sums  *summaries
	paths *provenance
	root  inspector.Cursor

	traits  map[paramRef]paramTrait // what functions do with their parameters
	writers []inspector.Cursor      // the calls that may create a file, once indexed
	indexed bool
}

// newProtocol returns what judges the package that s tells of.
func newProtocol(s *summaries) *protocol {
	return &protocol{flow: s.flow, sums: s, paths: s.paths, root: s.paths.root, traits: make(map[paramRef]paramTrait)}
}

// A flaw is one way in which a publication breaks the promise that the name
// stands for a whole file that readers can read.
type flaw struct {
	kind flawKind
	at   ast.Node // where it shows
	// minor flaws are reported only together with another, or if that is asked
	// for: they leave no broken file behind.
	minor bool
}

// A flawKind is the name by which a flaw is reported, and asked for.
type flawKind string

const (
	noSync       flawKind = "no-sync"
	noDirSync    flawKind = "no-dirsync"
	otherDir     flawKind = "other-dir"
	closeIgnored flawKind = "close-ignored"
	writeIgnored flawKind = "write-ignored"
	leak         flawKind = "leak"
	modeLost     flawKind = "mode"
	sharedTemp   flawKind = "shared-temp"
)

// explanations tell what each flaw means, at the place where it shows.
var explanations = map[flawKind]string{
	noSync:       "nothing flushes the content to the disk before the rename: after a power cut the file may be empty",
	noDirSync:    "nothing flushes the directory after the rename: after a power cut the old file may be back",
	otherDir:     "the temporary may be in another directory, and so on another file system, where it cannot be renamed from",
	closeIgnored: "the temporary is not closed, with a look at the error, before the rename: the last writes may have failed",
	writeIgnored: "an error of writing goes unnoticed, or not all is written: a short file may be published",
	leak:         "an error leaves the temporary behind",
	modeLost:     "the temporary has mode 0600, and so has the new file: others cannot read it",
	sharedTemp:   "two writers at a time write to the same temporary: their mixture may be published",
}

// renames reports whether the package uses a function that renames, so that
// there may be something to judge.
func renames(s *summaries) bool {
	seen := make(map[*types.Func]bool)
	for _, obj := range s.flow.info.Uses {
		fn, ok := obj.(*types.Func)
		if !ok || fn.Pkg() == nil || seen[fn] {
			continue
		}
		seen[fn] = true
		if fn.Name() == "Rename" || knownRoles[fn.FullName()][0].MoveTo > 0 || knownRoles[fn.FullName()][1].MoveTo > 0 {
			return true
		}
		if fn.Pkg() == s.flow.pkg {
			continue
		}
		for _, p := range importedTraits(s, fn) {
			if p.MoveTo > 0 {
				return true
			}
		}
	}
	return false
}

// An unsafeMove is a rename that publishes a file, with its flaws.
type unsafeMove struct {
	move   move
	fn     *types.Func
	whole  bool // the content is written by one call
	drafts []*draft
	flaws  []flaw
	own    bool // each writer has a temporary of its own
}

// remedy names what to use of the writer in place of all that u ends.
func (u unsafeMove) remedy(writer string) string {
	if u.whole {
		return writer + ".WriteFile"
	}
	return writer + ".Create and Commit"
}

// unsafe returns the flaws of the publication that the call at c is, if it is
// one.
func (p *protocol) unsafe(c inspector.Cursor) (unsafeMove, bool) {
	call := c.Node().(*ast.CallExpr)
	fn, ok := typeutil.Callee(p.info, call).(*types.Func)
	if !ok || len(call.Args) < 2 {
		return unsafeMove{}, false
	}
	for i := range call.Args {
		t := p.traitOf(call, i)
		m, ok := moveBy(t.move(), use{at: c, call: call, index: i})
		if !ok || p.asideMove(m) || m.dst == nil && p.local(call) != nil {
			continue // the function that knows the destination moves to it
		}
		j := &judge{protocol: p, move: m, dirSynced: t.DirSynced}
		if flaws := j.flaws(); len(flaws) > 0 {
			return unsafeMove{m, fn, j.whole, j.written, flaws, j.ownDrafts()}, true
		}
	}
	return unsafeMove{}, false
}

// asideMove reports whether m makes a backup, or moves what is temporary.
func (p *protocol) asideMove(m move) bool {
	if p.paths.backup(m) {
		return true
	}
	if m.dst == nil || systemTemp(p.paths.head(m.dst, 0)) {
		return false // a well-known name, wherever it is
	}
	o := p.paths.of(site{expr: m.dst, at: m.at})
	return o == temporary || o == special
}

// A judge looks at one move, or at the end of one function if there is none.
type judge struct {
	*protocol
	move      move
	dirSynced bool // the function that moves also flushes the directory
	whole     bool // os.WriteFile or its like writes the file
	written   []*draft
}

// flaws returns the flaws of what is published, each kind once.
func (j *judge) flaws() []flaw {
	var flaws []flaw
	add := func(list ...flaw) {
		for _, f := range list {
			if !hasFlaw(flaws, f.kind) {
				flaws = append(flaws, f)
			}
		}
	}
	drafts := j.drafts(j.move.src, j.move.at)
	for _, d := range drafts {
		h := j.historyOf(d)
		if !j.fills(d, h) || j.late(d) {
			continue
		}
		j.written = append(j.written, d)
		j.whole = d.kind == draftWhole
		add(j.durability(d, h)...)
		add(j.mode(d, h)...)
		add(j.location(d)...)
		add(j.sharing(d)...)
		add(j.leaks(d)...)
	}
	if len(j.written) > 0 && !j.dirSynced && !j.syncsDirAfter() {
		add(flaw{noDirSync, j.move.at.Node(), true})
	}
	return flaws
}

func hasFlaw(flaws []flaw, kind flawKind) bool {
	for _, f := range flaws {
		if f.kind == kind {
			return true
		}
	}
	return false
}

// late reports whether d is created only after the move: it is another file,
// which the same variable holds.
func (j *judge) late(d *draft) bool {
	return j.move.src != nil && sameFunction(d.made, j.move.at) && !inLoop(j.move.at) && j.order(d.made) == after
}

// fills reports whether content is seen to be written to d.
func (j *judge) fills(d *draft, h *history) bool {
	switch d.kind {
	case draftWhole:
		k, ok := j.creator(d.made)
		return ok && !j.sums.emptyData(k.data)
	case draftWritten:
		return true
	}
	return h.filled()
}

// durability judges whether all of d is written, and on the disk, before it
// is renamed.
func (j *judge) durability(d *draft, h *history) []flaw {
	var flaws []flaw
	synced, unseen := j.synced(d, h)
	if !synced {
		flaws = append(flaws, flaw{noSync, d.call, false})
	}
	if at, ok := j.unclosed(d, h); ok {
		flaws = append(flaws, flaw{closeIgnored, at, synced && !unseen})
	}
	if at, ok := j.unwritten(d, h); ok {
		flaws = append(flaws, flaw{writeIgnored, at, false})
	}
	return flaws
}

// synced reports whether d is flushed to the disk before the move, or may be
// out of sight, and whether no error of that is looked at.
func (j *judge) synced(d *draft, h *history) (ok, unseen bool) {
	if d.kind == draftWritten && !d.helper.Unsynced || d.flags&(flagSync|flagUnknown) != 0 {
		return true, false
	}
	unseen = true
	for _, ev := range h.syncs {
		if j.order(ev.at) == before {
			ok = true
			unseen = unseen && !ev.checked
		}
	}
	if ok {
		return ok, unseen
	}
	return h.escapes || j.syncsByName(), false
}

// unclosed returns where the error of closing d before the move is dropped.
func (j *judge) unclosed(d *draft, h *history) (ast.Node, bool) {
	if d.kind == draftWhole {
		return nil, false
	}
	if d.kind == draftWritten {
		return d.call, d.helper.Unclosed
	}
	var dropped ast.Node
	for _, ev := range h.closes {
		if j.order(ev.at) != before {
			continue
		}
		if ev.checked {
			return nil, false
		}
		dropped = ev.at.Node()
	}
	if dropped != nil {
		return dropped, true
	}
	return d.call, !h.escapes
}

// unwritten returns where an error of writing to d is dropped.
func (j *judge) unwritten(d *draft, h *history) (ast.Node, bool) {
	if d.kind == draftWhole || d.kind == draftWritten {
		return d.call, d.helper.WriteIgnored || !j.errorSeen(d.made)
	}
	for _, ev := range h.writes {
		if !ev.checked && !ev.sticky && j.order(ev.at) == before {
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
	t := j.info.TypeOf(w.Node().(*ast.CallExpr))
	if tuple, ok := t.(*types.Tuple); ok {
		t = tuple.At(0).Type()
	}
	ending := "Flush"
	if has(t, "Close") {
		ending = "Close"
	}
	var dropped ast.Node
	for _, ev := range h.flushes {
		if ev.name != ending || ev.on == nil || !types.Identical(ev.on, t) {
			if ev.on != nil && !isInterface(ev.on) {
				continue
			}
		}
		if j.order(ev.at) != before {
			continue
		}
		if ev.checked {
			return nil, false
		}
		dropped = ev.at.Node()
	}
	for _, ev := range h.closes { // through an interface
		if ev.on != nil && isInterface(ev.on) && j.order(ev.at) == before {
			return nil, false
		}
	}
	if dropped != nil {
		return dropped, true
	}
	return w.Node(), true
}
