package rename

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A Draft is a file that is written under one name to be renamed to another.
type Draft struct {
	Made    inspector.Cursor // the call that creates it, or has it created
	Call    *ast.CallExpr
	Kind    draftKind
	Path    ast.Expr        // its name, if the call shows it
	dir     ast.Expr        // its directory, if the system chooses the name
	flags   trace.OpenFlags // of a draftOpened
	private bool            // nobody but the owner may read it, as os.CreateTemp makes it
	helper  facts.Trait     // what the function that writes it is known to do
	handles []handleRef
	via     ast.Node // the call that returned the path to the function that moves it, if another creates the file
}

// appended reports whether what is written goes behind what is there.
func (d *Draft) appended() bool {
	return d.flags&(trace.FlagAppend|trace.FlagTrunc) == trace.FlagAppend
}

type draftKind uint8

const (
	draftTemp    draftKind = iota // os.CreateTemp or its like returns its handle
	draftOpened                   // os.Create or its like does
	DraftWhole                    // os.WriteFile or its like writes it
	draftWritten                  // a function that is given its name writes it
)

// A handleRef is a call whose result 0 is the open file.
type handleRef struct {
	call   inspector.Cursor
	inside bool // what becomes of the result is of interest in this function only
}

// drafts returns the files that src may name at the move that at is. The list
// is empty if src names nothing that this package is seen to write.
func (p *Checker) drafts(src ast.Expr, at inspector.Cursor) []*Draft {
	r := &resolver{Checker: p, seen: make(map[any]bool)}
	r.path(src, at, 0)
	return preferTemporary(r.found)
}

