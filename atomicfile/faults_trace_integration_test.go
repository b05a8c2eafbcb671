//go:build linux && integration

package atomicfile_test

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A tracedCall is one system call, as strace(1) prints it.
type tracedCall struct {
	time     float64 // seconds
	main     bool    // made by the main thread
	nth      int     // how many calls of that name the thread had made then, this included
	name     string
	args     string
	result   string
	injected bool
}

func (c *tracedCall) String() string { return c.name + "(" + c.args + ")" }

// ok reports whether the call succeeded.
func (c *tracedCall) ok() bool { return c.result != "" && c.result[0] != '-' && c.result[0] != '?' }

// fd returns the first argument of the call.
func (c *tracedCall) fd() string {
	fd, _, _ := strings.Cut(c.args, ",")
	return fd
}

// A trace has what the threads of a process did in one run.
type trace struct {
	calls  []tracedCall // in the order of time
	killed bool
	report *faultReport // nil if the process did not live to write it
}

// A fault is what is done to a run: the nth call of that name in a thread
// fails with an errno or, if that is empty, the process is killed before it.
type fault struct {
	call  string
	nth   int
	errno string
}

func (f fault) String() string {
	if f.errno == "" {
		return "SIGKILL"
	}
	return f.errno
}

// options returns the options for strace. Errors are injected faster with
// --seccomp-bpf, while signals would silently not be delivered.
func (f *fault) options() []string {
	options := []string{"-e", "trace=execve,?" + strings.Join(slices.Collect(maps.Keys(faultErrnos)), ",?")}
	if f.errno == "" {
		return append(options, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", f.call, f.nth))
	}
	return append(options, "--seccomp-bpf", "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", f.call, f.errno, f.nth))
}

// runTraced runs the scenario in dir, with a fault if that is not nil. The
// trace passes through files in logs.
func runTraced(s *faultScenario, dir, logs string, f *fault) (*trace, error) {
	args := []string{"-ff", "-ttt", "-s", "64", "-o", filepath.Join(logs, "trace")}
	if s.pinned {
		args = append(args, "-e", "inject=renameat2:error=EBUSY")
	}
	if f != nil {
		args = append(args, f.options()...)
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("strace", append(args, exe)...)
	cmd.Env = append(roleCommand("faulty", s.name).Env, "GOGC=off", "GODEBUG=asyncpreemptoff=1")
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	t := &trace{report: new(faultReport)}
	err = runForJSON(cmd, t.report)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) || errors.Is(err, io.EOF) {
		t.report = nil // the process was killed, or died
	} else if err != nil {
		return nil, err
	}
	if err := t.read(logs); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, &stderr)
	}
	return t, nil
}

// read reads the files that strace has written, one for each thread.
func (t *trace) read(logs string) error {
	names, err := filepath.Glob(filepath.Join(logs, "trace.*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.Remove(name); err != nil {
			return err
		}
		t.readThread(string(data))
	}
	slices.SortStableFunc(t.calls, func(a, b tracedCall) int { return cmp.Compare(a.time, b.time) })
	if len(t.calls) == 0 {
		return errors.New("strace has traced nothing")
	}
	return nil
}

// traceLine has the parts of a line: time, name, arguments, and result.
var traceLine = regexp.MustCompile(`^(\d+\.\d+) (\w+)\((.*)\) += (.*)$`)

func (t *trace) readThread(text string) {
	isMain := strings.Contains(text, " execve(")
	counts := map[string]int{}
	for line := range strings.Lines(text) {
		t.killed = t.killed || isMain && strings.Contains(line, "+++ killed by SIGKILL +++")
		m := traceLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		counts[m[2]]++
		c := tracedCall{main: isMain, nth: counts[m[2]], name: m[2], args: m[3]}
		c.time, _ = strconv.ParseFloat(m[1], 64)
		c.result, c.injected = strings.CutSuffix(m[4], " (INJECTED)")
		t.calls = append(t.calls, c)
	}
}

