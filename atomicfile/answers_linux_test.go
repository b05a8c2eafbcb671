package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// These tests have the system, a server or another process answer in ways that
// are rare.

// during returns an option that does something before the nth call, counted
// from 0, and notes how many there were.
func during(n int, calls *int, do func() error) atomicfile.Option {
	*calls = 0
	return atomicfile.Watch(func(call, on, to string) error {
		*calls++
		if *calls == n+1 {
			return do()
		}
		return nil
	})
}

// A destination that goes, or comes, or is replaced while it is looked at is as
// if that had happened before or after.
func TestDestinationMeanwhile(t *testing.T) {
	for what, do := range map[string]func(name string) error{
		"removed": func(name string) error { os.Remove(name); return nil },
		"replaced": func(name string) error {
			return errors.Join(os.WriteFile(name+"~", []byte("other"), 0o644), os.Rename(name+"~", name))
		},
	} {
		for _, write := range []struct {
			verb string
			file func(name string, opts ...atomicfile.Option) error
		}{
			{"WriteFile", func(name string, opts ...atomicfile.Option) error {
				return atomicfile.WriteFileWith(name, []byte("new"), 0o644, opts...)
			}},
			{"Create", func(name string, opts ...atomicfile.Option) error {
				return atomicfile.Write(name, func(f *atomicfile.File) error {
					_, err := f.WriteString("new")
					return err
				}, opts...)
			}},
			{"WritePath", func(name string, opts ...atomicfile.Option) error {
				return atomicfile.WritePath(name, func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o644) }, opts...)
			}},
		} {
			calls := 1
			for n := 0; n < calls; n++ {
				dir := t.TempDir()
				name := filepath.Join(dir, "out")
				if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
					t.Fatal(err)
				}
				renamed := false
				err := write.file(name, during(n, &calls, func() error {
					data, _ := os.ReadFile(name)
					if renamed = string(data) == "new"; renamed {
						return nil
					}
					return do(name)
				}))
				if err != nil {
					t.Errorf("%s, %s before call %d: %v", write.verb, what, n, err)
				}
				wantFile(t, name, "new")
				wantMode(t, name, 0o644)
				wantNames(t, dir, "out")
			}
		}
	}
}

// A call that answers ESTALE, because a name was replaced on the server, is made
// again.
func TestStale(t *testing.T) {
	for _, stale := range []string{"lstat out", "access out", "rename out.atomic.tmp", "listattrs out"} {
		name := filepath.Join(t.TempDir(), "out")
		if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		n := 0
		err := atomicfile.Write(name, func(f *atomicfile.File) error {
			_, err := f.WriteString("new")
			return err
		}, atomicfile.Watch(func(call, on, to string) error {
			if call+" "+on == stale && n < 3 {
				n++
				return syscall.ESTALE
			}
			return nil
		}))
		if err != nil || n == 0 {
			t.Errorf("%s: got error %v after %d times", stale, err, n)
		}
		wantFile(t, name, "new")
		wantNames(t, filepath.Dir(name), "out")
	}
}

// Who is told for ever that a name is stale gives up.
func TestStaleForEver(t *testing.T) {
	for _, stale := range []string{"lstat out", "access out", "rename out.atomic.tmp"} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		err := atomicfile.Write(name, func(f *atomicfile.File) error { return nil }, atomicfile.Watch(func(call, on, to string) error {
			if call+" "+on == stale {
				return syscall.ESTALE
			}
			return nil
		}))
		if err == nil {
			t.Errorf("%s: got no error", stale)
		}
		wantFile(t, name, "old")
		wantNames(t, dir, "out")
	}
	lstats := 0
	name := filepath.Join(t.TempDir(), "out")
	f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
		if call+" "+on == "lstat out" {
			if lstats++; lstats > 1 {
				return syscall.ESTALE
			}
		}
		return nil
	}))
	wantPathError(t, f.Commit(), "stat", name, syscall.ESTALE)
}

