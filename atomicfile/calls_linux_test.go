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
		l.calls = append(l.calls, line)
		if len(l.calls) == l.at+1 {
			return l.err
		}
		return l.fail[line]
	})
}

// A callRow is one way to write dest, and the calls that it makes. What stands
// before a call says what becomes of the write if that fails: "!" an error, and
// the destination is as it was; "~" ErrNotDurable; "." nothing, it is as if it
// had succeeded.
type callRow struct {
	name  string
	setup func() error
	fail  map[string]error
	write func(atomicfile.Option) error
	calls string
	keeps bool // nothing is to be published
}

func writeWith(opts ...atomicfile.Option) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		return atomicfile.WriteFileWith("dest", []byte("new"), 0o644, append(opts, watch)...)
	}
}

func createWith(end func(*atomicfile.File) error, opts ...atomicfile.Option) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		f, err := atomicfile.Create("dest", append(opts, watch)...)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.WriteString("new"); err != nil {
			return err
		}
		return end(f)
	}
}

func oldDest(mode fs.FileMode) func() error {
	return func() error { return errors.Join(os.WriteFile("dest", []byte("old"), mode), os.Chmod("dest", mode)) }
}

func callRows() []callRow {
	commit := (*atomicfile.File).Commit
	return []callRow{
		{name: "WriteFile, new", write: writeWith(), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "WriteFile, existing", setup: oldDest(0o644), write: writeWith(), calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "WriteFile, existing, nobody else's", setup: oldDest(0o600), write: writeWith(), calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. listattrs dest
			. hasattr dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "WriteFile, existing, executable", setup: oldDest(0o755), write: writeWith(), calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			. open dest.atomic.tmp
			! stat dest.atomic.tmp
			. lockshared dest.atomic.tmp
			. lockshared dest.atomic.tmp
			! close dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "WriteFile, leftover", setup: func() error {
			return os.WriteFile("dest.atomic.tmp", []byte("half"), 0o600)
		}, write: writeWith(), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lstat dest.atomic.tmp
			. open dest.atomic.tmp
			. stat dest.atomic.tmp
			. lock dest.atomic.tmp
			. lstat dest.atomic.tmp
			. unlink dest.atomic.tmp
			. close dest.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create", setup: oldDest(0o644), write: createWith(commit), calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create, discarded", setup: oldDest(0o644), write: createWith((*atomicfile.File).Close), keeps: true, calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. lstat dest.atomic.tmp
			. unlink dest.atomic.tmp
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create, SyncFile", write: createWith(commit, atomicfile.WithSync(atomicfile.SyncFile)), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create, SyncNone", write: createWith(commit, atomicfile.WithSync(atomicfile.SyncNone)), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create, Chmod", write: createWith(func(f *atomicfile.File) error {
			if err := f.Chmod(0o600); err != nil {
				return err
			}
			return f.Commit()
		}), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! chmod dest.atomic.tmp
			! lstat dest
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "NoReplace", write: createWith(commit, atomicfile.NoReplace()), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! renamenew dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "NoReplace by link", fail: map[string]error{"renamenew dest.atomic.tmp dest": syscall.EINVAL}, write: createWith(commit, atomicfile.NoReplace()), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! renamenew dest.atomic.tmp dest
			! link dest.atomic.tmp dest
			. unlink dest.atomic.tmp
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "InPlace", setup: oldDest(0o644), fail: map[string]error{"rename dest.atomic.tmp dest": syscall.EBUSY}, write: createWith(commit, atomicfile.InPlace()), calls: `
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! lstat dest
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			. lstat dest
			. lstat dest.atomic.tmp
			! syncdir
			! open dest.atomic.tmp
			! stat dest.atomic.tmp
			! open dest
			! stat dest
			. lock dest
			! overwrite dest
			! sync dest
			. unlink dest.atomic.tmp
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "In", write: inRootWith, calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "WritePath", setup: oldDest(0o644), write: pathWith, calls: `
			! opendir
			! lstat dest
			! access dest
			. statdir
			. hasattr
			. listattrs dest
			. exists dest.01.atomic.tmp
			! create dest.01.atomic.tmp
			. lock dest.01.atomic.tmp
			! stat dest.01.atomic.tmp
			! create dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! close dest.001.atomic.tmp
			! lstat dest.001.atomic.tmp
			! open dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! lstat dest
			. listattrs dest
			. hasattr dest.001.atomic.tmp
			! sync dest.001.atomic.tmp
			! lstat dest.001.atomic.tmp
			! rename dest.001.atomic.tmp dest
			. exists dest.02.atomic.tmp
			. unlink dest.01.atomic.tmp
			. exists dest.02.atomic.tmp
			. close dest.01.atomic.tmp
			~ syncdir
			. close dest.001.atomic.tmp
			. closedir`},
		{name: "WritePath, replaced", setup: oldDest(0o644), write: pathReplacedWith, calls: `
			! opendir
			! lstat dest
			! access dest
			. statdir
			. hasattr
			. listattrs dest
			. exists dest.01.atomic.tmp
			! create dest.01.atomic.tmp
			. lock dest.01.atomic.tmp
			! stat dest.01.atomic.tmp
			! create dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! close dest.001.atomic.tmp
			! lstat dest.001.atomic.tmp
			! open dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! stat dest.001.atomic.tmp
			! lstat dest
			. listattrs dest
			. hasattr dest.001.atomic.tmp
			! sync dest.001.atomic.tmp
			! lstat dest.001.atomic.tmp
			! rename dest.001.atomic.tmp dest
			. exists dest.02.atomic.tmp
			. unlink dest.01.atomic.tmp
			. exists dest.02.atomic.tmp
			. close dest.01.atomic.tmp
			~ syncdir
			. close dest.001.atomic.tmp
			. closedir`},
		{name: "WriteFile, live writer", write: besideLive(writeWith()), calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lstat dest.atomic.tmp
			. open dest.atomic.tmp
			. stat dest.atomic.tmp
			. lock dest.atomic.tmp
			. lockshared dest.atomic.tmp
			. close dest.atomic.tmp
			! create dest.01.atomic.tmp
			. lock dest.01.atomic.tmp
			! stat dest.01.atomic.tmp
			! create dest.1.atomic.tmp
			! stat dest.1.atomic.tmp
			! write dest.1.atomic.tmp
			! sync dest.1.atomic.tmp
			! lstat dest.1.atomic.tmp
			! rename dest.1.atomic.tmp dest
			. exists dest.02.atomic.tmp
			. unlink dest.01.atomic.tmp
			. exists dest.02.atomic.tmp
			. close dest.01.atomic.tmp
			~ syncdir
			. close dest.1.atomic.tmp
			. closedir`},
		{name: "WriteFile, 1 MiB", write: func(watch atomicfile.Option) error {
			return atomicfile.WriteFileWith("dest", bytes.Repeat([]byte("new\n"), 1<<18), 0o644, watch)
		}, calls: `
			! opendir
			! lstat dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. writeback dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "Create, symbolic link", setup: func() error { return errors.Join(oldDest(0o644)(), os.Symlink("dest", "link")) },
			write: func(watch atomicfile.Option) error {
				return atomicfile.WriteFileWith("link", []byte("new"), 0o644, watch)
			}, calls: `
			! opendir
			! lstat link
			! pin link
			! stat link
			! readlink link
			. close link
			! statdir
			. closedir
			! opendir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "Batch", setup: oldDest(0o644), write: batchWith, calls: `
			! opendir
			! statdir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. writeback dest.atomic.tmp
			! lstat dest
			. listattrs dest
			. hasattr dest.atomic.tmp
			! chmod dest.atomic.tmp
			! sync dest.atomic.tmp
			! lstat dest.atomic.tmp
			! rename dest.atomic.tmp dest
			~ syncdir
			. close dest.atomic.tmp
			. closedir`},
		{name: "Batch, closed", setup: oldDest(0o644), write: batchClosedWith, keeps: true, calls: `
			! opendir
			! statdir
			! lstat dest
			! access dest
			. exists dest.01.atomic.tmp
			! create dest.atomic.tmp
			. lock dest.atomic.tmp
			! stat dest.atomic.tmp
			! write dest.atomic.tmp
			. writeback dest.atomic.tmp
			. lstat dest.atomic.tmp
			. unlink dest.atomic.tmp
			. close dest.atomic.tmp
			. closedir`},
	}
}

