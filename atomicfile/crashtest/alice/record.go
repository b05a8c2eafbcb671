package alice

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// A Recording is what one run did to the files in its directory.
type Recording struct {
	history workload.History
	before  disk // what was there, durably
	ops     []op
	Calls   int // how many system calls were seen
}

// longest is how much of a string strace prints, in bytes: more than any
// writer writes in one call.
const longest = 64 << 20

// Record runs spec in the new directory dir under strace. The guest is the
// program of that name, which runs it.
func Record(guest string, spec workload.Spec, dir string) (*Recording, error) {
	run, err := workload.New(spec)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return nil, err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // strace shows where descriptors lead
		return nil, err
	}
	if out, err := exec.Command(guest, "prepare", string(text), dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", guest, err, out)
	}
	rec := &Recording{history: workload.History{Run: run}}
	if rec.before, err = load(dir); err != nil {
		return nil, err
	}
	logName := dir + ".strace"
	cmd := exec.Command("strace", append(straceArgs(run, logName), guest, "play", string(text), dir)...)
	// A writer that prefers another place for its temporary would leave the
	// directory that is watched.
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "absent"))
	if rec.history.Rounds, err = workload.Drive(cmd, func(workload.Round) error { return nil }); err != nil {
		return nil, fmt.Errorf("%v: %w", spec, err)
	}
	log, err := os.ReadFile(logName)
	if err != nil {
		return nil, err
	}
	calls, err := parse(string(log))
	if err != nil {
		return nil, err
	}
	t := newTracker(dir, &rec.before)
	for i := range calls {
		if err := t.take(&calls[i]); err != nil {
			return nil, fmt.Errorf("%v: %w", spec, err)
		}
	}
	rec.ops, rec.Calls = t.ops, t.taken
	return rec, rec.complete(spec.Rounds)
}

// straceArgs returns the options for strace.
func straceArgs(run *workload.Run, logName string) []string {
	args := []string{"-f", "-qq", "-y", "-xx", "-s", fmt.Sprint(longest), "-o", logName, "-e", "trace=%file,%desc,sync"}
	if run.Scenario().Pinned {
		args = append(args, "-e", "inject=renameat2:error=EBUSY")
	}
	return args
}

// complete checks that the trace has what it must have.
func (r *Recording) complete(rounds int) error {
	commits, changes := 0, 0
	for _, o := range r.ops {
		switch o.kind {
		case opCommit:
			commits++
		case opWrite:
			changes++
		}
	}
	if commits != rounds || changes < rounds {
		return fmt.Errorf("%v: the trace has %d rounds and %d writes, want %d rounds", r.history.Run.Spec, commits, changes, rounds)
	}
	return nil
}

// load reads what is in dir.
func load(dir string) (disk, error) {
	d := disk{names: make(map[string]inode), files: make(map[inode]*file)}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, dir+"/")
		d.names[name] = inode(len(d.files))
		d.files[d.names[name]] = &file{data: data, shared: true, size: int64(len(data)), mode: uint32(info.Mode().Perm())}
		return nil
	})
	return d, err
}
