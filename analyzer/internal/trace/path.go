package trace

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/internal/module"
)

// An origin tells what kind of file a path names.
type origin uint8

const (
	unset     origin = iota // no path: the zero value of a variable
	Special                 // a device, a pipe, a file of the kernel
	Temporary               // in a temporary directory, or removed by its maker
	Staging                 // renamed into place when it is complete
	Unknown                 // nothing tells
	output                  // a name that readers use
)

// worse returns the origin of a path that may have either of two.
func worse(a, b origin) origin { return max(a, b) }

// harmless reports whether a broken file of origin o misleads nobody.
func (o origin) harmless() bool { return o == Special || o == Temporary || o == Staging }

// Provenance answers what a path names, from where it comes and from what is
// done with it.
type Provenance struct {
	*flow.Flow
	sums *Summaries
	Root inspector.Cursor

	moves  map[types.Object][]Move  // by variable: the renames of what it holds
	events map[ast.Node]*pathEvents // by declaration

	chdirs map[ast.Node]Site // of changesDir

	everywhere []Move // of allMoves, if listed is set
	listed     bool
}

// forget drops what was derived from summaries that have changed since.
func (p *Provenance) forget() {
	p.moves = make(map[types.Object][]Move)
	p.events = make(map[ast.Node]*pathEvents)
	p.everywhere, p.listed = nil, false
}

// A Site is a path expression and the place where it is used as a path.
type Site struct {
	Expr ast.Expr
	At   inspector.Cursor // the call that uses it
	env  *frame
	// beside is set if the path is not that of expr or inside it, but extends
	// its last element: then it shares the directory, but not the fate.
	beside bool
	// below is set if the path lies in the directory expr.
	below bool
	// kept is set if a field holds the path between calls: then the name of
	// the parameter that it was set from tells nothing.
	kept bool
}

// A frame binds the parameters of a function to the arguments of one call.
type frame struct {
	fn    *flow.Function
	args  []flow.Value
	outer *frame
	depth int
}

// Of returns the origin of the path of s.
func (p *Provenance) Of(s Site) origin {
	if knowledge.ControlFile(p.Tail(s.Expr)) {
		return Special
	}
	o := p.trace(s, make(map[types.Object]bool), 0)
	if o == Unknown && controlsKernel(p.Pkg.Path()) {
		return Special
	}
	return o
}

func (p *Provenance) trace(s Site, seen map[types.Object]bool, depth int) origin {
	if depth > knowledge.MaxDepth {
		return Unknown
	}
	e := ast.Unparen(s.Expr)
	if p.Info.Types[e].IsNil() {
		return unset // no file, beside an error
	}
	if tv := p.Info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		text := constant.StringVal(tv.Value)
		if o := literal(text); o != output {
			return o
		}
		if !startsWithSlash(text) && p.inEntered(s) {
			return Temporary
		}
		return p.fated(s, output)
	}
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return p.object(s, e, seen, depth)
	case *ast.CallExpr:
		return p.fated(s, p.call(s, e, seen, depth))
	case *ast.BinaryExpr:
		o := p.trace(s.extending(e.X, endsInSlash(p.Tail(e.X)) || startsWithSlash(p.Head(e.Y, 0))), seen, depth+1)
		if o.harmless() {
			return o
		}
		if p.consumed(s.with(e.X)) {
			return Temporary
		}
		return p.fated(s, SuffixHint(p.Tail(e.Y), o))
	case *ast.IndexExpr:
		return p.trace(s.with(e.X), seen, depth+1)
	case *ast.SliceExpr:
		return p.trace(s.with(e.X), seen, depth+1)
	case *ast.StarExpr:
		return p.trace(s.with(e.X), seen, depth+1)
	case *ast.UnaryExpr:
		return p.trace(s.with(e.X), seen, depth+1)
	case *ast.TypeAssertExpr:
		return p.trace(s.with(e.X), seen, depth+1)
	case *ast.CompositeLit:
		return p.elements(s, e, seen, depth)
	}
	return Unknown
}