// besideLive has another writer of dest be at work meanwhile.
func besideLive(write func(atomicfile.Option) error) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		f, err := atomicfile.Create("dest")
		if err != nil {
			return err
		}
		defer f.Close()
		return write(watch)
	}
}

func inRootWith(watch atomicfile.Option) error {
	root, err := os.OpenRoot(".")
	if err != nil {
		return err
	}
	defer root.Close()
	return writeWith(atomicfile.In(root))(watch)
}

func pathWith(watch atomicfile.Option) error {
	return atomicfile.WritePath("dest", func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o644) }, watch)
}

func pathReplacedWith(watch atomicfile.Option) error {
	return atomicfile.WritePath("dest", func(tmp string) error {
		return errors.Join(os.WriteFile("other", []byte("new"), 0o644), os.Rename("other", tmp))
	}, watch)
}

func batchWith(watch atomicfile.Option) error {
	var b atomicfile.Batch
	defer b.Close()
	if err := b.WriteFile("dest", []byte("new"), 0o644, watch); err != nil {
		return err
	}
	return b.Commit()
}

func batchClosedWith(watch atomicfile.Option) error {
	var b atomicfile.Batch
	defer b.Close()
	return b.WriteFile("dest", []byte("new"), 0o644, watch)
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
			l := callLog{at: -1}
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
				l := callLog{at: i, err: syscall.EIO}
				err := r.run(t, &l)
				switch mark := marks[i]; {
				case mark == '!' && (!errors.Is(err, syscall.EIO) || errors.Is(err, atomicfile.ErrNotDurable)),
					mark == '~' && !errors.Is(err, atomicfile.ErrNotDurable),
					mark == '.' && err != nil:
					t.Errorf("got error %v, want %c", err, mark)
				}
				r.judge(t, call, err)
			})
		}
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
				if strings.HasPrefix(call, "close") && len(l.calls) == len(calls) {
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
	for line := range strings.Lines(strings.TrimSpace(r.calls)) {
		line = strings.TrimSpace(line)
		calls, marks = append(calls, line[2:]), append(marks, line[0])
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
	inPlace := r.name == "InPlace" && call == "sync dest" // overwritten by then
	if published && !isNew || !published && !isOld && !inPlace {
		t.Errorf("destination holds %.20q, %v; published is %v", content, rerr, published)
	}
	r.judgeLeft(t, call)
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
