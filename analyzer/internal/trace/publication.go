package trace

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A Move is a call that renames or links a path: the publication of what a
// temporary holds, or the making of a backup.
type Move struct {
	At       inspector.Cursor // the call
	Src, Dst ast.Expr
	link     bool // src stays
}

// A Removal is a call that removes a path.
type Removal struct {
	At   inspector.Cursor // the call
	Path ast.Expr
}

// pathEvents are what one declaration moves and removes, and the directories
// that it makes the current one.
type pathEvents struct {
	moves    []Move
	Removals []Removal
	entries  []entry
}

// eventsIn finds the pathEvents of the declaration at c.
func (p *Provenance) eventsIn(c inspector.Cursor) *pathEvents {
	if ev, ok := p.events[c.Node()]; ok {
		return ev
	}
	ev := new(pathEvents)
	p.events[c.Node()] = ev
	for c := range c.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if dir, ok := p.entered(c); ok {
			ev.entries = append(ev.entries, entry{c, dir})
		}
		for i, arg := range call.Args {
			role := p.sums.Role(p.Flow, call, i)
			if m, ok := MoveBy(role, flow.Use{At: c, Call: call, Index: i}); ok {
				ev.moves = append(ev.moves, m)
			}
			if role.Removed {
				ev.Removals = append(ev.Removals, Removal{c, arg})
			}
		}
	}
	return ev
}

// EventsAround finds the pathEvents of the declaration around c.
func (p *Provenance) EventsAround(c inspector.Cursor) *pathEvents {
	if decl, ok := flow.Declaration(c); ok {
		return p.eventsIn(decl)
	}
	return new(pathEvents)
}

// allMoves finds the moves in all functions of the package.
func (p *Provenance) allMoves() []Move {
	if !p.listed {
		for decl := range p.Root.Preorder((*ast.FuncDecl)(nil)) {
			p.everywhere = append(p.everywhere, p.eventsIn(decl).moves...)
		}
		p.listed = true
	}
	return p.everywhere
}

// published reports whether the path that obj holds, directly or as the name
// of an *os.File, is renamed into place after the call of s.
func (p *Provenance) published(obj types.Object, s Site) bool {
	moves, ok := p.moves[obj]
	if !ok {
		moves = p.movesOf(func(w *flow.Walker) { w.Object(obj) })
		p.moves[obj] = moves
	}
	return slices.ContainsFunc(moves, func(m Move) bool {
		return !(s.below && p.lasting(m.Src)) && p.publishes(m, s.At)
	})
}

// publishedFile is like published for the file that result 0 of call opens.
func (p *Provenance) publishedFile(call inspector.Cursor) bool {
	return slices.ContainsFunc(p.movesOf(func(w *flow.Walker) { w.Result(call, 0) }), func(m Move) bool {
		return p.publishes(m, call)
	})
}

// publishes reports whether m moves into place what the call at has written.
func (p *Provenance) publishes(m Move, at inspector.Cursor) bool {
	return !p.Backup(m) && !flow.Precedes(m.At, at)
}

// lasting reports whether e is a field or package variable that holds a
// directory for good, as far as its name and its values tell. That such a
// directory is renamed somewhere, to be removed perhaps, publishes nothing.
func (p *Provenance) lasting(e ast.Expr) bool {
	obj := p.ObjectOf(p.Expand(e))
	v, ok := obj.(*types.Var)
	if !ok || !v.IsField() && v.Parent() != p.Pkg.Scope() {
		return false
	}
	if knowledge.Speaks(v.Name(), knowledge.StagingWords) || hinted(v.Name(), output) == Temporary {
		return false
	}
	return !slices.ContainsFunc(p.Defs[obj], func(d flow.Value) bool { return p.namedStaging(d.Expr) })
}

// namedStaging reports whether the text that e ends in is that of a name for
// what is moved into place later.
func (p *Provenance) namedStaging(e ast.Expr) bool {
	text := p.Tail(e)
	return SuffixHint(text, output) == Staging || knowledge.Speaks(text, knowledge.StagingWords)
}

// movesOf returns the moves that a walk meets with the path as their source.
func (p *Provenance) movesOf(start func(*flow.Walker)) []Move {
	var moves []Move
	w := p.sums.walk(func(u flow.Use) bool {
		switch u.Kind {
		case flow.Method:
			return isFileName(u.Fn)
		case flow.Argument:
		default:
			return false
		}
		if m, ok := MoveBy(p.sums.Role(p.Flow, u.Call, u.Index), u); ok {
			moves = append(moves, m)
			return false
		}
		if u.Fn == nil {
			return false
		}
		name := p.FullName(u.Fn)
		spec, isSink := knowledge.Sinks[name]
		return isSink && u.Index == spec.Path || knowledge.SameFile[name]
	})
	start(w)
	return moves
}

// MoveBy returns the move that an argument of the given role makes.
func MoveBy(role facts.Param, u flow.Use) (Move, bool) {
	if role.MoveTo == 0 {
		return Move{}, false
	}
	m := Move{At: u.At, Src: u.Call.Args[u.Index], link: role.Link}
	if k := role.MoveTo - 1; k < len(u.Call.Args) {
		m.Dst = u.Call.Args[k]
	}
	return m, true
}

