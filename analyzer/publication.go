package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A move is a call that renames or links a path: the publication of what a
// temporary holds, or the making of a backup.
type move struct {
	at       inspector.Cursor // the call
	src, dst ast.Expr
	link     bool // src stays
}

// A removal is a call that removes a path.
type removal struct {
	at   inspector.Cursor // the call
	path ast.Expr
}

// pathEvents are the moves and removals in one declaration.
type pathEvents struct {
	moves    []move
	removals []removal
}

// eventsIn finds the moves and removals in the declaration at c.
func (p *provenance) eventsIn(c inspector.Cursor) *pathEvents {
	if ev, ok := p.events[c.Node()]; ok {
		return ev
	}
	ev := new(pathEvents)
	p.events[c.Node()] = ev
	for c := range c.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for i, arg := range call.Args {
			role := p.sums.role(p.flow, call, i)
			if m, ok := moveBy(role, use{at: c, call: call, index: i}); ok {
				ev.moves = append(ev.moves, m)
			}
			if role.Removed {
				ev.removals = append(ev.removals, removal{c, arg})
			}
		}
	}
	return ev
}

// eventsAround finds the moves and removals in the declaration around c.
func (p *provenance) eventsAround(c inspector.Cursor) *pathEvents {
	if decl, ok := declaration(c); ok {
		return p.eventsIn(decl)
	}
	return new(pathEvents)
}

// published reports whether the path that obj holds, directly or as the name
// of an *os.File, is renamed into place after the call at.
func (p *provenance) published(obj types.Object, at inspector.Cursor) bool {
	moves, ok := p.moves[obj]
	if !ok {
		moves = p.movesOf(func(w *walker) { w.object(obj) })
		p.moves[obj] = moves
	}
	return p.anyPublishes(moves, at)
}

// publishedFile is like published for the file that result 0 of call opens.
func (p *provenance) publishedFile(call inspector.Cursor) bool {
	return p.anyPublishes(p.movesOf(func(w *walker) { w.result(call, 0) }), call)
}

func (p *provenance) anyPublishes(moves []move, at inspector.Cursor) bool {
	for _, m := range moves {
		if !p.backup(m) && !precedes(m.at, at) {
			return true
		}
	}
	return false
}

// movesOf returns the moves that a walk meets with the path as their source.
func (p *provenance) movesOf(start func(*walker)) []move {
	var moves []move
	w := p.sums.walk(func(u use) bool {
		switch u.kind {
		case method:
			return isFileName(u.fn)
		case argument:
		default:
			return false
		}
		if m, ok := moveBy(p.sums.role(p.flow, u.call, u.index), u); ok {
			moves = append(moves, m)
			return false
		}
		if u.fn == nil {
			return false
		}
		name := u.fn.FullName()
		spec, isSink := sinkSpecs[name]
		return isSink && u.index == spec.path || sameFile[name]
	})
	start(w)
	return moves
}

// moveBy returns the move that an argument of the given role makes.
func moveBy(role paramSummary, u use) (move, bool) {
	if role.MoveTo == 0 {
		return move{}, false
	}
	m := move{at: u.at, src: u.call.Args[u.index], link: role.Link}
	if k := role.MoveTo - 1; k < len(u.call.Args) {
		m.dst = u.call.Args[k]
	}
	return m, true
}

// sameFile holds functions that return another name of the very same file.
var sameFile = map[string]bool{
	"os.Open":                    true,
	"path/filepath.Abs":          true,
	"path/filepath.Clean":        true,
	"path/filepath.EvalSymlinks": true,
	"path/filepath.FromSlash":    true,
	"path/filepath.ToSlash":      true,
	"path.Clean":                 true,
	"strings.TrimSpace":          true,
}

// movedAfter reports whether a path spelled like that of s is renamed after
// the call of s. A path without local variables means the same in every
// function.
func (p *provenance) movedAfter(s site) bool {
	if p.anyMoves(p.eventsAround(s.at).moves, s) {
		return true
	}
	if !p.portable(s.expr, 0) {
		return false
	}
	for decl := range p.root.Preorder((*ast.FuncDecl)(nil)) {
		if p.anyMoves(p.eventsIn(decl).moves, s) {
			return true
		}
	}
	return false
}

func (p *provenance) anyMoves(moves []move, s site) bool {
	return slices.ContainsFunc(moves, func(m move) bool {
		return p.sameExpr(s.expr, m.src, 0) && !p.backup(m) && !precedes(m.at, s.at)
	})
}

