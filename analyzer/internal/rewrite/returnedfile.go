package rewrite

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A function that opens a file and returns it can open it with the writer if
// it then returns the writer's File, and all its callers publish that. The fix
// rewrites all of them, or nothing.

// A handout is the rewrite of a function that opens a file for its callers.
type handout struct {
	*Fixer
	fns     []*flow.Function // that return the file, from the one that opens it outwards
	edits   []analysis.TextEdit
	widened []widening
	writers []*source // that need the writer
	gone    map[*source][]ast.Expr
}

// handsOut reports whether the function around s returns the file.
func (x *Fixer) handsOut(s trace.Sink) bool {
	c, kind := unparen(s.Cursor)
	if kind == edge.ReturnStmt_Results {
		return true
	}
	h := &handle{Fixer: x, s: s}
	assign, ok := c.Parent().Node().(*ast.AssignStmt)
	if !ok {
		return false
	}
	h.assign = assign
	return h.variables() == "" && slices.ContainsFunc(x.flow.Uses[h.v], func(c inspector.Cursor) bool { return flow.ParentKind(c) == edge.ReturnStmt_Results })
}

// fixHandout rewrites a call that opens a file which the function returns.
func (x *Fixer) fixHandout(s trace.Sink, src *source) (*analysis.SuggestedFix, string) {
	if x.addsTrunc(s) {
		return nil, "without O_TRUNC it keeps old content beyond the new"
	}
	o := &handout{Fixer: x, gone: make(map[*source][]ast.Expr)}
	if reason := o.follow(s, src); reason != "" {
		return nil, reason
	}
	imports, edits := x.callEdits(s, src)
	o.edits = append(append(o.edits, imports...), edits...)
	o.gone[src] = append(o.gone[src], s.Call.Fun)
	o.edits = append(o.edits, x.widen(o.widened, o.gone)...)
	o.edits = append(o.edits, x.dropGone(o.gone, o.writers, o.widened)...)
	if !o.merge() {
		return nil, "what becomes of the file in its callers cannot be rewritten at once"
	}
	return &analysis.SuggestedFix{
		Message:   fmt.Sprintf("Write the file atomically with %s.%s, and publish it in the callers of %s", ImportName(x.writer), OpenName(s), o.fns[0].Obj.Name()),
		TextEdits: o.edits,
	}, ""
}

// need notes that src needs the import of the writer.
func (o *handout) need(src *source) {
	if !slices.Contains(o.writers, src) {
		o.writers = append(o.writers, src)
	}
}