func (s Site) with(e ast.Expr) Site { s.Expr = e; return s }

// extending returns the site of e, which the path of s adds something to;
// inside tells that what it adds begins below e.
func (s Site) extending(e ast.Expr, inside bool) Site {
	s.Expr, s.beside, s.below = e, !inside, s.below || inside
	return s
}

// in returns the site of e, a directory that holds the path of s.
func (s Site) in(e ast.Expr) Site { s.Expr, s.beside, s.below = e, false, true; return s }

// elements returns the worst origin among the elements of a slice or map.
func (p *Provenance) elements(s Site, lit *ast.CompositeLit, seen map[types.Object]bool, depth int) origin {
	o := unset
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
		}
		o = worse(o, p.trace(s.with(elt), seen, depth+1))
	}
	return o
}

// object traces a variable, field or parameter.
func (p *Provenance) object(s Site, e ast.Expr, seen map[types.Object]bool, depth int) origin {
	obj := p.ObjectOf(e)
	if obj == nil {
		return Unknown
	}
	if v, ok := obj.(*types.Var); ok && v.IsField() {
		s.kept = true
	}
	if Foreign(obj, p.Pkg) {
		return s.hinted(obj.Name())
	}
	if !s.beside && p.published(obj, s) {
		return Staging
	}
	if !s.beside && p.removedAfter(s) {
		return Temporary
	}
	if seen[obj] {
		return unset
	}
	defs, closed := p.Definitions(obj)
	last, ok := p.Reaching(obj, defs, e)
	if ok && !slices.ContainsFunc(last, func(d flow.Value) bool { return d.Expr.End() > e.Pos() }) {
		return p.worst(s, last, seen, depth) // a value from before cannot come back to e
	}
	seen[obj] = true
	defer delete(seen, obj)
	if ok {
		return p.worst(s, last, seen, depth)
	}

	if ref, ok := p.Param[obj]; ok {
		if fr := s.env.lookup(ref.Fn); fr != nil && ref.Index < len(fr.args) && len(p.Defs[obj]) == 0 {
			arg := fr.args[ref.Index]
			return p.trace(Site{arg.Expr, arg.Cursor, fr.outer, s.beside, s.below, s.kept}, seen, depth+1)
		}
	}
	if ref, ok := p.Param[obj]; ok && p.givenTemporary(ref.Fn) {
		return Staging
	}
	if ref, ok := p.Param[obj]; ok {
		if root, ok := p.walkedRoot(ref); ok {
			return p.trace(s.in(root.Expr), seen, depth+1)
		}
	}
	o := p.worst(s, defs, seen, depth)
	if o == Special && s.kept {
		return o // what the package itself puts there tells what it is for
	}
	if !closed || o == unset {
		o = worse(o, s.hinted(obj.Name()))
	}
	return o
}

// hinted returns the origin that the name of a variable suggests, of which the
// flow tells nothing.
func (s Site) hinted(name string) origin {
	if s.kept {
		return Unknown
	}
	return hinted(name, Unknown)
}

// worst traces the values that a variable may hold.
func (p *Provenance) worst(s Site, defs []flow.Value, seen map[types.Object]bool, depth int) origin {
	o := unset
	for _, d := range defs {
		if o = worse(o, p.definition(s, d, seen, depth)); o == output {
			break // there is nothing worse
		}
	}
	return o
}

// givenTemporary reports whether fn is a literal that is passed to WritePath of
// the writer, which calls it with the path of a temporary.
func (p *Provenance) givenTemporary(fn *flow.Function) bool {
	if flow.ParentKind(fn.Cursor) != edge.CallExpr_Args {
		return false
	}
	callee := p.Callee(fn.Cursor.Parent().Node().(*ast.CallExpr))
	return callee != nil && callee.FullName() == module.Writer()+".WritePath"
}