// scenario returns the calls between the two marks, and the second mark.
func (t *trace) scenario() (calls []tracedCall, end tracedCall) {
	begun := false
	for _, c := range t.calls {
		switch {
		case c.marks(faultBegin):
			begun = true
		case c.marks(faultEnd):
			return calls, c
		case begun:
			calls = append(calls, c)
		}
	}
	return calls, end
}

func (c *tracedCall) marks(line string) bool {
	return c.name == "write" && strings.Contains(c.args, strconv.Quote(line))
}

// hit reports whether f hit the call c, or any if c is nil.
func (t *trace) hit(c *tracedCall, f fault) bool {
	calls, _ := t.scenario()
	if f.errno == "" { // a call that was not made is not always printed
		return t.killed && slices.ContainsFunc(t.calls, func(d tracedCall) bool { return d.marks(faultBegin) })
	}
	return slices.ContainsFunc(calls, func(d tracedCall) bool {
		return d.injected && (c == nil || d.main && d.name == c.name && d.nth == c.nth)
	})
}

// published says what the calls of a run amount to: whether name was renamed
// into place, and whether its content had been synced by then, and after that
// the directory.
func (t *trace) published(name string) (published, durable bool) {
	files := map[string]string{} // the name of each open descriptor
	synced := map[string]bool{}  // by name: all that was done to the file so far
	for _, c := range t.calls {
		file := files[c.fd()]
		switch c.name {
		case "openat":
			if c.ok() {
				files[strings.Fields(c.result)[0]] = quoted(c.args)
			}
			if strings.Contains(c.args, "O_TMPFILE") {
				files[strings.Fields(c.result)[0]] = "" // linkat names it
			}
		case "copy_file_range":
			synced[files[strings.TrimSpace(strings.Split(c.args, ",")[2])]] = false
		case "write", "pwrite64", "fchmod", "fchown", "ftruncate", "fsetxattr", "fremovexattr":
			synced[file] = false
		case "fsync", "syncfs":
			synced[file] = c.ok()
			isDir := file == "." || c.name == "syncfs"
			durable = durable || published && isDir && c.ok()
		case "renameat2", "renameat", "linkat":
			if c.ok() && strings.Contains(c.args, "AT_EMPTY_PATH") {
				files[c.fd()] = strings.Split(c.args, `"`)[3]
			}
			if c.ok() && strings.Contains(c.args, `, "`+name+`"`) {
				published = true
				if !synced[quoted(c.args)] {
					return true, false
				}
			}
		}
	}
	return published, durable
}

// overwritten says what the calls of a run amount to that overwrites name:
// whether what was written is known to be durable, and whether another file
// was, and the directory, before the first byte was overwritten.
func (t *trace) overwritten(name string) (durable, backed bool) {
	files := map[string]string{}
	syncedFile, syncedDir, begun := false, false, false
	for _, c := range t.calls {
		file := files[c.fd()]
		switch c.name {
		case "openat":
			if c.ok() {
				files[strings.Fields(c.result)[0]] = quoted(c.args)
			}
			if c.ok() && quoted(c.args) == name && strings.Contains(c.args, "O_TRUNC") {
				begun, durable = true, false
				backed = syncedFile && syncedDir
			}
		case "copy_file_range", "write", "ftruncate":
			if c.name == "copy_file_range" {
				file = files[strings.TrimSpace(strings.Split(c.args, ",")[2])]
			}
			if file == name && !begun {
				begun, backed = true, syncedFile && syncedDir
			}
			durable = durable && file != name
		case "syncfs":
			syncedDir = syncedFile && c.ok()
		case "fsync":
			switch {
			case file == name:
				durable = begun && c.ok()
			case strings.Contains(file, name):
				syncedFile = c.ok()
			default:
				syncedDir = syncedFile && c.ok()
			}
		}
	}
	return durable, backed || !begun
}

// quoted returns the first string in args.
func quoted(args string) string {
	if parts := strings.Split(args, `"`); len(parts) > 1 {
		return parts[1]
	}
	return ""
}
