package analyzer

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A draft is a file that is written under one name to be renamed to another.
type draft struct {
	made    inspector.Cursor // the call that creates it, or has it created
	call    *ast.CallExpr
	kind    draftKind
	path    ast.Expr   // its name, if the call shows it
	dir     ast.Expr   // its directory, if the system chooses the name
	flags   openFlags  // of a draftOpened
	private bool       // nobody but the owner may read it, as os.CreateTemp makes it
	helper  paramTrait // what the function that writes it is known to do
	handles []handleRef
	via     ast.Node // the call that returned the path to the function that moves it, if another creates the file
}

type draftKind uint8

const (
	draftTemp    draftKind = iota // os.CreateTemp or its like returns its handle
	draftOpened                   // os.Create or its like does
	draftWhole                    // os.WriteFile or its like writes it
	draftWritten                  // a function that is given its name writes it
)

// A handleRef is a call whose result 0 is the open file.
type handleRef struct {
	call   inspector.Cursor
	inside bool // what becomes of the result is of interest in this function only
}

// temporaryFiles holds the functions of the standard library that create a
// file under a name of their own choice, with mode 0600. Their first argument
// is the directory.
var temporaryFiles = map[string]bool{
	"io/ioutil.TempFile": true,
	"os.CreateTemp":      true,
}

// drafts returns the files that src may name at the move that at is. The list
// is empty if src names nothing that this package is seen to write.
func (p *protocol) drafts(src ast.Expr, at inspector.Cursor) []*draft {
	r := &resolver{protocol: p, seen: make(map[any]bool)}
	r.path(src, at, 0)
	return preferTemporary(r.found)
}

// preferTemporary leaves out the drafts that are no temporaries where one
// variable may hold either: only those are renamed.
func preferTemporary(found []*draft) []*draft {
	var temps []*draft
	for _, d := range found {
		if d.kind == draftTemp {
			temps = append(temps, d)
		}
	}
	if len(temps) > 0 {
		return temps
	}
	return found
}

// A resolver goes backward from a path or a handle to the calls that create
// the file.
type resolver struct {
	*protocol
	seen  map[any]bool
	found []*draft
}

// path finds what is written at the path e, which the call at uses.
func (r *resolver) path(e ast.Expr, at inspector.Cursor, depth int) {
	e = ast.Unparen(e)
	if depth > maxDepth || r.seen[e] {
		return
	}
	r.seen[e] = true
	n := len(r.found)
	if r.named(e, at) {
		return
	}
	defer func() {
		if len(r.found) == n {
			r.namedElsewhere(e, at)
		}
	}()
	switch e := e.(type) {
	case *ast.CallExpr:
		if x, ok := r.nameOf(e); ok {
			r.handle(x, at, nil, depth+1)
			return
		}
		if fn := r.callee(e); fn != nil && (sameFile[fn.FullName()] || baseNames[fn.FullName()]) && len(e.Args) > 0 {
			r.path(e.Args[0], at, depth+1)
			return
		}
		r.result(e, 0, at, depth)
	case *ast.Ident, *ast.SelectorExpr:
		r.variable(r.objectOf(e), at, depth)
	}
}

// baseNames holds the functions that return the last element of a path. A
// rename that is relative to an open directory is given such names.
var baseNames = map[string]bool{"path.Base": true, "path/filepath.Base": true}

// variable finds what is written at the path that obj holds.
func (r *resolver) variable(obj types.Object, at inspector.Cursor, depth int) {
	if obj == nil || r.seen[obj] {
		return
	}
	r.seen[obj] = true
	if ref, ok := r.param[obj]; ok && r.movesToParam(ref) {
		return // for the callers to judge
	}
	defs, _ := r.definitions(obj)
	for _, d := range defs {
		if d.index == element {
			continue
		}
		if d.index <= 0 {
			r.path(d.expr, d.cursor, depth+1)
			continue
		}
		if call, ok := ast.Unparen(d.expr).(*ast.CallExpr); ok {
			r.result(call, d.index, d.cursor, depth)
		}
	}
}

// movesToParam reports whether the path in a parameter is moved to a path in
// another one, so that callers know both.
func (p *protocol) movesToParam(ref paramRef) bool {
	to := p.pathTrait(ref).MoveTo
	return 0 < to && to <= ref.fn.sig.Params().Len()
}

// result finds what is written at the path that is result i of call.
func (r *resolver) result(call *ast.CallExpr, i int, at inspector.Cursor, depth int) {
	if t := r.importedMade(call, i); t.Draft {
		if c, ok := callAt(at, call); ok {
			r.found = append(r.found, &draft{made: c, call: call, kind: draftWritten, private: t.Private, helper: t})
		}
		return
	}
	n := len(r.found)
	for _, fn := range r.targets(call) {
		r.returned(fn, i, func(v ast.Expr, ret inspector.Cursor) { r.path(v, ret, depth+1) })
	}
	for _, d := range r.found[n:] {
		d.via = call
	}
}

// named finds the calls before at in the same declaration that write a file
// whose path is spelled like e.
func (r *resolver) named(e ast.Expr, at inspector.Cursor) bool {
	decl, ok := declaration(at)
	if !ok {
		return false
	}
	n := len(r.found)
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		if c.Node().Pos() < at.Node().Pos() && !within(at.Node(), c.Node()) {
			r.addWriter(c, func(path ast.Expr) bool { return r.paths.sameExpr(path, e, 0) })
		}
	}
	for _, d := range r.found[n:] {
		d.private = d.private || d.flags&flagExcl == 0 && r.bornPrivate(e, d)
	}
	return len(r.found) > n
}

