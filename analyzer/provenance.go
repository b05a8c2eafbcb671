package analyzer

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An origin tells what kind of file a path names.
type origin uint8

const (
	unset     origin = iota // no path: the zero value of a variable
	special                 // a device, a pipe, a file of the kernel
	temporary               // in a temporary directory, or removed by its maker
	staging                 // renamed into place when it is complete
	unknown                 // nothing tells
	output                  // a name that readers use
)

// worse returns the origin of a path that may have either of two.
func worse(a, b origin) origin { return max(a, b) }

// harmless reports whether a broken file of origin o misleads nobody.
func (o origin) harmless() bool { return o == special || o == temporary || o == staging }

// provenance answers what a path names, from where it comes and from what is
// done with it.
type provenance struct {
	*flow
	sums *summaries
	root inspector.Cursor

	moves  map[types.Object][]move  // by variable: the renames of what it holds
	events map[ast.Node]*pathEvents // by declaration

	everywhere []move // of allMoves, if listed is set
	listed     bool
}

// forget drops what was derived from summaries that have changed since.
func (p *provenance) forget() {
	p.moves = make(map[types.Object][]move)
	p.events = make(map[ast.Node]*pathEvents)
	p.everywhere, p.listed = nil, false
}

// A site is a path expression and the place where it is used as a path.
type site struct {
	expr ast.Expr
	at   inspector.Cursor // the call that uses it
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
	fn    *function
	args  []value
	outer *frame
	depth int
}

// maxDepth bounds how many values, one set to the next, are followed to tell
// what a path names. What lies beyond is unknown.
const maxDepth = 12

// of returns the origin of the path of s.
func (p *provenance) of(s site) origin {
	if controlFile(p.tail(s.expr)) {
		return special
	}
	o := p.trace(s, make(map[types.Object]bool), 0)
	if o == unknown && controlsKernel(p.pkg.Path()) {
		return special
	}
	return o
}

func (p *provenance) trace(s site, seen map[types.Object]bool, depth int) origin {
	if depth > maxDepth {
		return unknown
	}
	e := ast.Unparen(s.expr)
	if tv := p.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		if o := literal(constant.StringVal(tv.Value)); o != output {
			return o
		}
		return p.fated(s, output)
	}
	switch e := e.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		return p.object(s, e, seen, depth)
	case *ast.CallExpr:
		return p.fated(s, p.call(s, e, seen, depth))
	case *ast.BinaryExpr:
		o := p.trace(s.extending(e.X, endsInSlash(p.tail(e.X)) || startsWithSlash(p.head(e.Y, 0))), seen, depth+1)
		if o.harmless() {
			return o
		}
		if p.consumed(s.with(e.X)) {
			return temporary
		}
		return p.fated(s, suffixHint(p.tail(e.Y), o))
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
	return unknown
}

func (s site) with(e ast.Expr) site { s.expr = e; return s }

// extending returns the site of e, which the path of s adds something to;
// inside tells that what it adds begins below e.
func (s site) extending(e ast.Expr, inside bool) site {
	s.expr, s.beside, s.below = e, !inside, s.below || inside
	return s
}

// in returns the site of e, a directory that holds the path of s.
func (s site) in(e ast.Expr) site { s.expr, s.beside, s.below = e, false, true; return s }