// A rename is what the names say that it is, whatever the answer.
func TestAnswerOfRename(t *testing.T) {
	other := func(name string) error {
		return errors.Join(os.WriteFile(name+"~", []byte("other"), 0o644), os.Rename(name+"~", name))
	}
	for _, tt := range []struct {
		what    string
		do      func(temp, name string) error
		answer  error
		opts    []atomicfile.Option
		want    error
		content string
	}{
		{"done, answered by an error", os.Rename, syscall.EIO, nil, nil, "new"},
		{"done, asked again", os.Rename, syscall.ENOENT, nil, nil, "new"},
		{"not done", func(temp, name string) error { return nil }, syscall.EIO, nil, syscall.EIO, "old"},
		{"done for NoReplace, asked again", os.Rename, syscall.EEXIST, []atomicfile.Option{atomicfile.NoReplace()}, nil, "new"},
		{"name taken", func(temp, name string) error { return other(name) }, syscall.EEXIST,
			[]atomicfile.Option{atomicfile.NoReplace()}, syscall.EEXIST, "other"},
		{"temporary gone, destination as it was", func(temp, name string) error { return os.Remove(temp) }, syscall.ENOENT, nil, syscall.ENOENT, "old"},
		{"temporary gone, destination another's", func(temp, name string) error { return errors.Join(os.Remove(temp), other(name)) },
			syscall.ENOENT, []atomicfile.Option{atomicfile.Local()}, syscall.ENOENT, "other"},
		{"temporary gone, destination unknown", func(temp, name string) error { return errors.Join(os.Remove(temp), other(name)) },
			syscall.EIO, []atomicfile.Option{atomicfile.Remote()}, atomicfile.ErrNotDurable, "other"},
		{"both gone", func(temp, name string) error { return errors.Join(os.Remove(temp), os.Remove(name)) }, syscall.EIO, nil, syscall.EIO, ""},
	} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if tt.opts == nil {
			if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		done := false
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, append([]atomicfile.Option{atomicfile.Watch(func(call, on, to string) error {
			if strings.HasPrefix(call, "rename") && !done {
				done = true
				return errors.Join(tt.do(filepath.Join(dir, on), filepath.Join(dir, to)), tt.answer)
			}
			return nil
		})}, tt.opts...)...)
		if !errors.Is(err, tt.want) || tt.want != atomicfile.ErrNotDurable && errors.Is(err, atomicfile.ErrNotDurable) {
			t.Errorf("%s: got error %v, want %v", tt.what, err, tt.want)
		}
		if tt.content == "" {
			wantNames(t, dir)
			continue
		}
		wantFile(t, name, tt.content)
		wantNames(t, dir, "out")
	}
}

// Where the destination is removed before the rename is refused, it is tried
// for a while, and then the new content is kept, for the old has gone.
func TestRenameRemoves(t *testing.T) {
	for _, tt := range []struct {
		refused int
		want    error
		names   []string
	}{{1, nil, []string{"out"}}, {5, nil, []string{"out"}}, {1000, syscall.EACCES, []string{"out.atomic.saved0"}}} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		if err := os.WriteFile(name, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		n := 0
		err := atomicfile.WriteFileWith(name, []byte("new"), 0o644, atomicfile.Watch(func(call, on, to string) error {
			if call != "rename" || n == tt.refused {
				return nil
			}
			n++
			os.Remove(name)
			return syscall.EACCES
		}), atomicfile.Remote())
		saved := filepath.Join(dir, tt.names[0])
		if !errors.Is(err, tt.want) || err != nil && !strings.Contains(err.Error(), saved) {
			t.Errorf("refused %d times: got error %v, want %v, and where the content is, %s", tt.refused, err, tt.want, saved)
		}
		wantNames(t, dir, tt.names...)
		wantFile(t, saved, "new")
	}
}

// On a file system with shorter names, such as eCryptfs, that of the temporary
// is cut shorter.
func TestShortNames(t *testing.T) {
	dir := t.TempDir()
	base := strings.Repeat("x", 140)
	longest := 0
	f := create(t, filepath.Join(dir, base), atomicfile.Watch(func(call, on, to string) error {
		if len(on) > 143 {
			return syscall.ENAMETOOLONG
		}
		longest = max(longest, len(on))
		return nil
	}))
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	if longest < 130 || longest > 143 {
		t.Errorf("the longest name has %d bytes, want hardly less than 143", longest)
	}
	wantNames(t, dir, base)
}