// removedAfter reports whether the function that uses the path of s removes
// it, or a directory around it, when it is done.
func (p *provenance) removedAfter(s site) bool {
	for _, r := range p.eventsAround(s.at).removals {
		if r.at != s.at && (p.sameExpr(s.expr, r.path, 0) || p.within(s.expr, r.path)) && follows(r.at, s.at) {
			return true
		}
	}
	return false
}

// consumed reports whether the function has removed the file of s by the time
// that it uses s. Then that file was a message to it, which it has taken, and
// one whose name extends the path of s is the reply.
func (p *provenance) consumed(s site) bool {
	for _, r := range p.eventsAround(s.at).removals {
		call := r.at.Node().(*ast.CallExpr)
		if calleeName(call) == "Remove" && precedes(r.at, s.at) && p.sameExpr(s.expr, r.path, 0) {
			return true
		}
	}
	return false
}

// within reports whether the constant text that path begins with lies in the
// constant directory dir.
func (p *provenance) within(path, dir ast.Expr) bool {
	tv := p.info.Types[dir]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return false
	}
	d := constant.StringVal(tv.Value)
	return d != "" && strings.HasPrefix(p.head(path, 0), strings.TrimSuffix(d, "/")+"/")
}

// head returns the constant text that e begins with.
func (p *provenance) head(e ast.Expr, depth int) string {
	if depth > maxDepth {
		return ""
	}
	e = p.expand(e)
	if tv := p.info.Types[e]; tv.Value != nil && tv.Value.Kind() == constant.String {
		return constant.StringVal(tv.Value)
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.head(e.X, depth+1)
	case *ast.CallExpr:
		fn := p.callee(e)
		if fn == nil || len(e.Args) == 0 {
			return ""
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			format, _, _ := strings.Cut(p.head(e.Args[0], depth+1), "%")
			return format
		case "path/filepath.Join", "path.Join":
			if h := p.head(e.Args[0], depth+1); h != "" {
				return h + "/"
			}
		}
	}
	return ""
}

// backup reports whether m moves a file out of the way rather than into
// place: its new name is made by adding to the old one, says so, or is removed
// next. A link whose old name stays is no publication either.
func (p *provenance) backup(m move) bool {
	if m.link && !p.removed(m.src, m.at) {
		return true
	}
	if m.dst == nil {
		return false
	}
	return p.extends(m.dst, m.src, 0) || p.namedAside(m.dst) || p.removedAfter(site{expr: m.dst, at: m.at})
}

// removed reports whether the function around at removes path.
func (p *provenance) removed(path ast.Expr, at inspector.Cursor) bool {
	return slices.ContainsFunc(p.eventsAround(at).removals, func(r removal) bool {
		return p.sameExpr(path, r.path, 0)
	})
}

// namedAside reports whether the path e is, by its name, that of a file that
// was moved out of the way.
func (p *provenance) namedAside(e ast.Expr) bool {
	names := []ast.Expr{ast.Unparen(e), p.expand(e)}
	for _, e := range names {
		name := ""
		switch e := e.(type) {
		case *ast.Ident:
			name = e.Name
		case *ast.SelectorExpr:
			name = e.Sel.Name
		case *ast.CallExpr:
			name = calleeName(e)
		}
		if aside(name, p.tail(e)) {
			return true
		}
	}
	return false
}

