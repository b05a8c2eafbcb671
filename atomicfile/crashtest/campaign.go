// Command crashtest crashes writers of files, and shows what is left:
//
//	go run .
//
// It writes a page with a table and a picture of it to the directory results.
// What it does, and what it needs, is in README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/alice"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/uml"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// A campaign says what is to be tried.
type campaign struct {
	seed        uint64
	recordings  int
	states      int // of each recording of ours that is durable, at most; 0 are all
	otherStates int // of each other recording
	large       int // bytes
	machines    int // at a time
	limit       time.Duration
	fileSystems []string
	progress    func(line string)

	// onDisk says which writers work on file systems; nil are all. The models
	// get them all.
	onDisk func(*workload.Writer) bool

	mu sync.Mutex // for results and progress
}

// Sizes of a run.
const (
	rounds       = 3
	aliceLarge   = 5 << 18 // bytes; every write is in the trace
	subsets      = 8       // of what is written between two flushes
	memory       = 3072    // MiB of a machine with large files
	smallMemory  = 1024
	largeDivisor = 15 // large files are so much slower to look at
)

func fileSystemNames() (names []string) {
	for _, fs := range uml.FileSystems() {
		names = append(names, fs.Name)
	}
	return names
}

// run runs the campaign.
func (c *campaign) run(ctx context.Context) (*results, error) {
	scratch, err := os.MkdirTemp("", "crashtest")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	guest := filepath.Join(scratch, "guest")
	build := exec.CommandContext(ctx, "go", "build", "-o", guest, "./guest")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build ./guest, which must be run in the directory of this module: %w\n%s", err, out)
	}
	r := newResults(c)
	var wg sync.WaitGroup
	var modelled error
	wg.Go(func() { modelled = c.runAlice(ctx, guest, scratch, r) })
	err = c.runMachines(ctx, &uml.Machine{Guest: guest, Scratch: scratch, Memory: c.memory()}, r)
	wg.Wait()
	return r, errors.Join(err, modelled)
}

func (c *campaign) memory() int {
	if c.large > 16<<20 {
		return memory
	}
	return smallMemory
}

// specs returns what the writers are to do in one recording.
func (c *campaign) specs(recording, large int) (specs []workload.Spec) {
	for _, w := range workload.Writers() {
		if recording > 0 && w.Kind != workload.Ours {
			continue
		}
		for _, s := range workload.Scenarios() {
			once := w.Kind != workload.Ours && s.Name != workload.Overwrite && s.Name != workload.Create
			if s.Takes(&w) && !once && (!s.Streamed || recording == 0) {
				specs = append(specs, workload.Spec{Writer: w.Name, Scenario: s.Name, Seed: c.seed + uint64(recording), Rounds: rounds, Large: large})
			}
		}
	}
	return specs
}

// runAlice computes crash states from system calls.
func (c *campaign) runAlice(ctx context.Context, guest, scratch string, r *results) error {
	for n, spec := range c.specs(0, aliceLarge) {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := alice.Record(guest, spec, filepath.Join(scratch, fmt.Sprint("alice", n)))
		if err != nil {
			return err
		}
		for _, m := range alice.Models() {
			result := rec.Explore(m)
			c.mu.Lock()
			r.add(spec, m.Name, result)
			c.progress(fmt.Sprintf("%s: %v: %s", m.Name, spec, summary(result)))
			c.mu.Unlock()
		}
	}
	return nil
}

// runMachines crashes the file systems.
func (c *campaign) runMachines(ctx context.Context, m *uml.Machine, r *results) error {
	var failed error
	var wg sync.WaitGroup
	free := make(chan struct{}, c.machines)
	for _, fs := range c.fileSystems {
		wg.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			err := c.runMachine(ctx, m, fs, func(report lab.Report) {
				c.mu.Lock()
				defer c.mu.Unlock()
				c.note(r, fs, &report)
			})
			c.mu.Lock()
			defer c.mu.Unlock()
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", fs, err))
			}
		})
	}
	wg.Wait()
	return failed
}

// note takes up a report.
func (c *campaign) note(r *results, fs string, report *lab.Report) {
	if report.Err != "" {
		r.failures = append(r.failures, fmt.Sprintf("%s: %v: %s", fs, report.Trial.Spec, report.Err))
		c.progress(r.failures[len(r.failures)-1])
		return
	}
	r.kernel = report.Kernel
	r.recorded++
	r.add(report.Trial.Spec, fs, &report.Result)
	c.progress(fmt.Sprintf("%s: %v: %s; %d writes and %d flushes recorded, %.1f s", fs, report.Trial.Spec, summary(&report.Result),
		report.Writes, report.Flushes, report.Seconds))
}

// runMachine crashes one file system.
func (c *campaign) runMachine(ctx context.Context, m *uml.Machine, name string, done func(lab.Report)) error {
	for _, fs := range uml.FileSystems() {
		if fs.Name == name {
			ctx, cancel := context.WithTimeout(ctx, c.limit)
			defer cancel()
			return m.Run(ctx, &fs, c.trials(&fs), done)
		}
	}
	return errors.New("there is no file system of that name")
}

// trials returns what is tried on a file system.
func (c *campaign) trials(fs *uml.FileSystem) (trials []lab.Trial) {
	for recording := range c.recordings {
		for _, spec := range c.specs(recording, c.large) {
			w, _ := workload.WriterNamed(spec.Writer)
			if c.onDisk != nil && !c.onDisk(&w) || fs.Markless && spec.Scenario == workload.Takeover {
				continue
			}
			t := lab.Trial{Spec: spec, Subsets: subsets, States: c.otherStates}
			if w.Promise.Durable && w.Kind == workload.Ours && fs.Exempt == "" {
				t.States = c.states
			}
			if spec.Scenario == workload.Large && t.States > 0 {
				t.States = max(1, t.States/largeDivisor)
			}
			trials = append(trials, t)
		}
	}
	return trials
}
