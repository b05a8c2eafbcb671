// Package lab is what the host and the virtual machine say to each other: what
// is to be tried on which file system, and what came out.
package lab

import (
	"slices"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// Where things are in the machine.
const (
	ConfigFile = "/config.json"
	ModuleDir  = "/modules"
)

// ReportMark is how each line begins by which the machine reports; other lines
// are from its kernel.
const ReportMark = "@crashtest "

// A Config says what the machine is to do.
type Config struct {
	FileSystem string   // as mount(2) calls it
	Options    string   // for mount(2)
	Modules    []string // of the kernel, in ModuleDir, in the order of loading
	Trials     []Trial
}

// A Trial is one recording, of which the crash states are tried.
type Trial struct {
	Spec    workload.Spec
	Subsets int // how many at random of each row of writes between two flushes
	States  int // how many states are tried at most, chosen at random; 0 are all
}

// A Report says what came out of a trial. An empty one ends the reports.
type Report struct {
	Kernel string
	Trial  Trial
	Err    string // why there are no results

	Writes, Flushes, Commits int // recorded
	Result
	Seconds float64
}

// A Result counts crash states.
type Result struct {
	States int
	Kinds  map[string]int // how many had a violation of each kind
	Wrong  int            // how many had any violation
	Broken int            // how many had one against the writer's promise

	Examples []string // a few of these
}

// examples is how many are kept.
const examples = 3

// Add counts one state of a writer. The function describes it.
func (r *Result) Add(w *workload.Writer, found []workload.Violation, state func() string) {
	r.States++
	if len(found) == 0 {
		return
	}
	if r.Kinds == nil {
		r.Kinds = make(map[string]int)
	}
	var kinds []string
	for _, v := range found {
		if !slices.Contains(kinds, v.Kind) {
			kinds = append(kinds, v.Kind)
			r.Kinds[v.Kind]++
		}
	}
	r.Wrong++
	broken := w.Promise.Breaks(found)
	if len(broken) > 0 {
		r.Broken++
	}
	if len(r.Examples) < examples {
		r.Examples = append(r.Examples, state()+": "+found[0].Kind+": "+found[0].Detail)
	}
}

// Merge adds the counts of another result.
func (r *Result) Merge(o *Result) {
	r.States += o.States
	r.Wrong += o.Wrong
	r.Broken += o.Broken
	for kind, n := range o.Kinds {
		if r.Kinds == nil {
			r.Kinds = make(map[string]int)
		}
		r.Kinds[kind] += n
	}
	r.Examples = append(r.Examples, o.Examples...)
	r.Examples = r.Examples[:min(len(r.Examples), examples)]
}