// walkedRoot returns the directory below which the path in the parameter lies,
// if that is the first one of a literal passed to filepath.Walk or its like.
func (p *Provenance) walkedRoot(ref flow.ParamRef) (flow.Value, bool) {
	kind, i := ref.Fn.Cursor.ParentEdge()
	if kind != edge.CallExpr_Args || i != 1 || ref.Index != 0 {
		return flow.Value{}, false
	}
	at := ref.Fn.Cursor.Parent()
	call := at.Node().(*ast.CallExpr)
	callee := p.Callee(call)
	if callee == nil || !knowledge.Walkers[callee.FullName()] {
		return flow.Value{}, false
	}
	return flow.Value{Expr: call.Args[0], Cursor: at, Index: flow.Whole}, true
}

// definition traces one value that a variable may hold.
func (p *Provenance) definition(s Site, d flow.Value, seen map[types.Object]bool, depth int) origin {
	at := d.Cursor
	if s.env == nil && SameFunction(at, s.At) {
		at = s.At // what is done with the file afterwards counts, too
	}
	ds := Site{d.Expr, at, s.env, s.beside, s.below, s.kept}
	if d.Index >= 0 {
		if call, ok := ast.Unparen(d.Expr).(*ast.CallExpr); ok {
			return p.result(ds, call, d.Index, seen, depth)
		}
	}
	return p.trace(ds, seen, depth+1)
}

// call traces the path that a call returns.
func (p *Provenance) call(s Site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	if tv := p.Info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return p.trace(s.with(call.Args[0]), seen, depth+1)
	} else if tv.IsBuiltin() {
		o := unset
		for _, arg := range call.Args {
			o = worse(o, p.trace(s.with(arg), seen, depth+1))
		}
		return o
	}
	return p.result(s, call, 0, seen, depth)
}

// result traces result i of a call.
func (p *Provenance) result(s Site, call *ast.CallExpr, i int, seen map[types.Object]bool, depth int) origin {
	if fn := p.Local(call); fn != nil {
		return p.localResult(s, call, fn, i, seen, depth)
	}
	fn := p.Callee(call)
	if fn == nil {
		return hinted(flow.CalleeName(call), Unknown)
	}
	if MakesTemporary(p.Info, fn, call) {
		return Temporary
	}
	if knowledge.StringFlags[fn.FullName()] && len(call.Args) == 3 {
		if p.trace(s.with(call.Args[1]), seen, depth+1) == Special {
			return Special // the default tells what the flag is for
		}
	}
	if isFileName(fn) {
		return p.trace(s.with(call.Fun.(*ast.SelectorExpr).X), seen, depth+1)
	}
	switch name := fn.FullName(); name {
	case "fmt.Sprintf", "fmt.Sprint", "fmt.Appendf":
		return p.sprintf(s, call, seen, depth)
	case "path/filepath.Join", "path.Join":
		return p.join(s, call, seen, depth)
	default:
		if k, ok := knowledge.KeepsPath[name]; ok && k < len(call.Args) {
			return p.trace(s.with(call.Args[k]), seen, depth+1)
		}
	}
	if _, ok := knowledge.Sinks[fn.FullName()]; ok && len(call.Args) > 0 {
		return p.trace(s.with(call.Args[knowledge.Sinks[fn.FullName()].Path]), seen, depth+1)
	}
	if r, ok := p.sums.Result(fn, i); ok {
		if r.Temporary {
			return Temporary
		}
		if r.Param >= 0 && r.Param < len(call.Args) {
			return p.trace(s.with(call.Args[r.Param]), seen, depth+1)
		}
	}
	return hinted(fn.Name(), Unknown)
}

