package stage

import "github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"

// A Scenario is what a function meets when it is called.
type Scenario struct {
	Plan  feed.Plan
	Step  string // the name of the step that fails
	Place Place  // what is at the destination before
	Limit int    // the size that files can have; 0 for any, -1 for none
	Event Event  // what happens meanwhile
	At    int    // at which step
}

// A Place is what a function finds at the destination.
type Place string

const (
	Nothing   Place = "nothing"
	Old       Place = "an old file"
	Private   Place = "an old file, mode 0600"
	Directory Place = "a directory"
	NoParent  Place = "no parent directory"
)

// An Event happens at a step.
type Event string

const (
	Quiet    Event = ""
	Blocked  Event = "the destination becomes a directory"
	Rival    Event = "the function is called for the same file"
	Stranger Event = "another program makes the file, if it is not there"
)

// A Record is what a call did.
type Record struct {
	Outcome string          // "returned", "panicked", "exited" or "hangs"
	Values  []string        // results, or the value of the panic, or the exit code
	Err     bool            // an error was returned
	Is      []string        // what errors.Is finds in it
	Output  string          // what was printed and logged
	File    File            // the destination afterwards
	Sides   map[string]File // files that are named after the destination, by what is added to its name
	Left    []string        // other files that are there now
	Met     File            // what the event met at the destination
	Open    uint32          // who but the owner could open what was being written
	Steps   []feed.Step
	Inner   *Record // of the call that Rival makes
	Again   *Record // of a second call, in which nothing fails
}

// A File is what is under a name.
type File struct {
	There   bool
	Content string
	Mode    uint32
}

// A Pair is what a function did in a scenario before and after the fixes.
type Pair struct {
	ID            int
	Scenario      Scenario
	Before, After Record
	Last          bool // no more pairs of this function
}

// Values returns what a call returned.
func Values(values ...any) []any { return values }

// OldText is the content of an old file.
const OldText = "the old content\n"

// Again is the exit code of a program that wants to be run again, from the
// next function on.
const Again = 3
