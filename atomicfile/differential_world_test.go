//go:build linux

package atomicfile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// The four ways of writing that a row compares, each standard one before its
// replacement.
var ways = []struct{ api, verb string }{
	{"os", "WriteFile"},
	{"atomicfile", "WriteFile"},
	{"os", "Create"},
	{"atomicfile", "Create"},
}

// An outcome is everything that a write has left behind.
type outcome struct {
	Err   failure
	Files map[string]string // what is there, by name
}

// A rowResult is the outcome of each of the ways, or the reason why there is
// none.
type rowResult struct {
	Row         string
	Outcomes    []outcome
	Unavailable string
}

// A world is a process in which the rows are set up and looked at. It has
// mounts of its own and is allowed to make them, as the superuser or as one
// within its own user namespace.
type world struct {
	Dir    string
	UID    int  // of the actor
	Nested bool // the world is in a user namespace
}

// nobody is the unprivileged user of the tests, as in most systems.
const nobody = 65534

func init() { roles["world"] = playWorld }

// startWorld returns the results of all rows for the actor: "root", or "user",
// an unprivileged one.
func startWorld(dir, actor string) ([]rowResult, error) {
	w := world{Dir: dir}
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	switch {
	case os.Geteuid() != 0:
		w.Nested = true
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	case actor == "user":
		w.UID = nobody
	}
	cmd := roleCommand("world", w)
	cmd.SysProcAttr = attr
	var results []rowResult
	if err := runForJSON(cmd, &results); err != nil {
		return nil, fmt.Errorf("the process that sets up the rows, in namespaces of its own: %w", err)
	}
	return results, nil
}

// runForJSON runs cmd, which writes a value to its descriptor 3.
func runForJSON(cmd *exec.Cmd, value any) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		return err
	}
	derr := json.NewDecoder(r).Decode(value)
	if err := cmd.Wait(); err != nil {
		return err
	}
	return derr
}

// playWorld runs all rows and writes their results to descriptor 3.
func playWorld() error {
	var w world
	if err := roleArg(&w); err != nil {
		return err
	}
	unix.CloseOnExec(3)
	unix.Umask(0o022)
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return os.NewSyscallError("mount", err)
	}
	var results []rowResult
	for i, row := range differentialRows() {
		r := rowResult{Row: row.name}
		var err error
		r.Outcomes, err = w.run(&row, w.Dir+"/"+strconv.Itoa(i))
		if u, ok := err.(unavailable); ok {
			r.Unavailable = u.err.Error()
		} else if err != nil {
			return fmt.Errorf("row %q: %w", row.name, err)
		}
		results = append(results, r)
	}
	return json.NewEncoder(os.NewFile(3, "results")).Encode(results)
}

func (u unavailable) Error() string { return u.err.Error() }

// run sets up the scenes of a row, has the actor write, and looks at them.
func (w *world) run(row *differentialRow, dir string) (out []outcome, err error) {
	scenes := make([]scene, len(ways))
	defer func() {
		for _, s := range scenes {
			s.ended()
		}
		switch p := recover().(type) {
		case nil:
		case error:
			err = p
		default:
			panic(p)
		}
	}()
	var jobs []job
	for i, way := range ways {
		s := &scenes[i]
		*s = scene{dir: dir + way.api + way.verb, uid: w.UID, gid: w.UID, nested: w.Nested, fifos: map[string]*os.File{}}
		must(os.Mkdir(s.dir, 0o755))
		must(os.Chown(s.dir, s.uid, s.gid))
		if row.setup != nil {
			row.setup(s)
		}
		must(s.remember())
		jobs = append(jobs, row.job(way.api, way.verb, s.dir))
	}
	deeds, err := w.act(jobs)
	if err != nil {
		return nil, err
	}
	for i, d := range deeds {
		files, err := scenes[i].look(row.look, content(jobs[i].Size))
		if err != nil {
			return nil, err
		}
		if d.Stdout != "" {
			files["(stdout)"] = strconv.Quote(d.Stdout)
		}
		out = append(out, outcome{d.Err, files})
	}
	return out, nil
}

// act has the jobs done by a process of the actor.
func (w *world) act(jobs []job) ([]deed, error) {
	cmd := roleCommand("actor", jobs)
	switch {
	case w.Nested:
		// A user namespace within ours, in which we are somebody, and so have
		// no capabilities once the program has been executed.
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: 0, Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: nobody, HostID: 0, Size: 1}},
		}
	case w.UID != 0:
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Credential: &syscall.Credential{Uid: uint32(w.UID), Gid: uint32(w.UID)},
		}
	}
	var deeds []deed
	if err := runForJSON(cmd, &deeds); err != nil {
		return nil, fmt.Errorf("actor: %w", err)
	}
	return deeds, nil
}