// movedAfter reports whether a path spelled like that of s is renamed after
// the call of s. A path without local variables means the same in every
// function.
func (p *Provenance) movedAfter(s Site) bool {
	if p.anyMoves(p.EventsAround(s.At).moves, s) {
		return true
	}
	if !p.Portable(s.Expr, 0) || s.below && !p.namedStaging(s.Expr) {
		return false
	}
	return p.anyMoves(p.allMoves(), s)
}

func (p *Provenance) anyMoves(moves []Move, s Site) bool {
	return slices.ContainsFunc(moves, func(m Move) bool {
		return p.SameExpr(s.Expr, m.Src, 0) && p.publishes(m, s.At)
	})
}

// removedAfter reports whether the function that uses the path of s removes
// it, or a directory around it, when it is done.
func (p *Provenance) removedAfter(s Site) bool {
	if p.tellsProcess(s) {
		return false // until then others look for the process by it
	}
	for _, r := range p.EventsAround(s.At).Removals {
		if r.At != s.At && (p.SameExpr(s.Expr, r.Path, 0) || p.within(s.Expr, r.Path)) && p.FollowsSuccess(r.At, s.At) {
			return true
		}
	}
	return false
}

// tellsProcess reports whether the call of s writes the number of this process.
func (p *Provenance) tellsProcess(s Site) bool {
	if _, ok := s.At.Node().(*ast.CallExpr); !ok {
		return false // of the caller that passes the path
	}
	k, ok := SinkOf(p.Info, s.At, nil)
	return ok && k.Data != nil && p.mentions(k.Data, "os.Getpid", 0)
}

// mentions reports whether e, or what a variable in it holds, calls the function
// with the name.
func (p *Provenance) mentions(e ast.Expr, name string, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			fn := p.Callee(n)
			found = found || fn != nil && fn.FullName() == name
		case *ast.Ident:
			if held := p.Expand(n); held != n && depth < knowledge.MaxDepth {
				found = found || p.mentions(held, name, depth+1)
			}
		}
		return !found
	})
	return found
}

// consumed reports whether the function has removed the file of s by the time
// that it uses s. Then that file was a message to it, which it has taken, and
// one whose name extends the path of s is the reply.
func (p *Provenance) consumed(s Site) bool {
	for _, r := range p.EventsAround(s.At).Removals {
		call := r.At.Node().(*ast.CallExpr)
		if flow.CalleeName(call) == "Remove" && p.Leads(r.At, s.At) && p.SameExpr(s.Expr, r.Path, 0) {
			return true
		}
	}
	return false
}

// Backup reports whether m moves a file out of the way rather than into
// place: its new name is made by adding to the old one, says so, is removed
// next, or is renamed back. A link whose old name stays is no publication either.
func (p *Provenance) Backup(m Move) bool {
	if m.link && !p.removed(m.Src, m.At) {
		return true
	}
	if m.Dst == nil {
		return false
	}
	return p.extends(m.Dst, m.Src, 0) || p.shifts(m) || p.namedAside(m.Dst) || p.removedAfter(Site{Expr: m.Dst, At: m.At}) || p.movedBack(m)
}

// shifts reports whether m gives a file the name of the next one: both names
// differ only in a number, or the new one extends some name that a variable
// holds, one after the other.
func (p *Provenance) shifts(m Move) bool {
	if flow.InLoop(m.At) && p.sameButNumbers(m.Src, m.Dst) {
		return true
	}
	return slices.ContainsFunc(p.Defs[p.ObjectOf(m.Src)], func(d flow.Value) bool {
		return d.Index == flow.Whole && p.extends(m.Dst, d.Expr, 0)
	})
}

// movedBack reports whether the function around m also renames the other way,
// to put back what m moves, or what m puts back.
func (p *Provenance) movedBack(m Move) bool {
	return slices.ContainsFunc(p.EventsAround(m.At).moves, func(back Move) bool {
		return back.At != m.At && p.SameExpr(back.Src, m.Dst, 0) && p.SameExpr(back.Dst, m.Src, 0)
	})
}

// removed reports whether the function around at removes path.
func (p *Provenance) removed(path ast.Expr, at inspector.Cursor) bool {
	return slices.ContainsFunc(p.EventsAround(at).Removals, func(r Removal) bool {
		return p.SameExpr(path, r.Path, 0)
	})
}

// namedAside reports whether the path e is, by its name, that of a file that
// was moved out of the way.
func (p *Provenance) namedAside(e ast.Expr) bool {
	names := []ast.Expr{ast.Unparen(e), p.Expand(e)}
	for _, e := range names {
		name := ""
		switch e := e.(type) {
		case *ast.Ident:
			name = e.Name
		case *ast.SelectorExpr:
			name = e.Sel.Name
		case *ast.CallExpr:
			name = flow.CalleeName(e)
		}
		if aside(name, p.Tail(e)) {
			return true
		}
	}
	return false
}
