package blocklog

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// A State is one in which a crash may leave the device.
type State struct {
	Base int   // all entries before this one are on it
	Kept []int // and these, of those since
	Cut  int   // none of the entries from here on
}

func (s State) String() string {
	return fmt.Sprintf("crash before entry %d, of the entries from %d on %d on the disk", s.Cut, s.Base, len(s.Kept))
}

// States yields the states: with every write that there is, in order, and
// between two flushes also with subsets chosen at random, of the number given.
func (l *Log) States(subsets int, seed uint64) iter.Seq[State] {
	return func(yield func(State) bool) {
		random := rand.New(rand.NewPCG(seed, 0))
		base := 0
		for cut := 0; cut <= len(l.Entries); cut++ {
			if l.distinct(cut) && !yield(State{base, l.writes(base, cut), cut}) {
				return
			}
			if cut < len(l.Entries) && !l.Entries[cut].Flushes() {
				continue
			}
			if !l.yieldSubsets(base, cut, subsets, random, yield) {
				return
			}
			base = cut
		}
	}
}

// distinct reports whether a crash before the entry cut differs from a crash
// before the last one, and demands as much as one before the next: a mark
// demands more and changes nothing.
func (l *Log) distinct(cut int) bool {
	switch {
	case cut < len(l.Entries) && l.Entries[cut].IsMark():
		return false
	case cut == 0:
		return true
	}
	return l.Entries[cut-1].Writes() || l.Entries[cut-1].IsMark()
}

// writes returns the entries in a range that change the device.
func (l *Log) writes(from, to int) (list []int) {
	for i := from; i < to; i++ {
		if l.Entries[i].Writes() {
			list = append(list, i)
		}
	}
	return list
}

// yieldSubsets yields states of crashes between two flushes, in which part of
// what was written since the first is lost. What was forced is not.
func (l *Log) yieldSubsets(base, end, count int, random *rand.Rand, yield func(State) bool) bool {
	seen := make(map[string]bool)
	for range count {
		cut := base + random.IntN(end-base+1)
		for cut < end && l.Entries[cut].IsMark() {
			cut++
		}
		all := l.writes(base, cut)
		share := random.Float64()
		var kept []int
		for _, i := range all {
			if l.Entries[i].forced() || random.Float64() < share {
				kept = append(kept, i)
			}
		}
		key := fmt.Sprint(kept, l.Committed(cut))
		if len(kept) == len(all) || seen[key] {
			continue
		}
		seen[key] = true
		if !yield(State{base, kept, cut}) {
			return false
		}
	}
	return true
}

// RoundMark is how the marks begin that say that a round has returned. The
// kernel sets one of its own when the log ends.
const RoundMark = "round:"

// Committed returns how many rounds had returned before the entry cut.
func (l *Log) Committed(cut int) (rounds int) {
	for i := range l.Entries[:cut] {
		if strings.HasPrefix(l.Entries[i].Mark, RoundMark) {
			rounds++
		}
	}
	return rounds
}
