package workload

import (
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// Spec says what is to be run. It is what processes hand to each other.
type Spec struct {
	Writer   string
	Scenario string
	Seed     uint64
	Rounds   int
	Large    int // size of large files, in bytes; 0 is 64 MiB
}

func (s Spec) String() string { return s.Writer + ", " + s.Scenario }

// A Run is a Spec with the writer and the scenario found.
type Run struct {
	Spec
	writer   Writer
	scenario Scenario
}

// New finds what spec names.
func New(spec Spec) (*Run, error) {
	r := &Run{Spec: spec}
	var ok bool
	if r.writer, ok = WriterNamed(spec.Writer); !ok {
		return nil, fmt.Errorf("there is no writer %q", spec.Writer)
	}
	for _, s := range Scenarios() {
		if s.Name != spec.Scenario {
			continue
		}
		if s.Streamed && spec.Large > 0 {
			s.Size = SizeRange{spec.Large, spec.Large}
		}
		r.scenario = s
		if !s.Takes(&r.writer) {
			return nil, fmt.Errorf("%s does not play the scenario %q", spec.Writer, spec.Scenario)
		}
		return r, nil
	}
	return nil, fmt.Errorf("there is no scenario %q", spec.Scenario)
}

// Writer returns the writer.
func (r *Run) Writer() *Writer { return &r.writer }

// Scenario returns the scenario.
func (r *Run) Scenario() *Scenario { return &r.scenario }

// version returns what a round gives a destination.
func (r *Run) version(name string, round int) Version {
	return Version{r.Seed, name, round, r.scenario.Size.of(r.Seed, name, round)}
}

// Prepare makes in dir what is there before round 1. It does not sync.
func (r *Run) Prepare(dir string) error {
	unix.Umask(0o022)
	return r.prepare(dir)
}

// A Round is the report that the writer has returned from a round.
type Round struct {
	Round int

	// Modes has the mode of each destination at that time, which is the final
	// one: no later round writes that version again.
	Modes map[string]fs.FileMode
}

// Play runs all rounds in dir, and calls done after each.
func (r *Run) Play(dir string, done func(Round) error) error {
	unix.Umask(0o022)
	for round := 1; round <= r.Rounds; round++ {
		if r.scenario.before != nil {
			if err := r.scenario.before(dir); err != nil {
				return fmt.Errorf("before round %d: %w", round, err)
			}
		}
		if err := r.write(dir, round); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		modes, err := r.modes(dir, round)
		if err != nil {
			return err
		}
		if err := done(Round{round, modes}); err != nil {
			return err
		}
	}
	return nil
}

// write has the writer do one round.
func (r *Run) write(dir string, round int) error {
	var files []File
	for _, name := range r.scenario.Names(round) {
		files = append(files, File{filepath.Join(dir, name), r.version(name, round).Bytes(), perm})
	}
	if r.scenario.Streamed {
		return r.writer.write(files[0], io.LimitReader(r.version(r.scenario.Names(round)[0], round).source(), int64(len(files[0].Data))))
	}
	return r.writer.writeAll(files)
}

// modes returns the modes of the files that a round has written.
func (r *Run) modes(dir string, round int) (map[string]fs.FileMode, error) {
	modes := make(map[string]fs.FileMode)
	for _, name := range r.scenario.Names(round) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		modes[name] = info.Mode()
	}
	return modes, nil
}

// nextWriter has a writer write each destination of a round once more, with
// content of its own, and returns that. What the writer waits for is of no
// interest here, but what it removes.
func (r *Run) nextWriter(dir string, round int) (map[string]Version, error) {
	write := r.writer.Write
	if r.writer.Kind == Ours {
		write = create(atomicfile.WithSync(atomicfile.SyncNone))
	}
	written := make(map[string]Version)
	for _, name := range r.scenario.Names(round) {
		v := Version{rand.Uint64(), name, round, 1000}
		if err := write(filepath.Join(dir, name), v.Bytes(), perm); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		written[name] = v
	}
	return written, nil
}
