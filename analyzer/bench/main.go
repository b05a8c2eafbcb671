package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/analyzer"
	"github.com/atomiclint/atomiclint/atomicfile"
)

// pinned are the packages that the pass alone is measured over. Their version
// is that which this module requires.
const pinned = "golang.org/x/tools/go/..."

func main() {
	rounds := flag.Int("rounds", 3, "`number` of rounds in which each process runs; 0 leaves processes out")
	out := flag.String("out", "results", "`directory` for README.md")
	flag.Parse()
	if err := run(*rounds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds int, out string) error {
	r := report{command: strings.Join(append([]string{"go run ."}, os.Args[1:]...), " ")}
	dir, err := os.MkdirTemp("", "atomiclint-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// Processes come first: what this one has in memory when it starts another
	// counts for the peak of that (getrusage(2)).
	if rounds > 0 {
		if r.processes, err = compare(dir, rounds); err != nil {
			return err
		}
	}
	if r.pass, err = measurePass(); err != nil {
		return err
	}
	if r.curve, err = measureCurve(filepath.Join(dir, "curve")); err != nil {
		return err
	}
	text := r.markdown()
	fmt.Print(text)
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	return atomicfile.WriteFile(filepath.Join(out, "README.md"), []byte(text), 0o644)
}

// passRuns is how often the pass is run over the same packages. The mean is
// taken, since the garbage of one run may be collected in the next.
const passRuns = 20

func measurePass() (r passResult, err error) {
	s, err := loadSet(".", pinned)
	if err != nil {
		return r, err
	}
	took, err := s.time(passRuns)
	return passResult{calls: s.calls, packages: len(s.asked), loading: s.took, pass: took}, err
}

// time returns the mean processor time of so many runs of the pass.
func (s *set) time(runs int) (time.Duration, error) {
	runtime.GC() // what loading left is none of the pass's business
	start := processorTime()
	for range runs {
		if _, err := s.run(analyzer.Analyzer); err != nil {
			return 0, err
		}
	}
	return (processorTime() - start) / time.Duration(runs), nil
}

// measureCurve runs the pass over packages that it writes to dir.
func measureCurve(dir string) (list []curveResult, err error) {
	for _, kind := range kinds {
		for _, calls := range curve {
			s, err := generatedSet(filepath.Join(dir, fmt.Sprint(kind.sinks, calls)), calls, kind.sinks)
			if err != nil {
				return nil, err
			}
			took, err := s.time(passRuns)
			if err != nil {
				return nil, err
			}
			list = append(list, curveResult{kind.name, calls, took})
		}
	}
	return list, nil
}

// generatedSet is one package with so many calls, made in dir.
func generatedSet(dir string, calls int, sinks bool) (*set, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	if err := generate(dir, calls, sinks); err != nil {
		return nil, err
	}
	s, err := loadSet(dir, ".")
	if err == nil {
		s.packages = slices.DeleteFunc(s.packages, func(pkg *packages.Package) bool { return !s.asked[pkg] })
	}
	return s, err
}
