package alice

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
)

// Limits on what is tried at one crash point: as long as no more than so many
// changes may be lost, all combinations of them; otherwise that many at random.
const (
	allUpTo = 8 // changes
	samples = 64
)

// Explore tries the states that a model allows. Two states differ if a program
// could tell them apart, or if they must satisfy different demands.
func (r *Recording) Explore(m Model) *lab.Result {
	e := explorer{Recording: r, model: m, list: units(&r.before, r.ops), seen: make(map[string]bool),
		random: rand.New(rand.NewPCG(r.history.Run.Seed, 3))}
	e.when = m.durable(e.list, r.ops)
	for point := 0; point <= len(r.ops); point++ {
		e.explore(point)
	}
	return &e.result
}

// An explorer goes through the states of a recording.
type explorer struct {
	*Recording
	model  Model
	list   []unit
	when   []int // see durable
	random *rand.Rand
	seen   map[string]bool
	result lab.Result
}

// explore tries the states of a crash after so many ops.
func (e *explorer) explore(point int) {
	committed := 0
	for _, o := range e.ops[:point] {
		if o.kind == opCommit {
			committed = o.round.Round
		}
	}
	var sure, free []int
	for i, u := range e.list {
		switch {
		case u.at >= point:
		case e.when[i] <= point:
			sure = append(sure, i)
		default:
			free = append(free, i)
		}
	}
	for kept := range e.choices(free) {
		on := make([]bool, len(e.list))
		for _, i := range slices.Concat(sure, kept) {
			on[i] = true
		}
		e.try(on, committed)
	}
}

// choices yields which of the changes that may be lost are on the disk.
func (e *explorer) choices(free []int) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		if len(free) <= allUpTo {
			for bits := range 1 << len(free) {
				kept := e.pick(free, func(n int) bool { return bits>>n&1 != 0 })
				if e.possible(free, kept) && !yield(kept) {
					return
				}
			}
			return
		}
		for i := range samples {
			var kept []int
			switch n := e.random.IntN(len(free)); i % 4 {
			case 0:
				kept = slices.Concat(free[:n], free[n+1:]) // all but one
			case 1:
				kept = free[:n]
			default:
				share := e.random.Float64()
				kept = e.pick(free, func(int) bool { return e.random.Float64() < share })
			}
			if !yield(e.inOrder(free, kept)) {
				return
			}
		}
	}
}

func (e *explorer) pick(free []int, keep func(n int) bool) (kept []int) {
	for n, i := range free {
		if keep(n) {
			kept = append(kept, i)
		}
	}
	return kept
}

// possible reports whether the model allows exactly the kept ones of the free
// units to be on the disk.
func (e *explorer) possible(free, kept []int) bool {
	return len(e.inOrder(free, kept)) == len(kept)
}

// inOrder returns kept without the changes of metadata that come after one
// that is lost, if the model has them reach the disk in order.
func (e *explorer) inOrder(free, kept []int) []int {
	if !e.model.ordered {
		return kept
	}
	lost := false
	var list []int
	rest := kept // both are sorted
	for _, i := range free {
		isKept := len(rest) > 0 && rest[0] == i
		if isKept {
			rest = rest[1:]
		}
		lost = lost || !isKept && e.list[i].isMeta()
		if isKept && !(lost && e.list[i].isMeta()) {
			list = append(list, i)
		}
	}
	return list
}

// try judges the state in which the given units are on the disk.
func (e *explorer) try(on []bool, committed int) {
	state := e.before.clone()
	for _, o := range e.ops {
		if o.kind == opCreate {
			state.files[o.inode] = &file{mode: o.mode}
		}
	}
	for i := range e.list {
		if on[i] && e.list[i].isName() {
			e.list[i].do(&state)
		}
	}
	key := e.key(&state, on, committed)
	if e.seen[key] {
		return
	}
	e.seen[key] = true
	visible := make(map[inode]bool)
	for _, i := range state.names {
		visible[i] = true
	}
	for i := range e.list {
		if u := &e.list[i]; on[i] && !u.isName() && visible[u.inode] {
			u.do(&state)
		}
	}
	e.result.Add(e.history.Run.Writer(), e.history.Check(state.tree(), committed), func() string { return e.describe(on, committed) })
}

// key tells a state from others.
func (e *explorer) key(state *disk, on []bool, committed int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", committed)
	for _, name := range slices.Sorted(maps.Keys(state.names)) {
		inode := state.names[name]
		fmt.Fprintf(&b, "/%s=%d:", name, inode)
		for i := range e.list {
			if u := &e.list[i]; on[i] && !u.isName() && u.inode == inode {
				fmt.Fprintf(&b, "%d,", i)
			}
		}
	}
	return b.String()
}

// describe lists what is not on the disk.
func (e *explorer) describe(on []bool, committed int) string {
	var lost []string
	last := 0
	for i := range e.list {
		if on[i] {
			last = i
		}
	}
	for i := range e.list[:last+1] {
		if u := &e.list[i]; !on[i] {
			lost = append(lost, fmt.Sprintf("op %d (%v of file %d)", u.at, u.kind, u.inode))
		}
	}
	return fmt.Sprintf("after round %d, up to op %d, without %s", committed, e.list[last].at, strings.Join(lost, ", "))
}
