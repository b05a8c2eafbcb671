package analyzer

import (
	"go/ast"
	"go/types"
	"slices"

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

// allMoves finds the moves in all functions of the package.
func (p *provenance) allMoves() []move {
	if !p.listed {
		for decl := range p.root.Preorder((*ast.FuncDecl)(nil)) {
			p.everywhere = append(p.everywhere, p.eventsIn(decl).moves...)
		}
		p.listed = true
	}
	return p.everywhere
}

// published reports whether the path that obj holds, directly or as the name
// of an *os.File, is renamed into place after the call of s.
func (p *provenance) published(obj types.Object, s site) bool {
	moves, ok := p.moves[obj]
	if !ok {
		moves = p.movesOf(func(w *walker) { w.object(obj) })
		p.moves[obj] = moves
	}
	return slices.ContainsFunc(moves, func(m move) bool {
		return !(s.below && p.lasting(m.src)) && p.publishes(m, s.at)
	})
}

// publishedFile is like published for the file that result 0 of call opens.
func (p *provenance) publishedFile(call inspector.Cursor) bool {
	return slices.ContainsFunc(p.movesOf(func(w *walker) { w.result(call, 0) }), func(m move) bool {
		return p.publishes(m, call)
	})
}

// publishes reports whether m moves into place what the call at has written.
func (p *provenance) publishes(m move, at inspector.Cursor) bool {
	return !p.backup(m) && !precedes(m.at, at)
}

// lasting reports whether e is a field or package variable that holds a
// directory for good, as far as its name and its values tell. That such a
// directory is renamed somewhere, to be removed perhaps, publishes nothing.
func (p *provenance) lasting(e ast.Expr) bool {
	obj := p.objectOf(p.expand(e))
	v, ok := obj.(*types.Var)
	if !ok || !v.IsField() && v.Parent() != p.pkg.Scope() {
		return false
	}
	if speaks(v.Name(), stagingWords) || hinted(v.Name(), output) == temporary {
		return false
	}
	return !slices.ContainsFunc(p.defs[obj], func(d value) bool { return p.namedStaging(d.expr) })
}

// namedStaging reports whether the text that e ends in is that of a name for
// what is moved into place later.
func (p *provenance) namedStaging(e ast.Expr) bool {
	text := p.tail(e)
	return suffixHint(text, output) == staging || speaks(text, stagingWords)
}

// stagingWords are the words in the names of directories that are filled
// before they are moved into place.
var stagingWords = []string{"tmp", "temp", "staging", "stage", "next", "new", "partial", "pending", "incoming", "incomplete", "work", "building"}

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
	if !p.portable(s.expr, 0) || s.below && !p.namedStaging(s.expr) {
		return false
	}
	return p.anyMoves(p.allMoves(), s)
}

func (p *provenance) anyMoves(moves []move, s site) bool {
	return slices.ContainsFunc(moves, func(m move) bool {
		return p.sameExpr(s.expr, m.src, 0) && p.publishes(m, s.at)
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
