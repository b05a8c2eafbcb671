//go:build linux

package stage

import (
	"iter"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"
)

// most is how many steps of a function fail in turn.
const most = 14

// scenarios yields the scenarios of c in which something is in the way; fresh
// and over are what it did with nothing and an old file at the destination.
func scenarios(c Case, fresh, over Record) iter.Seq[Scenario] {
	return func(yield func(Scenario) bool) {
		for _, place := range []Place{Private, Directory, NoParent} {
			if !yield(Scenario{Place: place}) {
				return
			}
		}
		steps, places := fresh.Steps, [2]Place{Nothing, Old}
		if len(over.Steps) > len(steps) { // it does its work for a file that is there
			steps, places = over.Steps, [2]Place{Old, Private}
		}
		for i, step := range steps[:min(len(steps), most)] {
			if i > 0 && i+1 < len(steps) && steps[i-1].Name == step.Name && steps[i+1].Name == step.Name {
				step.Kinds = step.Kinds[:1] // the first and the last of a row fail in all ways
			}
			for _, s := range slices.Concat(failing(c, i, step, places), meanwhile(c, i, places[0])) {
				if !yield(s) {
					return
				}
			}
		}
		size := len(fresh.File.Content)
		for _, limit := range slices.Compact([]int{-1, size / 2, size - 1}) {
			for _, place := range places {
				if limit != 0 && limit < size && !yield(Scenario{Place: place, Limit: limit}) {
					return
				}
			}
		}
	}
}

// failing returns the scenarios in which step i fails. An error that is no
// special one is tried in both places, of the other kinds every second one for
// each step, in one of the places.
func failing(c Case, i int, step feed.Step, places [2]Place) []Scenario {
	var all []Scenario
	for j, kind := range step.Kinds {
		if c.Quick && kind == feed.Panic {
			continue
		}
		for k, place := range places {
			if kind == feed.Plain || (i+j)%2 == 0 && k == i/2%2 {
				all = append(all, Scenario{Plan: feed.Plan{Fail: i + 1, How: kind}, Step: step.Name, Place: place})
			}
		}
	}
	return all
}

// meanwhile returns the scenarios in which others are at work at step i.
func meanwhile(c Case, i int, place Place) []Scenario {
	var all []Scenario
	if i%3 == 1 || i == 0 {
		all = append(all, Scenario{Place: place, Event: Blocked, At: i + 1})
	}
	if c.Claims && i < 6 {
		all = append(all, Scenario{Place: place, Event: Rival, At: i + 1}, Scenario{Place: Nothing, Event: Stranger, At: i + 1})
	}
	return all
}