// elements returns the worst origin among the elements of a slice or map.
func (p *provenance) elements(s site, lit *ast.CompositeLit, seen map[types.Object]bool, depth int) origin {
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
func (p *provenance) object(s site, e ast.Expr, seen map[types.Object]bool, depth int) origin {
	obj := p.objectOf(e)
	if obj == nil {
		return unknown
	}
	if v, ok := obj.(*types.Var); ok && v.IsField() {
		s.kept = true
	}
	if foreign(obj, p.pkg) {
		return s.hinted(obj.Name())
	}
	if !s.beside && p.published(obj, s) {
		return staging
	}
	if !s.beside && p.removedAfter(s) {
		return temporary
	}
	if seen[obj] {
		return unset
	}
	defs, closed := p.definitions(obj)
	last, ok := p.reaching(obj, defs, e)
	if ok && !slices.ContainsFunc(last, func(d value) bool { return d.expr.End() > e.Pos() }) {
		return p.worst(s, last, seen, depth) // a value from before cannot come back to e
	}
	seen[obj] = true
	defer delete(seen, obj)
	if ok {
		return p.worst(s, last, seen, depth)
	}

	if ref, ok := p.param[obj]; ok {
		if fr := s.env.lookup(ref.fn); fr != nil && ref.index < len(fr.args) && len(p.defs[obj]) == 0 {
			arg := fr.args[ref.index]
			return p.trace(site{arg.expr, arg.cursor, fr.outer, s.beside, s.below, s.kept}, seen, depth+1)
		}
	}
	if ref, ok := p.param[obj]; ok && p.givenTemporary(ref.fn) {
		return staging
	}
	o := p.worst(s, defs, seen, depth)
	if !closed || o == unset {
		o = worse(o, s.hinted(obj.Name()))
	}
	return o
}

// hinted returns the origin that the name of a variable suggests, of which the
// flow tells nothing.
func (s site) hinted(name string) origin {
	if s.kept {
		return unknown
	}
	return hinted(name, unknown)
}

// worst traces the values that a variable may hold.
func (p *provenance) worst(s site, defs []value, seen map[types.Object]bool, depth int) origin {
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
func (p *provenance) givenTemporary(fn *function) bool {
	if parentKind(fn.cursor) != edge.CallExpr_Args {
		return false
	}
	callee := p.callee(fn.cursor.Parent().Node().(*ast.CallExpr))
	return callee != nil && callee.FullName() == defaultWriter()+".WritePath"
}

// definition traces one value that a variable may hold.
func (p *provenance) definition(s site, d value, seen map[types.Object]bool, depth int) origin {
	at := d.cursor
	if s.env == nil && sameFunction(at, s.at) {
		at = s.at // what is done with the file afterwards counts, too
	}
	ds := site{d.expr, at, s.env, s.beside, s.below, s.kept}
	if d.index >= 0 {
		if call, ok := ast.Unparen(d.expr).(*ast.CallExpr); ok {
			return p.result(ds, call, d.index, seen, depth)
		}
	}
	return p.trace(ds, seen, depth+1)
}

// call traces the path that a call returns.
func (p *provenance) call(s site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	if tv := p.info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
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
func (p *provenance) result(s site, call *ast.CallExpr, i int, seen map[types.Object]bool, depth int) origin {
	if fn := p.local(call); fn != nil {
		return p.localResult(s, call, fn, i, seen, depth)
	}
	fn := p.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return hinted(calleeName(call), unknown)
	}
	if makesTemporary(p.info, fn, call) {
		return temporary
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
		if k, ok := keepsPath[name]; ok && k < len(call.Args) {
			return p.trace(s.with(call.Args[k]), seen, depth+1)
		}
	}
	if _, ok := sinkSpecs[fn.FullName()]; ok && len(call.Args) > 0 {
		return p.trace(s.with(call.Args[sinkSpecs[fn.FullName()].path]), seen, depth+1)
	}
	if r, ok := p.sums.result(fn, i); ok {
		if r.Temporary {
			return temporary
		}
		if r.Param >= 0 && r.Param < len(call.Args) {
			return p.trace(s.with(call.Args[r.Param]), seen, depth+1)
		}
	}
	return hinted(fn.Name(), unknown)
}

// localResult traces a result of a function of this package, with its
// parameters bound to the arguments of this call.
func (p *provenance) localResult(s site, call *ast.CallExpr, fn *function, i int, seen map[types.Object]bool, depth int) origin {
	if s.env.has(fn) || s.env.deep() {
		return unknown
	}
	fr := &frame{fn: fn, outer: s.env, depth: s.env.size() + 1}
	for _, arg := range call.Args {
		fr.args = append(fr.args, value{arg, s.at, whole})
	}
	o := unset
	for _, ret := range fn.returns {
		results := ret.Node().(*ast.ReturnStmt).Results
		switch {
		case len(results) == 0 && i < fn.sig.Results().Len():
			for _, d := range p.defs[fn.sig.Results().At(i)] {
				o = worse(o, p.definition(site{d.expr, ret, fr, s.beside, s.below, s.kept}, d, seen, depth+1))
			}
		case len(results) == 1 && fn.sig.Results().Len() > 1:
			if c, ok := ast.Unparen(results[0]).(*ast.CallExpr); ok {
				o = worse(o, p.result(site{c, ret, fr, s.beside, s.below, s.kept}, c, i, seen, depth+1))
			}
		case i < len(results):
			o = worse(o, p.trace(site{results[i], ret, fr, s.beside, s.below, s.kept}, seen, depth+1))
		}
	}
	if o == unset {
		return hinted(calleeName(call), unknown)
	}
	return o
}

// join traces filepath.Join: what its first elements name holds for the file.
func (p *provenance) join(s site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	o := unset
	for i, arg := range call.Args {
		as := s.in(arg)
		if i == len(call.Args)-1 {
			as = s.with(arg)
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
		if controlFile(p.tail(arg)) {
			return special
		}
	}
	return suffixHint(p.tail(call.Args[len(call.Args)-1]), o)
}

// sprintf traces fmt.Sprintf by its first literal text or operand.
func (p *provenance) sprintf(s site, call *ast.CallExpr, seen map[types.Object]bool, depth int) origin {
	if len(call.Args) == 0 {
		return unknown
	}
	tv := p.info.Types[call.Args[0]]
	if tv.Value == nil {
		return p.trace(s.with(call.Args[0]), seen, depth+1)
	}
	format := constant.StringVal(tv.Value)
	if !strings.HasPrefix(format, "%") {
		return suffixHint(format, literal(format))
	}
	if len(call.Args) < 2 {
		return unknown
	}
	rest := ""
	if verb := strings.IndexFunc(format, unicode.IsLetter); verb >= 0 {
		rest = format[verb+1:]
	}
	o := p.trace(s.extending(call.Args[1], startsWithSlash(rest)), seen, depth+1)
	if o.harmless() {
		return o
	}
	return suffixHint(format, o)
}

// fated returns staging or temporary if that is what becomes of the file of s,
// else o.
func (p *provenance) fated(s site, o origin) origin {
	switch {
	case o.harmless():
		return o
	case s.beside:
		return o
	case p.movedAfter(s):
		return staging
	case p.removedAfter(s):
		return temporary
	}
	return o
}

func (fr *frame) lookup(fn *function) *frame {
	for ; fr != nil; fr = fr.outer {
		if fr.fn == fn {
			return fr
		}
	}
	return nil
}

func (fr *frame) has(fn *function) bool { return fr.lookup(fn) != nil }

func (fr *frame) size() int {
	if fr == nil {
		return 0
	}
	return fr.depth
}

func (fr *frame) deep() bool { return fr.size() >= 4 }

// foreign reports whether obj belongs to a package other than pkg.
func foreign(obj types.Object, pkg *types.Package) bool {
	return obj.Pkg() != nil && obj.Pkg() != pkg
}

// sameFunction reports whether a and b stand in the same declared function.
func sameFunction(a, b inspector.Cursor) bool {
	da, oka := declaration(a)
	db, okb := declaration(b)
	return oka && okb && da == db
}

// calleeName returns the name by which call names its function, without what
// stands before a dot.
func calleeName(call *ast.CallExpr) string {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// isFileName reports whether fn is (*os.File).Name.
func isFileName(fn *types.Func) bool { return fn.FullName() == "(*os.File).Name" }

// keepsPath holds functions whose result names the same file as an argument,
// or one beside it, with the index of that argument.
var keepsPath = map[string]int{
	"path/filepath.Abs":          0,
	"path/filepath.Clean":        0,
	"path/filepath.Dir":          0,
	"path/filepath.EvalSymlinks": 0,
	"path/filepath.FromSlash":    0,
	"path/filepath.Glob":         0,
	"path/filepath.ToSlash":      0,
	"path.Clean":                 0,
	"path.Dir":                   0,
	"os.ExpandEnv":               0,
	"os.OpenRoot":                0,
	"strings.Clone":              0,
	"strings.Replace":            0,
	"strings.ReplaceAll":         0,
	"strings.ToLower":            0,
	"strings.TrimPrefix":         0,
	"strings.TrimRight":          0,
	"strings.TrimSpace":          0,
	"strings.TrimSuffix":         0,
}