// extends reports whether e is src with something added.
func (p *provenance) extends(e, src ast.Expr, depth int) bool {
	if depth > 4 {
		return false
	}
	e = p.expand(e)
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return p.sameExpr(e.X, src, 0) || p.extends(e.X, src, depth+1)
	case *ast.CallExpr:
		fn := p.callee(e)
		if fn == nil || len(e.Args) == 0 {
			return false
		}
		switch fn.FullName() {
		case "fmt.Sprintf":
			return len(e.Args) > 1 && (p.sameExpr(e.Args[1], src, 0) || p.extends(e.Args[1], src, depth+1))
		case "path/filepath.Join", "path.Join":
			for _, arg := range e.Args {
				if p.extends(arg, src, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// expand replaces a local variable that is set once by what it is set to.
func (p *provenance) expand(e ast.Expr) ast.Expr {
	for range 4 {
		e = ast.Unparen(e)
		id, ok := e.(*ast.Ident)
		if !ok {
			break
		}
		v, ok := p.info.ObjectOf(id).(*types.Var)
		if !ok || v.IsField() || v.Parent() == p.pkg.Scope() || p.addr[v] {
			break
		}
		if _, isParam := p.param[v]; isParam {
			break
		}
		defs := p.defs[v]
		if len(defs) != 1 || defs[0].index != whole {
			break
		}
		e = defs[0].expr
	}
	return e
}

// sameExpr reports whether a and b spell the same path: the same operators
// and calls over the same variables and constants.
func (p *provenance) sameExpr(a, b ast.Expr, depth int) bool {
	a, b = ast.Unparen(a), ast.Unparen(b)
	if oa := p.objectOf(a); oa != nil && oa == p.objectOf(b) {
		return true
	}
	a, b = p.expand(a), p.expand(b)
	va, vb := p.info.Types[a].Value, p.info.Types[b].Value
	if va != nil || vb != nil {
		return va != nil && vb != nil && constant.Compare(va, token.EQL, vb)
	}
	if depth > 8 {
		return false
	}
	switch a := a.(type) {
	case *ast.Ident, *ast.SelectorExpr:
		obj := p.objectOf(a)
		return obj != nil && obj == p.objectOf(b)
	case *ast.BinaryExpr:
		b, ok := b.(*ast.BinaryExpr)
		return ok && a.Op == b.Op && p.sameExpr(a.X, b.X, depth+1) && p.sameExpr(a.Y, b.Y, depth+1)
	case *ast.CallExpr:
		b, ok := b.(*ast.CallExpr)
		if !ok || len(a.Args) != len(b.Args) || p.callee(a) == nil || p.callee(a) != p.callee(b) {
			return false
		}
		ra, rb := receiver(a), receiver(b)
		if ra != nil && rb != nil && p.objectOf(ra) != nil && p.objectOf(rb) != nil && !types.Identical(p.info.TypeOf(ra), p.info.TypeOf(rb)) {
			return false
		}
		for i := range a.Args {
			if !p.sameExpr(a.Args[i], b.Args[i], depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// receiver returns the operand of a method call.
func receiver(call *ast.CallExpr) ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return sel.X
	}
	return nil
}

// portable reports whether e means the same path in every function: it holds
// a field, a method's result or a package variable, and no local variable but
// the receivers of those.
func (p *provenance) portable(e ast.Expr, depth int) bool {
	if depth > maxDepth {
		return false
	}
	e = p.expand(e)
	switch e := e.(type) {
	case *ast.SelectorExpr:
		v, ok := p.objectOf(e).(*types.Var)
		return ok && (v.IsField() || v.Parent() == p.pkg.Scope())
	case *ast.Ident:
		switch obj := p.objectOf(e).(type) {
		case *types.Const:
			return true
		case *types.Var:
			return obj.Parent() == p.pkg.Scope()
		}
		return false
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return p.portable(e.X, depth+1) && p.portable(e.Y, depth+1)
	case *ast.CallExpr:
		if len(e.Args) == 0 {
			fn := p.callee(e)
			return fn != nil && fn.Pkg() == p.pkg
		}
		for _, arg := range e.Args {
			if !p.portable(arg, depth+1) {
				return false
			}
		}
		return p.callee(e) != nil
	}
	return false
}

// precedes reports whether the call a runs before the call b: it stands before
// it in the same function body.
func precedes(a, b inspector.Cursor) bool {
	return a.Node().Pos() < b.Node().Pos() && body(a) == body(b)
}

// body returns the innermost function node around c.
func body(c inspector.Cursor) ast.Node {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return fc.Node()
	}
	return nil
}

// follows reports whether the call a runs after the call b on every path that
// goes on normally: it is deferred, or stands further down, and no condition
// leads to it that does not also lead to b.
func follows(a, b inspector.Cursor) bool {
	deferred := false
	for c := a; c.Node() != nil; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			if c.Contains(b) {
				return deferred || a.Node().Pos() > b.Node().Pos()
			}
		}
		switch parentKind(c) {
		case edge.DeferStmt_Call:
			deferred = true
		case edge.IfStmt_Body, edge.IfStmt_Else, edge.ForStmt_Body, edge.RangeStmt_Body,
			edge.CaseClause_Body, edge.CommClause_Body:
			return false // a condition that b need not meet
		case edge.FuncLit_Body:
			lit := c.Parent()
			if parentKind(lit) != edge.CallExpr_Fun || parentKind(lit.Parent()) != edge.DeferStmt_Call {
				return false
			}
		case edge.FuncDecl_Body:
			return false
		}
	}
	return false
}
