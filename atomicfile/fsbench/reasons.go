package main

import "path"

// A reason explains why package atomicfile behaves otherwise than package os.
// It is for the behaviours, places and outcomes of atomicfile that match one
// of the patterns each, as path.Match understands them; none stands for all.
type reason struct {
	behaviours []string
	places     []string
	outcomes   []string
	why        string
}

func (r *reason) fits(behaviour, place, outcome string) bool {
	return matches(r.behaviours, behaviour) && matches(r.places, place) && matches(r.outcomes, outcome)
}

func matches(patterns []string, text string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, text); ok || err != nil {
			return ok
		}
	}
	return len(patterns) == 0
}

// reasons has the special ones first. Each is needed, and says what is gained,
// or why nothing better can be had.
var reasons = []reason{
	{
		behaviours: []string{"hard link"},
		outcomes:   []string{"ok; f new *, other old *"},
		why:        "A rename changes one name: the others keep the old file.",
	},
	{
		behaviours: []string{"a reader has the old file open"},
		outcomes:   []string{"ok (it reads old); f new *"},
		why:        "Who has the old file open keeps it, whole.",
	},
	{
		behaviours: []string{"readers while it is written"},
		outcomes:   []string{"ok (they see old); f new *"},
		why:        "That is what the package is for: nobody sees half a file.",
	},
	{
		behaviours: []string{"killed", "the writer fails half way", "WritePath, fails half way"},
		outcomes:   []string{"*; f old *"},
		why:        "That is what the package is for: what is not complete is not published. What a killed writer leaves beside it, the next one removes.",
	},
	{
		behaviours: []string{"no room*"},
		outcomes:   []string{"ENOSPC; f old *", "ENOSPC; nothing there"},
		why:        "That is what the package is for: the old file stays, and a file that is short is not published.",
	},
	{
		behaviours: []string{"it is removed meanwhile", "it is replaced meanwhile"},
		outcomes:   []string{"ok; f new *"},
		why:        "Commit publishes under the name, whatever became of the file that was there. Package os goes on writing to a file that has no name any more.",
	},
	{
		behaviours: []string{"WriteFile while Create is at work"},
		outcomes:   []string{"ok (the other: ok); f new *"},
		why:        "Each writer publishes its own content whole, and the last one wins.",
	},
	{
		behaviours: []string{"Create while Create is at work"},
		outcomes:   []string{"ok (the other: ErrInProgress); f new *"},
		why:        "The second one is told before it has done any work.",
	},
	{
		behaviours: []string{"eight WriteFile at a time"},
		outcomes:   []string{"ok; f new *"},
		why:        "Each publishes its own content whole.",
	},
	{
		behaviours: []string{"NoReplace, appears meanwhile"},
		outcomes:   []string{"EEXIST; f old *", "ErrExist; f old *"},
		why:        "Whether the name is free is decided when the file is published.",
	},
	{
		behaviours: []string{"file that is a mount point"},
		outcomes:   []string{"EBUSY; f old *, real old *"},
		why:        "A mount point cannot be replaced. With InPlace it is overwritten.",
	},
	{
		behaviours: []string{"program while it is replaced"},
		outcomes:   []string{"ok (closed when it has its name); f new *"},
		why:        "It can be started at any time.",
	},
}