// bornPrivate reports whether the file at the path e, which d writes, is there
// already by then, and has the mode 0600 of os.CreateTemp, which writing to it
// does not change.
func (p *protocol) bornPrivate(e ast.Expr, d *draft) bool {
	call, ok := ast.Unparen(p.paths.expand(e)).(*ast.CallExpr)
	if !ok {
		return false
	}
	x, ok := p.nameOf(call)
	if !ok {
		return false
	}
	r := &resolver{protocol: p, seen: make(map[any]bool)}
	r.handle(x, d.made, nil, 0)
	return len(r.found) > 0 && !slices.ContainsFunc(r.found, func(made *draft) bool { return !made.private || p.removedBetween(e, made, d) })
}

// removedBetween reports whether the file at the path e may be removed after
// made has created it and before d writes it.
func (p *protocol) removedBetween(e ast.Expr, made, d *draft) bool {
	return slices.ContainsFunc(p.paths.eventsAround(d.made).removals, func(r removal) bool {
		return parentKind(r.at) != edge.DeferStmt_Call && p.paths.sameExpr(e, r.path, 0) &&
			made.call.Pos() < r.at.Node().Pos() && r.at.Node().Pos() < d.call.Pos()
	})
}

// namedElsewhere finds the calls in any function that write a file whose path
// is spelled like e, without local variables, and looks like a temporary's.
func (r *resolver) namedElsewhere(e ast.Expr, at inspector.Cursor) {
	if !r.paths.portable(e, 0) || !r.looksTemporary(e) {
		return
	}
	for _, c := range r.writerCalls() {
		if !sameFunction(c, at) {
			r.addWriter(c, func(path ast.Expr) bool { return r.paths.sameExpr(path, e, 0) })
		}
	}
}

// writerCalls returns the calls of the package that create a file, or hand a
// path to a function that does.
func (p *protocol) writerCalls() []inspector.Cursor {
	if p.indexed {
		return p.writers
	}
	p.indexed = true
	for c := range p.root.Preorder((*ast.CallExpr)(nil)) {
		if _, ok := p.creator(c); ok || p.handsPath(c.Node().(*ast.CallExpr)) {
			p.writers = append(p.writers, c)
		}
	}
	return p.writers
}

// handsPath reports whether call gives a path to a function that creates a
// file there.
func (p *protocol) handsPath(call *ast.CallExpr) bool {
	for i, arg := range call.Args {
		if !isPath(p.info.TypeOf(arg)) {
			continue
		}
		if t := p.traitOf(call, i); t.Draft || t.Opens {
			return true
		}
	}
	return false
}

// draftWords are the words in the names of what is not finished yet.
var draftWords = []string{"tmp", "temp", "temporary", "staging", "staged", "next", "new", "part", "partial", "pending", "draft", "incomplete", "unfinished", "inprogress"}

// looksTemporary reports whether the path e is, by the names in it, that of a
// file that is not finished yet.
func (p *protocol) looksTemporary(e ast.Expr) bool {
	e = p.paths.expand(e)
	if speaks(p.paths.tail(e), draftWords) || suffixHint(p.paths.tail(e), unknown) == staging {
		return true
	}
	for id := range identifiers(e) {
		if speaks(id.Name, draftWords) {
			return true
		}
	}
	return false
}

// addWriter adds the call at c if it writes a file at a path that is wanted.
func (r *resolver) addWriter(c inspector.Cursor, wanted func(ast.Expr) bool) {
	call := c.Node().(*ast.CallExpr)
	if k, ok := r.creator(c); ok {
		if wanted(k.path) {
			r.add(r.opened(k))
		}
		return
	}
	for i, arg := range call.Args {
		t := r.traitOf(call, i)
		if !t.Draft && !t.Opens || !isPath(r.info.TypeOf(arg)) || !wanted(arg) {
			continue
		}
		if t.Draft {
			r.add(&draft{made: c, call: call, kind: draftWritten, path: arg, helper: t})
		} else {
			r.add(r.openedBy(c, arg, t))
		}
	}
}

// openedBy returns the draft that the call at c of a helper makes at path.
func (r *resolver) openedBy(c inspector.Cursor, path ast.Expr, t paramTrait) *draft {
	d := &draft{made: c, call: c.Node().(*ast.CallExpr), kind: draftOpened, path: path, flags: flagCreate}
	if t.OpenSync {
		d.flags |= flagSync
	}
	if !t.Fixed {
		d.flags |= flagExcl
	}
	d.handles = []handleRef{{call: c}}
	return d
}

func (r *resolver) add(d *draft) {
	if d != nil && !r.seen[d.call] {
		r.seen[d.call] = true
		r.found = append(r.found, d)
	}
}

// creator returns the sink that the call at c is, on the operating system's
// file system or another, if it may create a file to be filled.
func (p *protocol) creator(c inspector.Cursor) (sink, bool) {
	k, ok := sinkOf(p.info, c, p.sums.extra)
	if !ok {
		k, ok = fileSystemSink(p.info, c)
	}
	if !ok || k.kind == openNumber {
		return sink{}, false
	}
	return k, true
}

// opened returns the draft that the sink k makes, or nil if it does not begin
// a new file.
func (p *protocol) opened(k sink) *draft {
	d := &draft{made: k.cursor, call: k.call, kind: draftOpened, path: k.path, flags: p.openFlags(k)}
	if k.kind == wholeFile {
		d.kind = draftWhole
		return d
	}
	d.handles = []handleRef{{call: k.cursor}}
	if d.flags&(flagAppend|flagTrunc) == flagAppend || d.flags&(flagCreate|flagUnknown) == 0 {
		return nil
	}
	return d
}
