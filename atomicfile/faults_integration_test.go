//go:build linux && integration

package atomicfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// faultErrnos has the errors that each system call is made to return: those of
// its man page, and EIO, which any of them returns when the disk fails.
var faultErrnos = map[string]string{
	"openat":          "EACCES EBUSY EDQUOT EINTR EIO EMFILE ENOMEM ENOSPC EROFS",
	"newfstatat":      "EACCES EIO ENOMEM",
	"fstat":           "EIO ENOMEM",
	"statx":           "EACCES EIO ENOMEM ENOSYS EPERM",
	"fstatfs":         "EACCES EINTR EIO ENOMEM",
	"faccessat":       "EACCES EIO ENOMEM EROFS",
	"faccessat2":      "EACCES EIO ENOMEM ENOSYS EROFS",
	"flock":           "EINTR ENOLCK",
	"read":            "EINTR EIO",
	"write":           "EDQUOT EINTR EIO ENOSPC",
	"lseek":           "EIO",
	"copy_file_range": "EDQUOT EIO ENOMEM ENOSPC EXDEV",
	"fallocate":       "EDQUOT EINTR EIO ENOSPC EOPNOTSUPP",
	"ftruncate":       "EINTR EIO",
	"sync_file_range": "EIO ENOMEM ENOSPC",
	"utimensat":       "EACCES EIO EROFS",
	"fchmod":          "EIO ENOMEM EPERM EROFS",
	"fchown":          "EDQUOT EIO ENOMEM EPERM EROFS",
	"llistxattr":      "EACCES EIO ENOMEM",
	"lgetxattr":       "EACCES EIO ENOMEM",
	"fgetxattr":       "EACCES EIO ENOMEM",
	"fsetxattr":       "EACCES EDQUOT EIO ENOMEM ENOSPC EOPNOTSUPP EPERM EROFS",
	"fremovexattr":    "EACCES EIO EROFS",
	"getdents64":      "EIO ENOMEM",
	"fsync":           "EDQUOT EINTR EIO ENOSPC EROFS",
	"syncfs":          "EDQUOT EIO ENOSPC",
	"renameat2":       "EACCES EBUSY EDQUOT EINVAL EIO ENOMEM ENOSPC ENOSYS EROFS EXDEV",
	"renameat":        "EACCES EBUSY EDQUOT EIO ENOMEM ENOSPC EROFS EXDEV",
	"linkat":          "EACCES EDQUOT EIO ENOMEM ENOSPC EROFS EXDEV",
	"unlinkat":        "EACCES EBUSY EIO ENOMEM EROFS",
	"close":           "EDQUOT EINTR EIO ENOSPC",
	"fcntl":           "", // can only fail when misused
	"capget":          "",
	"geteuid":         "",
	"getegid":         "",
}

// faultBlind are calls that strace may be too old to know by name.
var faultBlind = []string{"syscall_0x1d0", "syscall_0x1d1"} // getxattrat(2) and listxattrat(2), Linux 6.13

// faultRuntime are calls that the Go runtime makes by itself.
var faultRuntime = strings.Fields("futex nanosleep sched_yield rt_sigreturn rt_sigprocmask rt_sigaction sigaltstack " +
	"mmap munmap madvise clone clone3 gettid getpid tgkill epoll_create1 epoll_ctl epoll_pwait eventfd2 uname")