// localResult traces a result of a function of this package, with its
// parameters bound to the arguments of this call.
func (p *Provenance) localResult(s Site, call *ast.CallExpr, fn *flow.Function, i int, seen map[types.Object]bool, depth int) origin {
	if s.env.deep() {
		return Unknown
	}
	fr := &frame{fn: fn, outer: s.env, depth: s.env.size() + 1}
	for _, arg := range call.Args {
		fr.args = append(fr.args, flow.Value{Expr: arg, Cursor: s.At, Index: flow.Whole})
	}
	o := unset
	for _, ret := range fn.Returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		switch {
		case len(results) == 0 && i < fn.Sig.Results().Len():
			for _, d := range p.Defs[fn.Sig.Results().At(i)] {
				o = worse(o, p.definition(Site{d.Expr, ret, fr, s.beside, s.below, s.kept}, d, seen, depth+1))
			}
		case len(results) == 1 && fn.Sig.Results().Len() > 1:
			if c, ok := ast.Unparen(results[0]).(*ast.CallExpr); ok {
				o = worse(o, p.result(Site{c, ret, fr, s.beside, s.below, s.kept}, c, i, seen, depth+1))
			}
		case i < len(results):
			o = worse(o, p.trace(Site{results[i], ret, fr, s.beside, s.below, s.kept}, seen, depth+1))
		}
	}
	if o == unset {
		return hinted(flow.CalleeName(call), Unknown)
	}
	return o
}

// join traces filepath.Join: what its first elements name holds for the file.
func (p *Provenance) join(s Site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	o := unset
	for i, arg := range call.Args {
		as := s.in(arg)
		if i == len(call.Args)-1 {
			as = s.with(arg)
		}
		if seen[p.ObjectOf(arg)] {
			return unset // a place below one that is judged itself
		}
		o = p.trace(as, seen, depth+1)
		if o != unset {
			break
		}
	}
	if o.harmless() || len(call.Args) == 0 {
		return o
	}
	for _, arg := range call.Args[1:] {
		if knowledge.ControlFile(p.Tail(arg)) {
			return Special
		}
	}
	return SuffixHint(p.Tail(call.Args[len(call.Args)-1]), o)
}

// sprintf traces fmt.Sprintf by its first literal text or operand.
func (p *Provenance) sprintf(s Site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	if len(call.Args) == 0 {
		return Unknown
	}
	tv := p.Info.Types[call.Args[0]]
	if tv.Value == nil {
		return p.trace(s.with(call.Args[0]), seen, depth+1)
	}
	format := constant.StringVal(tv.Value)
	if !strings.HasPrefix(format, "%") {
		return SuffixHint(format, literal(format))
	}
	if len(call.Args) < 2 {
		return Unknown
	}
	rest := ""
	if verb := strings.IndexFunc(format, unicode.IsLetter); verb >= 0 {
		rest = format[verb+1:]
	}
	o := p.trace(s.extending(call.Args[1], startsWithSlash(rest)), seen, depth+1)
	if o.harmless() {
		return o
	}
	return SuffixHint(format, o)
}

// fated returns staging or temporary if that is what becomes of the file of s,
// else o.
func (p *Provenance) fated(s Site, o origin) origin {
	switch {
	case o.harmless():
		return o
	case s.beside:
		return o
	case p.movedAfter(s):
		return Staging
	case p.removedAfter(s):
		return Temporary
	}
	return o
}

func (fr *frame) lookup(fn *flow.Function) *frame {
	for ; fr != nil; fr = fr.outer {
		if fr.fn == fn {
			return fr
		}
	}
	return nil
}

func (fr *frame) size() int {
	if fr == nil {
		return 0
	}
	return fr.depth
}

func (fr *frame) deep() bool { return fr.size() >= knowledge.MaxFrames }

// Foreign reports whether obj belongs to a package other than pkg.
func Foreign(obj types.Object, pkg *types.Package) bool {
	return obj.Pkg() != nil && obj.Pkg() != pkg
}

// SameFunction reports whether a and b stand in the same declared function.
func SameFunction(a, b inspector.Cursor) bool {
	da, oka := flow.Declaration(a)
	db, okb := flow.Declaration(b)
	return oka && okb && da == db
}

// isFileName reports whether fn is (*os.File).Name.
func isFileName(fn *types.Func) bool { return fn.FullName() == "(*os.File).Name" }