// Two names of one file: that of a temporary may go on any file system.
func TestPublishedByLink(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), os.Link(name, name+".atomic.tmp")); err != nil {
		t.Fatal(err)
	}
	f := create(t, name, atomicfile.Remote())
	if got := f.TempName(); got != name+".atomic.tmp" {
		t.Errorf("the temporary is %s, want %s.atomic.tmp", got, name)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	wantFile(t, name, "")
	wantNames(t, dir, "out")
}

// Where the mode cannot be changed, an existing file keeps its own all the same,
// if it has nobody else's group and no list; of others it gets no more than its
// owner's part.
func TestModeFixed(t *testing.T) {
	for _, tt := range []struct {
		uid   int
		later fs.FileMode // which it gets while it is written
		err   error
		want  fs.FileMode
	}{{os.Geteuid(), 0o644, nil, 0o644}, {1000, 0o644, nil, 0o600}, {os.Geteuid(), 0o600, syscall.EPERM, 0o600}, {os.Geteuid(), 0o664, nil, 0o644}} {
		name := filepath.Join(t.TempDir(), "out")
		if err := errors.Join(os.WriteFile(name, []byte("old"), 0o644), os.Chown(name, tt.uid, -1)); err != nil {
			t.Skip(err)
		}
		f := create(t, name, atomicfile.Watch(func(call, on, to string) error {
			if call == "chmod" || call == "chown" {
				return syscall.EPERM
			}
			return nil
		}), atomicfile.Remote())
		if err := os.Chmod(name, tt.later); err != nil {
			t.Fatal(err)
		}
		if err := f.Commit(); !errors.Is(err, tt.err) {
			t.Errorf("a file of user %d, later %o: got error %v, want %v", tt.uid, tt.later, err, tt.err)
		}
		wantMode(t, name, tt.want)
	}
}

// What is written to directly says itself what it refuses.
func TestDirectChmod(t *testing.T) {
	f, err := atomicfile.Create("/proc/self/comm")
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	if err := f.Chmod(0o600); !errors.Is(err, syscall.EPERM) {
		t.Errorf("Chmod of a control file: got error %v, want EPERM", err)
	}
}

// The executable is not open for writing when it has its name.
func TestExecutableIsClosed(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out")
	for _, late := range []bool{false, true} {
		var f *atomicfile.File
		checked := false
		watch := atomicfile.Watch(func(call, on, to string) error {
			if call != "syncdir" {
				return nil
			}
			checked = true
			for _, d := range descriptors(t, name) {
				if d.flags&unix.O_ACCMODE != unix.O_RDONLY {
					t.Errorf("open for writing as %s", d.number)
				}
			}
			return nil
		})
		opts := []atomicfile.Option{watch}
		if !late {
			opts = append(opts, atomicfile.WithPerm(0o755))
		}
		os.Remove(name)
		f = create(t, name, opts...)
		if late {
			if err := f.Chmod(0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Commit(); err != nil || !checked {
			t.Errorf("got error %v, looked %v", err, checked)
		}
		wantMode(t, name, 0o755)
	}
}

// Whether a file is there can be told as with package os.
func TestExclusive(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	const flag = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	isExist := func(what string, err error) {
		t.Helper()
		if !os.IsExist(err) || !errors.Is(err, syscall.EEXIST) || !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v is not told by os.IsExist, EEXIST and fs.ErrExist", what, err)
		}
	}
	f, err := atomicfile.OpenFile(name, flag, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	_, err = atomicfile.OpenFile(name, flag, 0o644)
	isExist("being written", err)
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	isExist("come to be", f.Commit())
	_, err = atomicfile.OpenFile(name, flag, 0o644)
	isExist("there", err)
	wantNames(t, dir, "out")
	if err := errors.Join(os.Remove(name), os.WriteFile(name+".atomic.tmp", nil, 0o644), os.WriteFile(name+".tmp", nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	f, err = atomicfile.OpenFile(name, flag, 0o644)
	if err != nil {
		t.Fatalf("absent, a leftover beside it: %v", err)
	}
	f.Close()
	wantNames(t, dir, "out.tmp")
}
