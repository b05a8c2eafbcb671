package atomicfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A callLog is what a write asks of the system, in order.
type callLog struct {
	mu    sync.Mutex
	calls []string
	fail  map[string]error // by call, always
	at    int              // the call that fails, counted from 0, or -1
	err   error            // how

	before func(call string) // is called before each, or nil
}

// watch returns the option that has a write enter its calls in the log.
func (l *callLog) watch() atomicfile.Option {
	return atomicfile.Watch(func(call, on, to string) error {
		if call == "statfs" || call == "reserve" {
			return nil // depends on where the test runs
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		line := strings.TrimSpace(call + " " + on + " " + to)
		if l.before != nil {
			l.before(line)
		}
		l.calls = append(l.calls, line)
		if len(l.calls) == l.at+1 {
			return l.err
		}
		return l.fail[line]
	})
}

// run carries out the row in a new directory.
func (r *callRow) run(t *testing.T, l *callLog) error {
	t.Chdir(t.TempDir())
	if r.setup != nil {
		if err := r.setup(); err != nil {
			t.Fatal(err)
		}
	}
	l.fail = r.fail
	return r.write(atomicfile.Both(l.watch(), atomicfile.Local())) // whichever file system the test runs on
}

// TestCalls compares the calls of each row with what they should be.
func TestCalls(t *testing.T) {
	for _, r := range callRows() {
		t.Run(r.name, func(t *testing.T) {
			l := callLog{at: -1, before: func(call string) { wantCloseOnExec(t, workingDir(t), call) }}
			if err := r.run(t, &l); err != nil {
				t.Fatal(err)
			}
			r.judge(t, "", nil)
			want, _ := r.want()
			if !slices.Equal(l.calls, want) {
				t.Errorf("got the calls\n%s\nwant\n%s", strings.Join(l.calls, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// TestCallsFail has each call of each row fail, and looks what becomes of the
// write.
func TestCallsFail(t *testing.T) {
	for _, r := range callRows() {
		calls, marks := r.want()
		for i, call := range calls {
			t.Run(fmt.Sprintf("%s/%d %s", r.name, i, call), func(t *testing.T) {
				l := callLog{at: i, err: syscall.EIO, before: func(call string) { wantLocked(t, call) }}
				err := r.run(t, &l)
				switch mark := marks[i]; {
				case mark != '.' && !errors.Is(err, syscall.EIO),
					errors.Is(err, atomicfile.ErrNotDurable) != (mark == '~'),
					mark == '.' && err != nil:
					t.Errorf("got error %v, want %c", err, mark)
				}
				r.judge(t, call, err)
			})
		}
	}
}

// wantLocked reports that the temporary without a guard is removed by somebody
// who has not opened it, and so cannot have its lock.
func wantLocked(t *testing.T, call string) {
	t.Helper()
	const temp = "dest.atomic.tmp"
	if call == "unlink "+temp && len(descriptors(t, filepath.Join(workingDir(t), temp))) == 0 {
		t.Error("the temporary is removed without its lock")
	}
}

// TestCallsInterrupted has a signal come during each call of each row, which
// must be as if it had not.
func TestCallsInterrupted(t *testing.T) {
	for _, r := range callRows() {
		calls, _ := r.want()
		for i, call := range calls {
			if call == "opendir" {
				continue // made again further below
			}
			t.Run(fmt.Sprintf("%s/%d %s", r.name, i, call), func(t *testing.T) {
				l := callLog{at: i, err: syscall.EINTR}
				if err := r.run(t, &l); err != nil {
					t.Errorf("got error %v, want none", err)
				}
				r.judge(t, "", nil)
				want := slices.Insert(slices.Clone(calls), i, call)
				if strings.HasPrefix(call, "close") {
					want = calls // the descriptor is gone in any case
				}
				if !slices.Equal(l.calls, want) {
					t.Errorf("got the calls\n%s\nwant\n%s", strings.Join(l.calls, "\n"), strings.Join(want, "\n"))
				}
			})
		}
	}
}

// want returns the calls of the row, and the marks of each.
func (r *callRow) want() (calls []string, marks []byte) {
	for _, call := range r.calls {
		calls, marks = append(calls, call[2:]), append(marks, call[0])
	}
	return calls, marks
}

// judge looks at what is there after a write in which call failed, if any.
func (r *callRow) judge(t *testing.T, call string, err error) {
	t.Helper()
	published := !r.keeps && (err == nil || errors.Is(err, atomicfile.ErrNotDurable))
	content, rerr := os.ReadFile("dest")
	isNew := bytes.HasPrefix(content, []byte("new"))
	isOld := string(content) == "old" || r.isNew() && errors.Is(rerr, fs.ErrNotExist)
	inPlace := r.name == "InPlace" && (call == "sync dest" || call == "close dest") // overwritten by then
	if published && !isNew || !published && !isOld && !inPlace {
		t.Errorf("destination holds %.20q, %v; published is %v", content, rerr, published)
	}
	r.judgeLeft(t, call)
	wantClosed(t, workingDir(t))
	if err := atomicfile.WriteFile("dest", []byte("next"), 0o644); err != nil {
		t.Errorf("the next writer: %v", err)
	}
	if left := temporaries(t); len(left) > 0 {
		t.Errorf("the next writer leaves %v", left)
	}
}

func (r *callRow) isNew() bool { return r.setup == nil || r.name == "WriteFile, leftover" }

// judgeLeft looks for what should not be there. What cannot be removed stays,
// and so does what cannot be looked at.
func (r *callRow) judgeLeft(t *testing.T, call string) {
	t.Helper()
	left := temporaries(t)
	if len(left) == 0 || strings.HasPrefix(call, "unlink") {
		return
	}
	if r.name == "WriteFile, leftover" || r.keeps && call == "lstat dest.atomic.tmp" {
		if slices.Equal(left, []string{"dest.atomic.tmp"}) {
			return
		}
	}
	t.Errorf("%v is left", left)
}

// temporaries returns the names of those in the working directory.
func temporaries(t *testing.T) []string {
	t.Helper()
	left, err := filepath.Glob("*.atomic.tmp*")
	if err != nil {
		t.Fatal(err)
	}
	return left
}
