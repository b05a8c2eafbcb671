//go:build linux

package stage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"
)

const neighbour = "a.txt"

// run makes the place that s begins with, and calls call for it.
func (a *actor) run(call Call, s Scenario) Record {
	dir := filepath.Join(a.base, fmt.Sprint(a.runs))
	path := filepath.Join(dir, "out.txt")
	check(os.Mkdir(dir, 0o755))
	defer os.RemoveAll(dir)
	check(put(filepath.Join(dir, neighbour), "1", 0o644))
	check(os.Chdir(dir))
	switch s.Place {
	case Old:
		check(put(path, OldText, 0o644))
	case Private:
		check(put(path, OldText, 0o600))
	case Directory:
		check(os.Mkdir(path, 0o755))
	case NoParent:
		path = filepath.Join(dir, "no", "out.txt")
	}
	r := a.watched(call, s, path)
	if r.Outcome != "exited" && s.Event == Quiet && (s.Plan.Fail > 0 || s.Limit != 0) {
		again := a.watched(call, Scenario{}, path)
		r.Again = &again
	}
	return r
}

// watched is run in a place that exists.
func (a *actor) watched(call Call, s Scenario, path string) Record {
	dir := filepath.Dir(path)
	a.logged.Reset()
	var inner *Record
	var met File
	var open uint32
	source := feed.New(s.Plan, func(step int) {
		if s.Plan.Fail == 0 {
			open |= exposed(dir)
		}
		if step != s.At {
			return
		}
		met = look(path)
		switch s.Event {
		case Blocked:
			os.Remove(path)
			os.MkdirAll(filepath.Join(path, "full"), 0o755)
		case Rival:
			r := a.direct(call, feed.New(feed.Plan{}, nil), path)
			inner = &r
		case Stranger:
			if f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644); err == nil {
				f.WriteString("of another program")
				f.Close()
			}
		}
	})
	restore := limitFiles(s.Limit)
	go func() { a.ended <- a.direct(call, source, path) }()
	r := a.wait()
	restore()
	if r.Outcome == "exited" {
		a.exits++
	}
	r.Steps, r.Inner, r.Met, r.Open = source.Steps(), inner, met, open
	r.File = look(path)
	r.Sides, r.Left = lookAround(path)
	r.Output = a.drain() + a.logged.String()
	return r
}

// patience is for how many turns of a tenth of a second a call may last. A
// process that is stopped meanwhile loses one of them, and not all.
const patience = 100

// wait returns how the call has ended, or that it hangs.
func (a *actor) wait() Record {
	for range patience {
		select {
		case r := <-a.ended:
			return r
		case <-time.After(time.Second / 10):
		}
	}
	a.hangs = true
	return Record{Outcome: "hangs"}
}

// direct calls call, and records how it ends.
func (a *actor) direct(call Call, source *feed.Source, path string) (r Record) {
	ended := false
	defer func() {
		if p := recover(); p != nil {
			r = Record{Outcome: "panicked", Values: []string{fmt.Sprint(p)}}
		} else if !ended {
			r = Record{Outcome: "exited its goroutine"}
		}
	}()
	values := call(source, path)
	ended = true
	r.Outcome = "returned"
	for _, v := range values {
		if err, ok := v.(error); ok {
			r.Err = true
			r.Is = kindsOf(err)
		}
		r.Values = append(r.Values, fmt.Sprint(v))
	}
	return r
}

func kindsOf(err error) []string {
	var kinds []string
	for _, k := range []struct {
		name   string
		target error
	}{
		{"fs.ErrExist", fs.ErrExist},
		{"fs.ErrNotExist", fs.ErrNotExist},
		{"syscall.EEXIST", syscall.EEXIST},
		{"syscall.EFBIG", syscall.EFBIG},
		{"io.EOF", io.EOF},
		{"feed.ErrBad", feed.ErrBad},
	} {
		if errors.Is(err, k.target) {
			kinds = append(kinds, k.name)
		}
	}
	if os.IsExist(err) {
		kinds = append(kinds, "os.IsExist")
	}
	if os.IsNotExist(err) {
		kinds = append(kinds, "os.IsNotExist")
	}
	return kinds
}

// look returns what is at path.
func look(path string) (file File) {
	fi, err := os.Lstat(path)
	if err != nil {
		return File{}
	}
	file.There, file.Mode = true, uint32(fi.Mode())
	if fi.Mode().IsRegular() {
		text, err := os.ReadFile(path)
		check(err)
		file.Content = string(text)
	}
	return file
}

var side = regexp.MustCompile(`^\.[a-z]+$`)

// lookAround returns the files that are named after path, and the names of the
// other files beside it.
func lookAround(path string) (sides map[string]File, left []string) {
	sides = make(map[string]File)
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		added, named := strings.CutPrefix(e.Name(), filepath.Base(path))
		switch {
		case added == "" || e.Name() == neighbour:
		case named && side.MatchString(added) && added != ".tmp" && added != ".new":
			sides[added] = look(path + added)
		default:
			left = append(left, e.Name())
		}
	}
	return sides, left
}

// exposed returns who but the owner can open a file of dir that has content
// which is not the old one. It is asked at each step: package os would make
// three times as many system calls.
func exposed(dir string) uint32 {
	held, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(held)
	var open uint32
	for _, name := range names(held) {
		var st unix.Stat_t
		if name == neighbour || unix.Fstatat(held, name, &st, unix.AT_SYMLINK_NOFOLLOW) != nil {
			continue
		}
		if st.Mode&unix.S_IFMT == unix.S_IFREG && st.Size != 0 && st.Size != int64(len(OldText)) {
			open |= st.Mode & 0o077
		}
	}
	return open
}

// names returns what is in the directory that dir is a descriptor of.
func names(dir int) (names []string) {
	for buf := make([]byte, 4096); ; {
		n, err := unix.ReadDirent(dir, buf)
		check(err)
		if n == 0 {
			return names
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
}

// drain returns what was printed.
func (a *actor) drain() string {
	a.prints.WriteString("\x00")
	var text []byte
	for b := make([]byte, 4096); ; {
		n, err := a.printed.Read(b)
		check(err)
		text = append(text, b[:n]...)
		if text[len(text)-1] == 0 {
			return string(text[:len(text)-1])
		}
	}
}

func put(path, text string, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
