package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A process is one way to have a module checked.
type process struct {
	name  string
	base  string // the name of the process that it is compared with
	again bool   // the next run is measured as well: there may be results for it
	codes []int  // the exit codes of a run that did its work

	// command returns the arguments, and what to add to the environment, so
	// that no result of an earlier round is found.
	command func(round int) (args, env []string, err error)
}

// A usage is what a process and all that it started took.
type usage struct {
	cpu   time.Duration // user and system
	clock time.Duration
	peak  int64 // the resident set of the largest process, in bytes
}

// measure runs a command in dir.
func measure(dir string, args, env []string, codes []int) (usage, error) {
	var output strings.Builder
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "PWD="+dir, "GOWORK=off", "GOFLAGS="), env...)
	cmd.Stdout, cmd.Stderr = io.Discard, &output
	start := time.Now()
	err := cmd.Run()
	clock := time.Since(start)
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return usage{}, err
	}
	state := cmd.ProcessState
	if !slices.Contains(codes, state.ExitCode()) {
		return usage{}, fmt.Errorf("%s: %v\n%s", strings.Join(args, " "), state, output.String())
	}
	peak := state.SysUsage().(*syscall.Rusage).Maxrss << 10 // getrusage(2): in KiB
	return usage{state.UserTime() + state.SystemTime(), clock, peak}, nil
}

// A workshop is a directory with the module to check and the tools.
type workshop struct {
	dir     string
	checked string // the directory of the module
	version string // of the module
}

// newWorkshop copies golang.org/x/tools, at the version that this module
// requires, and builds the tools.
func newWorkshop(dir string) (*workshop, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}} {{.Version}}", "golang.org/x/tools").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go list golang.org/x/tools, in the directory of this module: %w\n%s", err, out)
	}
	source, version, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	w := &workshop{dir: dir, checked: filepath.Join(dir, "tools"), version: version}
	if err := os.CopyFS(w.checked, os.DirFS(source)); err != nil {
		return nil, err
	}
	for name, pkg := range map[string]string{
		"vet":        "cmd/vet",
		"noop":       "./noop",
		"nofacts":    "./nofacts",
		"atomiclint": "github.com/atomiclint/atomiclint/cmd/atomiclint",
	} {
		if err := w.build(name, ".", pkg); err != nil {
			return nil, err
		}
	}
	return w, w.build("golangci-lint", "../golangci/cmd/golangci-lint", ".")
}

func (w *workshop) build(name, dir, pkg string) error {
	out, err := exec.Command("go", "build", "-C", dir, "-o", w.tool(name), pkg).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

func (w *workshop) tool(name string) string { return filepath.Join(w.dir, name) }

// fresh returns a copy of a tool that the go command has no results of: it
// tells tools by their content, and to that of a program something may be
// appended.
func (w *workshop) fresh(name string, round int) (string, error) {
	data, err := os.ReadFile(w.tool(name))
	if err != nil {
		return "", err
	}
	copied := w.tool(fmt.Sprintf("%s-%d", name, round))
	return copied, os.WriteFile(copied, append(data, time.Now().String()...), 0o777)
}

// processes returns what is measured, each after the one that it is compared
// with.
func (w *workshop) processes() []process {
	vettool := func(name string) func(int) ([]string, []string, error) {
		return func(round int) ([]string, []string, error) {
			tool, err := w.fresh(name, round)
			return []string{"go", "vet", "-vettool=" + tool, "./..."}, nil, err
		}
	}
	alone := func(name string) func(int) ([]string, []string, error) {
		return func(round int) ([]string, []string, error) {
			return []string{w.tool(name), "./..."}, []string{"ATOMICLINT_CACHE=" + filepath.Join(w.dir, fmt.Sprintf("facts%d", round))}, nil
		}
	}
	const noop, nofacts = "go vet, an analyzer with facts that does nothing", "stand-alone, an analyzer without facts that does nothing"
	return []process{
		{noop, noop, true, []int{0}, vettool("noop")},
		{"go vet, atomiclint", noop, true, []int{0, 1}, vettool("atomiclint")},
		{"go vet, its own suite", noop, true, []int{0, 1}, vettool("vet")},
		{"golangci-lint, forbidigo", noop, true, []int{0}, func(round int) ([]string, []string, error) {
			return []string{w.tool("golangci-lint"), "run", "--no-config", "--default=none", "--enable=forbidigo", "--issues-exit-code=0", "./..."},
				[]string{"GOLANGCI_LINT_CACHE=" + filepath.Join(w.dir, fmt.Sprintf("cache%d", round))}, nil
		}},
		{nofacts, nofacts, true, []int{0}, alone("nofacts")},
		{"stand-alone, atomiclint", nofacts, true, []int{0, 3}, alone("atomiclint")},
	}
}

// A comparison has the usages of each process, and of the run after it if that
// finds results in a cache, in the order of rounds.
type comparison struct {
	version     string
	processes   []process
	cold, again [][]usage
}

// compare runs all processes once per round, in turns. Before that, it has the
// go command compile everything.
func compare(dir string, rounds int) (*comparison, error) {
	w, err := newWorkshop(dir)
	if err != nil {
		return nil, err
	}
	list := w.processes()
	if _, err := measure(w.checked, []string{w.tool("nofacts"), "./..."}, nil, []int{0}); err != nil {
		return nil, err
	}
	c := &comparison{w.version, list, make([][]usage, len(list)), make([][]usage, len(list))}
	for round := range rounds {
		for i, p := range list {
			fmt.Fprintf(os.Stderr, "round %d: %s ...\n", round+1, p.name)
			args, env, err := p.command(round)
			if err != nil {
				return nil, err
			}
			u, err := measure(w.checked, args, env, p.codes)
			if err != nil {
				return nil, err
			}
			c.cold[i] = append(c.cold[i], u)
			if !p.again {
				continue
			}
			if u, err = measure(w.checked, args, env, p.codes); err != nil {
				return nil, err
			}
			c.again[i] = append(c.again[i], u)
		}
	}
	return c, nil
}
