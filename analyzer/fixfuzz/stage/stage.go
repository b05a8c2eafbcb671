//go:build linux

package stage

import (
	"encoding/gob"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"
)

// A Case is a generated function, as it was and as it is.
type Case struct {
	ID            int
	Before, After Call
	Claims        bool // it has the destination, or a file of its own, from the opening on
	Quick         bool // it starts goroutines: no panics in them
}

// A Call calls a generated function for path.
type Call func(s *feed.Source, path string) []any

// Main runs the cases from the one on that the command line names, and writes
// a Pair for each scenario to the standard output. Exit has os.Exit call a
// function first.
func Main(cases []Case, exit func(func(code int))) {
	from := flag.Int("from", 0, "`index` of the first case")
	base := flag.String("dir", "", "an empty `directory`")
	flag.Parse()
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead
	syscall.Umask(0o022)
	debug.SetGCPercent(-1) // what a function forgets to close stays open until its end
	a := newActor(*base, exit)
	out := gob.NewEncoder(os.NewFile(uintptr(a.result), "result"))
	for _, c := range cases[*from:] {
		a.play(c, func(p Pair) {
			if err := out.Encode(p); err != nil {
				panic(err)
			}
		})
		if err := out.Encode(Pair{ID: c.ID, Last: true}); err != nil {
			panic(err)
		}
		if a.exits > mostExits {
			syscall.Exit(Again)
		}
		runtime.GC()
	}
	syscall.Exit(0)
}

// An actor runs functions.
type actor struct {
	base            string
	runs            int
	result          int // descriptor
	printed, prints *os.File
	kept            [2]*os.File // what would be closed if nobody had it
	logged          strings.Builder
	ended           chan Record
	exits           int // how often a function has ended the program; what it had open still is
}

func newActor(base string, exit func(func(code int))) *actor {
	a := &actor{base: base, ended: make(chan Record)}
	var err error
	if a.result, err = syscall.Dup(1); err != nil {
		panic(err)
	}
	if a.printed, a.prints, err = os.Pipe(); err != nil {
		panic(err)
	}
	a.kept = [2]*os.File{os.Stdout, os.Stderr}
	os.Stdout, os.Stderr = a.prints, a.prints
	log.SetOutput(&a.logged)
	log.SetFlags(0)
	exit(func(code int) {
		a.ended <- Record{Outcome: "exited", Values: []string{fmt.Sprint(code)}}
		select {}
	})
	return a
}

// mostExits is how often functions may end one program.
const mostExits = 5000

// most is how many steps of a function fail in turn.
const most = 14

// play runs c through all scenarios.
func (a *actor) play(c Case, emit func(Pair)) {
	both := func(s Scenario) Pair {
		p := Pair{ID: c.ID, Scenario: s, Before: a.run(c.Before, s), After: a.run(c.After, s)}
		a.runs++
		emit(p)
		return p
	}
	first := both(Scenario{Place: Nothing}).Before
	second := both(Scenario{Place: Old}).Before
	for _, place := range []Place{Private, Directory, NoParent} {
		both(Scenario{Place: place})
	}
	steps := first.Steps
	places := [2]Place{Nothing, Old}
	if len(second.Steps) > len(steps) {
		steps, places = second.Steps, [2]Place{Old, Old}
	}
	for i, step := range steps[:min(len(steps), most)] {
		for j, kind := range step.Kinds {
			if c.Quick && kind == feed.Panic {
				continue
			}
			s := Scenario{Plan: feed.Plan{Fail: i + 1, How: kind}, Step: step.Name}
			for _, s.Place = range places {
				if s.Place == Nothing && (i+j)%2 == 1 && kind != feed.Plain {
					continue
				}
				both(s)
			}
		}
		if i%3 == 1 || i == len(steps)-1 {
			both(Scenario{Place: places[0], Event: Blocked, At: i + 1})
		}
		if c.Claims && i < 6 {
			both(Scenario{Place: places[0], Event: Rival, At: i + 1})
			both(Scenario{Place: Nothing, Event: Stranger, At: i + 1})
		}
	}
	if size := len(first.File.Content); first.File.There {
		for _, limit := range slices.Compact([]int{-1, size / 2, size - 1}) {
			if limit != 0 && limit < size {
				both(Scenario{Place: Nothing, Limit: limit})
				both(Scenario{Place: Old, Limit: limit})
			}
		}
	}
}