// TestFaults makes every system call of a write fail, in every way that it
// can, and kills the process before and after each.
func TestFaults(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		if mustRun() {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	total, kills := 0, 0
	for _, s := range faultScenarios() {
		t.Run(s.name, func(t *testing.T) {
			l := newFaultLab(t, &s)
			violations := l.runAll()
			t.Logf("%d calls, %d errors injected, %d kills, %d violations", l.calls, l.errors, l.kills, len(violations))
			if s.mutant == "" {
				total, kills = total+l.errors, kills+l.kills
				for _, v := range violations {
					t.Error(v)
				}
			} else if len(violations) == 0 {
				t.Errorf("nothing is found wrong with a writer that %s", s.mutant)
			} else {
				t.Logf("for example: %s", violations[0])
			}
		})
	}
	t.Logf("%d errors injected, %d kills", total, kills)
}

// A faultLab runs one scenario again and again.
type faultLab struct {
	t             *testing.T
	s             *faultScenario
	logs          string
	before        []string // temporaries that were there already
	calls         int
	errors, kills int
	violations    []string
}

func newFaultLab(t *testing.T, s *faultScenario) *faultLab {
	return &faultLab{t: t, s: s, logs: t.TempDir()}
}

// runAll runs the scenario once undisturbed, and once with each fault.
func (l *faultLab) runAll() []string {
	calls, end := l.undisturbed()
	for _, c := range calls {
		if !c.main || slices.Contains(faultRuntime, c.name) {
			continue
		}
		l.calls++
		if slices.Contains(faultBlind, c.name) {
			l.t.Logf("strace does not know %s; its errors are not tried", c.name)
			continue
		}
		if l.s.pinned && c.name == "renameat2" {
			continue // it fails in every run of this scenario
		}
		errnos, ok := faultErrnos[c.name]
		if !ok {
			l.t.Fatalf("nothing is known of the errors of %s", &c)
		}
		for _, errno := range strings.Fields(errnos) {
			l.disturb(&c, fault{c.name, c.nth, errno})
		}
		l.disturb(&c, fault{c.name, c.nth, ""})
	}
	l.disturb(&end, fault{end.name, end.nth, ""}) // after the last call
	if !slices.ContainsFunc(calls, func(c tracedCall) bool { return !c.main && c.name == "fsync" }) {
		return l.violations
	}
	// Other threads sync too. Which does what is not determined; each one's
	// first sync is made to fail.
	for _, errno := range strings.Fields(faultErrnos["fsync"]) {
		l.disturb(nil, fault{"fsync", 1, errno})
	}
	return l.violations
}

// undisturbed runs the scenario without faults and returns its calls.
func (l *faultLab) undisturbed() (calls []tracedCall, end tracedCall) {
	dir, live := l.prepare()
	run, err := runTraced(l.s, dir, l.logs, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	calls, end = run.scenario()
	if run.report == nil || run.report.Err != "" || len(calls) == 0 || end.name == "" {
		l.t.Fatalf("without faults the scenario fails: %+v", run.report)
	}
	l.judge(run, dir, live, "no fault")
	if l.s.mutant == "" && len(l.violations) > 0 {
		l.t.Fatal(l.violations)
	}
	return calls, end
}

// disturb runs the scenario with a fault at the call c, which is nil if the
// fault hits where it may, and judges the outcome.
func (l *faultLab) disturb(c *tracedCall, f fault) {
	for range 5 {
		dir, live := l.prepare()
		run, err := runTraced(l.s, dir, l.logs, &f)
		if err != nil {
			l.t.Fatal(err)
		}
		if !run.hit(c, f) {
			if live != nil {
				live.Close()
			}
			continue // the runtime made a call more or less than before
		}
		if f.errno == "" {
			l.kills++
		} else {
			l.errors++
		}
		what := f.String() + " at " + f.call
		if c != nil {
			what = f.String() + " at " + c.String()
		}
		l.judge(run, dir, live, what)
		return
	}
	l.t.Errorf("%v at %v cannot be injected", f, c)
}

// prepare makes a directory in which the scenario can run.
func (l *faultLab) prepare() (dir string, live *atomicfile.File) {
	dir, err := os.MkdirTemp(l.logs, "dir")
	if err != nil {
		l.t.Fatal(err)
	}
	must := func(err error) {
		if err != nil {
			l.t.Fatal(err)
		}
	}
	must(os.Mkdir(filepath.Join(dir, "sources"), 0o777))
	must(os.WriteFile(filepath.Join(dir, "sources", fmt.Sprint(len(l.s.content()))), l.s.content(), 0o666))
	if !l.s.absent {
		must(os.WriteFile(filepath.Join(dir, "dest"), []byte("old"), 0o644))
	}
	if l.s.setup != nil {
		l.t.Chdir(dir)
		must(l.s.setup())
	}
	l.before = leftovers(dir)
	if l.s.live {
		live, err = atomicfile.Create(filepath.Join(dir, "dest"))
		must(err)
	}
	return dir, live
}

func (l *faultLab) violation(what, format string, args ...any) {
	l.violations = append(l.violations, what+": "+fmt.Sprintf(format, args...))
}

// judge looks at what a run has left, and compares it with what the run said.
func (l *faultLab) judge(run *trace, dir string, live *atomicfile.File, what string) {
	defer os.RemoveAll(dir)
	if l.s.pinned {
		l.judgePinned(run, dir, what)
		return
	}
	all := true
	for _, name := range l.s.targets() {
		isNew := l.judgeFile(filepath.Join(dir, name), what)
		published, durable := run.published(name)
		all = all && isNew && durable
		if run.report == nil {
			continue
		}
		if isNew && !published {
			l.violation(what, "%s is new, but was not renamed into place", name)
		}
		if isNew != (run.report.Err == "" || run.report.NotDurable) && len(l.s.targets()) == 1 && !l.s.keepOld {
			l.violation(what, "got error %q, with the new content published: %v", run.report.Err, isNew)
		}
	}
	switch {
	case run.killed:
	case run.report == nil:
		l.violation(what, "the process did not end as it should")
	case run.report.Err == "" && !all && !l.s.keepOld:
		l.violation(what, "got no error, but the content is not known to be durable")
	case run.report.Err != "" && all:
		l.violation(what, "got error %q, but the content is durable", run.report.Err)
	}
	if live != nil {
		live.Close()
	}
	left := slices.DeleteFunc(leftovers(dir), func(name string) bool { return slices.Contains(l.before, name) })
	if len(left) > 0 && !l.mayStay(run, what, left) {
		l.violation(what, "leaves %v", left)
	}
	l.judgeNextWriter(dir, what)
}

// judgePinned does so for a destination that can only be overwritten. From the
// first byte to the last it may be anything, but not without a whole copy.
func (l *faultLab) judgePinned(run *trace, dir, what string) {
	name := filepath.Join(dir, "dest")
	data, err := os.ReadFile(name)
	if err != nil {
		l.violation(what, "the destination is gone: %v", err)
		return
	}
	temp, terr := os.ReadFile(name + ".atomic.tmp")
	saved, serr := os.ReadFile(name + ".atomic.saved0")
	if serr == nil {
		temp = saved
	}
	isOld, isNew, copied := string(data) == "old", bytes.Equal(data, l.s.content()), bytes.Equal(temp, l.s.content())
	durable, backed := run.overwritten("dest")
	if !isOld && !backed {
		l.violation(what, "the destination was overwritten before a copy was durable")
	}
	switch {
	case run.killed:
		if !isOld && !isNew && !copied {
			l.violation(what, "the destination is neither old nor new (%d bytes), and there is no whole copy", len(data))
		}
	case run.report == nil:
		l.violation(what, "the process did not end as it should")
	case run.report.Err == "" && !(isNew && durable):
		l.violation(what, "got no error, but the content is not known to be new and durable")
	case run.report.Err == "" && terr == nil && !strings.Contains(what, " at unlinkat"):
		l.violation(what, "leaves the temporary")
	case run.report.Err != "" && !isOld && !copied && !(isNew && run.report.NotDurable):
		l.violation(what, "got error %q, and there is no whole copy", run.report.Err)
	case run.report.Err != "" && serr == nil && strings.Contains(run.report.Err, "dest.atomic.saved0"):
		os.Remove(name + ".atomic.saved0") // as the error asks for
	}
	l.judgeNextWriter(dir, what)
}

// mayStay reports whether temporaries may be left for the next writer: of a
// process that was killed; what cannot be removed, or not be seen to be ours;
// and the slots of those who do not write alone.
func (l *faultLab) mayStay(run *trace, what string, left []string) bool {
	switch {
	case run.killed, strings.Contains(what, " at unlinkat"):
		return true
	case l.s.keepOld && strings.Contains(what, " at statx"):
		return true
	}
	return slices.Equal(left, []string{"dest.1.atomic.tmp"})
}

// judgeFile checks that a file is old or new, and reports which.
func (l *faultLab) judgeFile(name, what string) (isNew bool) {
	data, err := os.ReadFile(name)
	switch {
	case err == nil && bytes.Equal(data, l.s.content()):
		if l.s.keepOld {
			l.violation(what, "what was discarded is published")
		}
		return true
	case errors.Is(err, fs.ErrNotExist) && l.s.absent:
	case err == nil && !l.s.absent && string(data) == "old":
	default:
		l.violation(what, "the destination is neither old nor new: %.20q (%d bytes), %v", data, len(data), err)
	}
	return false
}

// leftovers returns the names of files that should not be in dir.
func leftovers(dir string) (left []string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); name != "dest" && name != "dest2" && name != "sources" {
			left = append(left, name)
		}
	}
	return left
}

// judgeNextWriter checks that the next writers succeed and clean up.
func (l *faultLab) judgeNextWriter(dir, what string) {
	for _, name := range l.s.targets() {
		name = filepath.Join(dir, name)
		err := atomicfile.Write(name, func(f *atomicfile.File) error {
			_, err := f.WriteString("next")
			return err
		}, atomicfile.WithSync(atomicfile.SyncNone))
		if err != nil {
			l.violation(what, "the next writer fails: %v", err)
		}
	}
	if left := leftovers(dir); len(left) > 0 && !lasting(what) {
		l.violation(what, "after the next writer there is %v", left)
	}
}

// lasting reports whether the writer rightly took the fault for the state of
// things: a directory that may not be listed, a file system without locks.
// Then it does not have others look again.
func lasting(what string) bool {
	return strings.HasPrefix(what, "EACCES at openat") && strings.Contains(what, `, ".", O_RDONLY`) ||
		strings.HasPrefix(what, "ENOLCK at flock")
}