// merge puts the edits in order and leaves out those that are there twice. It
// reports false if two get in each other's way.
func (o *handout) merge() bool {
	slices.SortStableFunc(o.edits, func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	o.edits = slices.CompactFunc(o.edits, func(a, b analysis.TextEdit) bool {
		return a.Pos == b.Pos && a.End == b.End && string(a.NewText) == string(b.NewText)
	})
	for i, e := range o.edits[1:] {
		before := o.edits[i]
		if e.Pos < before.End || e.Pos == before.Pos && e.End == before.End {
			return false
		}
	}
	return true
}

// follow plans the rewrite of the function around s, which opens a file and
// returns it, and of the callers of that function.
func (o *handout) follow(s trace.Sink, src *source) string {
	what, reason := o.returned(s, src)
	if reason != "" {
		return what + reason
	}
	fn := o.flow.Enclosing(s.Cursor)
	result, reason := o.result(fn)
	if reason != "" {
		return what + " is returned, and " + reason
	}
	o.fns = append(o.fns, fn)
	q, imports := o.qualify(src, result.Pos(), "File")
	o.edits = append(append(o.edits, imports...), src.replace(result, "*"+q+"File"))
	o.need(src)
	o.gone[src] = append(o.gone[src], result.X)
	for _, c := range fn.Calls {
		if reason := o.caller(s, src, c); reason != "" {
			return what + " is returned, and " + reason
		}
	}
	return ""
}

// returned returns what the function around s returns the file as, and why it
// has more to do with it.
func (o *handout) returned(s trace.Sink, src *source) (what, reason string) {
	c, _ := unparen(s.Cursor)
	fn := o.flow.Enclosing(c)
	h := &handle{Fixer: o.Fixer, src: src, s: s}
	what = "the file"
	if assign, ok := c.Parent().Node().(*ast.AssignStmt); ok {
		h.assign = assign
		if reason := h.variables(); reason != "" {
			return "", reason
		}
		what, h.fn = h.name, flow.FunctionAround(c)
		if reason := h.declaration(); reason != "" {
			return "", reason
		}
		if !h.findBody(c.Parent()) || !h.returnsNext() {
			return what, " is returned, and used before that"
		}
	}
	for _, c := range fn.Returns {
		ret := c.Node().(*ast.ReturnStmt)
		switch {
		case len(ret.Results) == 1 && ast.Unparen(ret.Results[0]) == s.Call:
		case len(ret.Results) == 2 && o.isNil(ret.Results[0]) && !o.isNil(ret.Results[1]):
		case len(ret.Results) == 2 && h.v != nil && o.isObject(ret.Results[0], h.v):
		default:
			return what, fmt.Sprintf(" is returned, and line %d may return another one", o.line(ret.Pos()))
		}
	}
	return what, ""
}

// returnsNext reports whether the function returns the file as soon as it is
// open, and uses it for nothing else.
func (h *handle) returnsNext() bool {
	if len(h.body) != 1 || h.decl != nil {
		return false
	}
	ret, ok := h.body[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 2 || !h.isObject(ret.Results[0], h.v) || !h.isNil(ret.Results[1]) && !h.isObject(ret.Results[1], h.openErr) {
		return false
	}
	for _, c := range h.flow.Uses[h.v] {
		if kind, i := c.ParentEdge(); kind != edge.ReturnStmt_Results || i != 0 {
			return false
		}
	}
	return true
}

// result returns the type of the file among the results of fn, or why it cannot
// be another one.
func (o *handout) result(fn *flow.Function) (*ast.StarExpr, string) {
	decl, ok := fn.Cursor.Node().(*ast.FuncDecl)
	switch {
	case !ok || fn.Obj == nil:
		return nil, "a function literal returns it"
	case fn.Sig.Results().Len() != 2 || !isHandle(fn.Sig.Results().At(0).Type()) || !flow.IsError(fn.Sig.Results().At(1).Type()):
		return nil, fn.Obj.Name() + " does not return an *os.File and an error"
	case !o.changeable(fn):
		return nil, "code that is not in sight may call " + fn.Obj.Name()
	case len(fn.Calls) == 0:
		return nil, "nothing calls " + fn.Obj.Name()
	case slices.Contains(o.fns, fn):
		return nil, fn.Obj.Name() + " calls itself"
	}
	field := decl.Type.Results.List[0]
	star, ok := field.Type.(*ast.StarExpr)
	if !ok || len(field.Names) > 0 {
		return nil, fn.Obj.Name() + " does not return an *os.File and an error"
	}
	if file := o.mentionedElsewhere(field.Pos(), fn.Obj.Name()); file != "" {
		return nil, filepath.Base(file) + ", which is for another system or for tests, mentions " + fn.Obj.Name()
	}
	return star, ""
}

// caller plans the rewrite of the code around c, a call of the function around s
// that returns the file of s to it.
func (o *handout) caller(s trace.Sink, in *source, c inspector.Cursor) string {
	call := c.Node().(*ast.CallExpr)
	at := o.lineSeen(call.Pos(), s.Call.Pos())
	src, reason := o.source(call.Pos())
	if reason != "" {
		return at + " cannot change: " + reason
	}
	path := o.pathFrom(s, call)
	if path == nil {
		return at + " does not show the path"
	}
	s = trace.Sink{Cursor: c, Call: call, Fn: s.Fn, Kind: s.Kind, Path: path, Flag: s.Flag}
	if o.handsOut(s) {
		if reason := o.follow(s, src); reason != "" {
			return "in " + at + " " + reason
		}
		return ""
	}
	h, reason := o.newHandle(s, src)
	if reason != "" {
		return at + " cannot follow: " + reason
	}
	if n := h.otherName(); n != nil {
		return fmt.Sprintf("%s cannot follow: line %d may mean the file by another name", at, o.line(n.Pos()))
	}
	h.lookAround()
	plan, reason := h.plan()
	if reason != "" {
		return at + " cannot follow: " + reason
	}
	o.edits = append(o.edits, plan.edits...)
	o.widened = append(o.widened, h.widened...)
	for _, call := range plan.lostCalls() {
		o.gone[src] = append(o.gone[src], call.Fun)
	}
	if h.decl != nil {
		q, imports := o.qualify(src, h.decl.Pos(), "File")
		o.edits = append(append(o.edits, imports...), src.replace(h.decl.Type, "*"+q+"File"))
		o.gone[src] = append(o.gone[src], h.decl.Type.(*ast.StarExpr).X)
		o.need(src)
	}
	return ""
}

// pathFrom returns the path of s, as the code around call, which calls the
// function around s, would spell it, or nil if it cannot.
func (o *handout) pathFrom(s trace.Sink, call *ast.CallExpr) ast.Expr {
	fn := o.flow.Enclosing(s.Cursor)
	params := fn.Sig.Params()
	if len(call.Args) != params.Len() || fn.Sig.Variadic() {
		return nil
	}
	spelled := make(map[types.Object]ast.Expr)
	if recv := fn.Sig.Recv(); recv != nil {
		spelled[recv] = trace.Receiver(call)
	}
	for i := range params.Len() {
		if len(o.flow.Defs[params.At(i)]) == 0 { // it keeps what it is called with
			spelled[params.At(i)] = call.Args[i]
		}
	}
	return o.respell(s.Path, spelled, 0)
}

// respell returns e with the variables replaced by what is spelled for them, or
// nil if it depends on others of the function.
func (o *handout) respell(e ast.Expr, spelled map[types.Object]ast.Expr, depth int) ast.Expr {
	if depth > knowledge.MaxDepth {
		return nil
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BasicLit:
		return e
	case *ast.Ident:
		obj := o.pass.TypesInfo.Uses[e]
		v, ok := obj.(*types.Var)
		switch {
		case obj == nil:
			return nil
		case spelled[obj] != nil:
			return spelled[obj]
		case !ok || v.Parent() == o.pass.Pkg.Scope():
			return e
		case v.Kind() == types.LocalVar && len(o.flow.Defs[v]) == 1 && o.flow.Defs[v][0].Index == flow.Whole && !o.flow.Addr[v]:
			return o.respell(o.flow.Defs[v][0].Expr, spelled, depth+1)
		}
		return nil
	case *ast.SelectorExpr:
		if x := o.respell(e.X, spelled, depth+1); x != nil {
			return &ast.SelectorExpr{X: x, Sel: e.Sel}
		}
	case *ast.BinaryExpr:
		x, y := o.respell(e.X, spelled, depth+1), o.respell(e.Y, spelled, depth+1)
		if x != nil && y != nil {
			return &ast.BinaryExpr{X: x, Op: e.Op, Y: y}
		}
	case *ast.CallExpr:
		fun := o.respell(e.Fun, spelled, depth+1)
		if fun == nil || e.Ellipsis.IsValid() {
			return nil
		}
		call := &ast.CallExpr{Fun: fun}
		for _, arg := range e.Args {
			arg = o.respell(arg, spelled, depth+1)
			if arg == nil {
				return nil
			}
			call.Args = append(call.Args, arg)
		}
		return call
	}
	return nil
}

// otherName returns a call that may name the file in another way than the path
// does: where another function puts the path together, the code around it may
// have the same one from elsewhere.
func (h *handle) otherName() ast.Node {
	if isPlain(h.s.Path) || h.pass.TypesInfo.Types[h.s.Path].Value != nil {
		return nil
	}
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		early := call.End() < h.assign.Pos() && flow.ParentKind(c) != edge.DeferStmt_Call && flow.FunctionAround(c) == h.fn
		if call != h.s.Call && !early && h.takesName(call) {
			return call
		}
	}
	if fn := h.flow.Funcs[h.fn.Node()]; fn != nil {
		for _, c := range fn.Calls {
			for c := range flow.FunctionAround(c).Preorder((*ast.CallExpr)(nil)) {
				if call := c.Node().(*ast.CallExpr); h.removes(call) {
					return call
				}
			}
		}
	}
	return nil
}

// takesName reports whether call is given text that may be the name of a file,
// and is not the path as it is known.
func (h *handle) takesName(call *ast.CallExpr) bool {
	if h.touches(call) || !h.opensByName(call) {
		return false
	}
	return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		tv := h.pass.TypesInfo.Types[arg]
		return tv.Type != nil && flow.IsPath(tv.Type) && tv.Value == nil && !h.namedByPath(arg)
	})
}
