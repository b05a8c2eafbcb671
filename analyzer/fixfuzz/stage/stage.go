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
	runtime.GOMAXPROCS(1)  // one function runs at a time, and others are judged beside it
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
		if a.exits > mostExits || a.hangs {
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
	hangs           bool // what does not end is still running
	exits           int  // how often a function has ended the program; what it had open still is
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

// play runs c through all scenarios, until it hangs.
func (a *actor) play(c Case, emit func(Pair)) {
	both := func(s Scenario) Record {
		p := Pair{ID: c.ID, Scenario: s, Before: a.run(c.Before, s)}
		if !a.hangs {
			p.After = a.run(c.After, s)
		}
		a.runs++
		emit(p)
		return p.Before
	}
	first := both(Scenario{Place: Nothing})
	if a.hangs {
		return
	}
	for s := range scenarios(c, first, both(Scenario{Place: Old})) {
		if a.hangs {
			return
		}
		both(s)
	}
}