// preferTemporary leaves out the drafts that are no temporaries where one
// variable may hold either: only those are renamed.
func preferTemporary(found []*Draft) []*Draft {
	var temps []*Draft
	for _, d := range found {
		if d.Kind == draftTemp {
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
	*Checker
	seen  map[any]bool
	found []*Draft
}

// path finds what is written at the path e, which the call at uses.
func (r *resolver) path(e ast.Expr, at inspector.Cursor, depth int) {
	e = ast.Unparen(e)
	if depth > knowledge.MaxDepth || r.seen[e] {
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
		if fn := r.Callee(e); fn != nil && (knowledge.SameFile[fn.FullName()] || knowledge.BaseNames[fn.FullName()]) && len(e.Args) > 0 {
			r.path(e.Args[0], at, depth+1)
			return
		}
		r.result(e, 0, at, depth)
	case *ast.Ident, *ast.SelectorExpr:
		r.variable(r.ObjectOf(e), depth)
	}
}

// variable finds what is written at the path that obj holds.
func (r *resolver) variable(obj types.Object, depth int) {
	if obj == nil || r.seen[obj] {
		return
	}
	r.seen[obj] = true
	if ref, ok := r.Param[obj]; ok && r.movesToParam(ref) {
		return // for the callers to judge
	}
	defs, _ := r.Definitions(obj)
	for _, d := range defs {
		if d.Index == flow.Element {
			r.element(d, obj, depth)
			continue
		}
		if d.Index <= 0 {
			r.path(d.Expr, d.Cursor, depth+1)
			continue
		}
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok {
			r.result(call, d.Index, d.Cursor, depth)
		}
	}
}

// element finds what is written at the paths that are put into a map or slice
// one by one, over whose elements obj ranges.
func (r *resolver) element(v flow.Value, obj types.Object, depth int) {
	loop, ok := v.Cursor.Parent().Node().(*ast.RangeStmt)
	if !ok || loop.Value == nil || r.ObjectOf(loop.Value) != obj {
		return
	}
	for _, d := range r.Defs[r.ObjectOf(v.Expr)] {
		if d.Index == flow.Whole && flow.IsPath(r.Info.TypeOf(d.Expr)) {
			r.path(d.Expr, d.Cursor, depth+1)
		}
	}
}

// movesToParam reports whether the path in a parameter is moved to a path in
// another one, so that callers know both.
func (p *Checker) movesToParam(ref flow.ParamRef) bool {
	to := p.pathTrait(ref).MoveTo
	return 0 < to && to <= ref.Fn.Sig.Params().Len()
}

// result finds what is written at the path that is result i of call.
func (r *resolver) result(call *ast.CallExpr, i int, at inspector.Cursor, depth int) {
	if t := r.importedMade(call, i); t.Draft {
		if c, ok := callAt(at, call); ok {
			r.found = append(r.found, &Draft{Made: c, Call: call, Kind: draftWritten, private: t.Private, helper: t})
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

// named finds the calls before at in the same declaration, or all those around
// it if it is deferred, that write a file whose path is spelled like e.
func (r *resolver) named(e ast.Expr, at inspector.Cursor) bool {
	decl, ok := flow.Declaration(at)
	if !ok {
		return false
	}
	n := len(r.found)
	fn := flow.FunctionAround(at)
	last := flow.IsDeferred(fn)
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		earlier := c.Node().Pos() < at.Node().Pos() || last && !flow.Within(c.Node(), fn.Node())
		if earlier && !flow.Within(at.Node(), c.Node()) {
			r.addWriter(c, func(path ast.Expr) bool { return r.paths.SameExpr(path, e, 0) || r.paths.SameButSlash(path, e) })
		}
	}
	for _, d := range r.found[n:] {
		d.private = d.private || d.flags&trace.FlagExcl == 0 && r.bornPrivate(e, d)
	}
	return len(r.found) > n
}

// bornPrivate reports whether the file at the path e, which d writes, is there
// already by then, and has the mode 0600 of os.CreateTemp, which writing to it
// does not change.
func (p *Checker) bornPrivate(e ast.Expr, d *Draft) bool {
	call, ok := ast.Unparen(p.paths.Expand(e)).(*ast.CallExpr)
	if !ok {
		return false
	}
	x, ok := p.nameOf(call)
	if !ok {
		return false
	}
	r := &resolver{Checker: p, seen: make(map[any]bool)}
	r.handle(x, d.Made, nil, 0)
	return len(r.found) > 0 && !slices.ContainsFunc(r.found, func(made *Draft) bool { return !made.private || p.removedBetween(e, made, d) })
}

// removedBetween reports whether the file at the path e may be removed after
// made has created it and before d writes it.
func (p *Checker) removedBetween(e ast.Expr, made, d *Draft) bool {
	return slices.ContainsFunc(p.paths.EventsAround(d.Made).Removals, func(r trace.Removal) bool {
		return flow.ParentKind(r.At) != edge.DeferStmt_Call && p.paths.SameExpr(e, r.Path, 0) &&
			made.Call.Pos() < r.At.Node().Pos() && r.At.Node().Pos() < d.Call.Pos()
	})
}

// namedElsewhere finds the calls in any function that write a file whose path
// is spelled like e, without local variables, and looks like a temporary's.
func (r *resolver) namedElsewhere(e ast.Expr, at inspector.Cursor) {
	if !r.paths.Portable(e, 0) || !r.looksTemporary(e) {
		return
	}
	for _, c := range r.writerCalls() {
		if !trace.SameFunction(c, at) {
			r.addWriter(c, func(path ast.Expr) bool { return r.paths.SameExpr(path, e, 0) })
		}
	}
}

// writerCalls returns the calls of the package that create a file, or hand a
// path to a function that does.
func (p *Checker) writerCalls() []inspector.Cursor {
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
func (p *Checker) handsPath(call *ast.CallExpr) bool {
	for i, arg := range call.Args {
		if !flow.IsPath(p.Info.TypeOf(arg)) {
			continue
		}
		if t := p.traitOf(call, i); t.Draft || t.Opens {
			return true
		}
	}
	return false
}

// looksTemporary reports whether the path e is, by the names in it, that of a
// file that is not finished yet.
func (p *Checker) looksTemporary(e ast.Expr) bool {
	if e == nil {
		return false
	}
	if knowledge.Speaks(trace.PathName(e), knowledge.DraftWords) {
		return true
	}
	e = p.paths.Expand(e)
	if p.namedTemporary(e) {
		return true
	}
	for id := range trace.Identifiers(e) {
		if knowledge.Speaks(id.Name, knowledge.DraftWords) {
			return true
		}
	}
	v, ok := p.ObjectOf(e).(*types.Var)
	return ok && v.IsField() && slices.ContainsFunc(p.Defs[v], func(d flow.Value) bool { return p.namedTemporary(d.Expr) })
}

// namedTemporary reports whether the constant text in the last element of the
// path e is that of the name of such a file.
func (p *Checker) namedTemporary(e ast.Expr) bool {
	tail := p.paths.Tail(e)
	return trace.SuffixHint(tail, trace.Unknown) == trace.Staging ||
		slices.ContainsFunc(append(p.paths.NameTexts(e), tail), func(text string) bool { return knowledge.Speaks(text, knowledge.DraftWords) })
}

// addWriter adds the call at c if it writes a file at a path that is wanted.
func (r *resolver) addWriter(c inspector.Cursor, wanted func(ast.Expr) bool) {
	call := c.Node().(*ast.CallExpr)
	if k, ok := r.creator(c); ok {
		if wanted(k.Path) {
			r.add(r.opened(k))
		}
		return
	}
	for i, arg := range call.Args {
		t := r.traitOf(call, i)
		if !t.Draft && !t.Opens || !flow.IsPath(r.Info.TypeOf(arg)) || !wanted(arg) {
			continue
		}
		if t.Draft {
			r.add(&Draft{Made: c, Call: call, Kind: draftWritten, Path: arg, helper: t})
		} else {
			r.add(r.openedBy(c, arg, t))
		}
	}
}

// openedBy returns the draft that the call at c of a helper makes at path.
func (r *resolver) openedBy(c inspector.Cursor, path ast.Expr, t facts.Trait) *Draft {
	d := &Draft{Made: c, Call: c.Node().(*ast.CallExpr), Kind: draftOpened, Path: path, flags: trace.FlagCreate}
	if t.OpenSync {
		d.flags |= trace.FlagSync
	}
	if !t.Fixed {
		d.flags |= trace.FlagExcl
	}
	d.handles = []handleRef{{call: c}}
	return d
}

func (r *resolver) add(d *Draft) {
	if d != nil && !r.seen[d.Call] {
		r.seen[d.Call] = true
		r.found = append(r.found, d)
	}
}

// creator returns the sink that the call at c is, on the operating system's
// file system or another, if it may create a file to be filled.
func (p *Checker) creator(c inspector.Cursor) (trace.Sink, bool) {
	k, ok := p.sums.Sink(c)
	if !ok {
		k, ok = fileSystemSink(p.Info, c)
	}
	if !ok || k.Kind == knowledge.OpenNumber {
		return trace.Sink{}, false
	}
	return k, true
}

// opened returns the draft that the sink k makes, or nil if it does not begin
// a new file.
func (p *Checker) opened(k trace.Sink) *Draft {
	d := &Draft{Made: k.Cursor, Call: k.Call, Kind: draftOpened, Path: k.Path, flags: trace.FlagsOf(p.Flow, k)}
	if k.Kind == knowledge.WholeFile {
		d.Kind = DraftWhole
		return d
	}
	d.handles = []handleRef{{call: k.Cursor}}
	if d.flags&(trace.FlagCreate|trace.FlagUnknown) == 0 {
		return nil
	}
	return d
}
