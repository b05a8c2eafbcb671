//go:build linux && integration

package atomicfile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A faultScenario is one way to write the file "dest" in the working
// directory, in one situation. All that the system is asked for on the way
// is made to fail, one call at a time.
type faultScenario struct {
	name    string
	absent  bool         // there is no such file before
	setup   func() error // what else there is
	live    bool         // another writer is at work on it
	write   func(data []byte) error
	data    []byte // faultSmall if nil
	keepOld bool   // nothing is to be published
	pinned  bool   // the file cannot be replaced, only overwritten
	mutant  string // what is wrong with it, if it is there to be caught
}

var faultSmall, faultLarge = bytes.Repeat([]byte("new"), 1000), bytes.Repeat([]byte("large"), 300_000)

func faultScenarios() []faultScenario {
	commit, discard := (*atomicfile.File).Commit, (*atomicfile.File).Close
	return []faultScenario{
		{name: "WriteFile", write: writeFile},
		{name: "WriteFile, absent", absent: true, write: writeFile},
		{name: "WriteFile, 1.5 MB", write: writeFile, data: faultLarge},
		{name: "WriteFile, attributes", setup: attributes, write: writeFile},
		{name: "WriteFile, leftover", setup: leftover, write: writeFile},
		{name: "WriteFile, leftover of one of several", setup: leftoverOfSeveral, write: writeFile},
		{name: "WriteFile, live writer", live: true, write: writeFile},
		{name: "Create", write: createAnd(commit)},
		{name: "Create, absent", absent: true, write: createAnd(commit)},
		{name: "Create, 1.5 MB", write: createAnd(commit), data: faultLarge},
		{name: "Create, discarded", write: createAnd(discard), keepOld: true},
		{name: "Create, errors of writes overlooked", write: overlooked},
		{name: "WriteFrom a file", write: writeFrom},
		{name: "WritePath", write: writePath},
		{name: "NoReplace", absent: true, write: createAnd(commit, atomicfile.NoReplace())},
		{name: "Concurrent, live writer", live: true, write: createAnd(commit, atomicfile.Concurrent())},
		{name: "InPlace", pinned: true, write: createAnd(commit, atomicfile.InPlace())},
		{name: "InPlace, 1.5 MB", pinned: true, write: createAnd(commit, atomicfile.InPlace()), data: faultLarge},
		{name: "In a root", write: inRoot},
		{name: "In a root, absent", absent: true, write: inRoot},
		{name: "Batch", absent: true, write: batch},
		{name: "Rename", write: renameDurably},
		{name: "mutant: os.WriteFile", write: mutantPlain, mutant: "writes in place"},
		{name: "mutant: unlink first", write: mutantUnlink, mutant: "removes the old file before the rename"},
		{name: "mutant: overwrites what is pinned", pinned: true, write: mutantPlain, mutant: "writes in place without a whole copy"},
		{name: "mutant: no sync of the file", write: mutant(false, true), mutant: "does not sync the file"},
		{name: "mutant: no sync of the directory", write: mutant(true, false), mutant: "does not sync the directory"},
	}
}

func (s *faultScenario) content() []byte {
	if s.data != nil {
		return s.data
	}
	return faultSmall
}

// targets returns the names of the files that are written.
func (s *faultScenario) targets() []string {
	if strings.HasPrefix(s.name, "Batch") {
		return []string{"dest", "dest2"}
	}
	return []string{"dest"}
}

// attributes gives the destination what must be carried over.
func attributes() error {
	acl := encodeACL(aclEntry{1, 6, aclNoID}, aclEntry{2, 6, 1234}, aclEntry{4, 4, aclNoID}, aclEntry{16, 6, aclNoID}, aclEntry{32, 0, aclNoID})
	err := errors.Join(
		unix.Setxattr("dest", "user.origin", []byte("x"), 0),
		unix.Setxattr("dest", aclAccess, acl, 0))
	if os.Geteuid() == 0 {
		err = errors.Join(err, os.Chown("dest", 1234, 2345))
	}
	return err
}

// leftover makes what a writer leaves that was killed.
func leftover() error { return killWriter("dest.atomic.tmp", false) }

// leftoverOfSeveral is leftover for a writer that was not alone.
func leftoverOfSeveral() error {
	f, err := atomicfile.Create("dest")
	if err != nil {
		return err
	}
	defer f.Close()
	return killWriter("dest.1.atomic.tmp", true)
}

// killWriter has a writer killed in a process of its own, which must leave the
// file left behind.
func killWriter(left string, concurrent bool) error {
	err := roleCommand("leftover", concurrent).Run()
	if _, serr := os.Stat(left); serr != nil {
		return fmt.Errorf("a killed writer left nothing: %w (%v)", serr, err)
	}
	return nil
}

func init() { roles["leftover"] = playLeftover }

func playLeftover() error {
	var concurrent bool
	if err := roleArg(&concurrent); err != nil {
		return err
	}
	var opts []atomicfile.Option
	if concurrent {
		opts = append(opts, atomicfile.Concurrent())
	}
	f, err := atomicfile.Create("dest", opts...)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("left over"); err != nil {
		return err
	}
	return unix.Kill(os.Getpid(), unix.SIGKILL)
}

func writeFile(data []byte) error { return atomicfile.WriteFile("dest", data, 0o644) }

// createAnd returns a function that writes by a File and ends it by end.
func createAnd(end func(*atomicfile.File) error, opts ...atomicfile.Option) func([]byte) error {
	return func(data []byte) error {
		f, err := atomicfile.Create("dest", opts...)
		if err != nil {
			return err
		}
		defer f.Close()
		half := len(data) / 2
		if _, err := f.Write(data[:half]); err != nil {
			return err
		}
		if _, err := f.Write(data[half:]); err != nil {
			return err
		}
		return end(f)
	}
}

// overlooked is a writer that does not look at the errors of its writes.
func overlooked(data []byte) error {
	f, err := atomicfile.Create("dest")
	if err != nil {
		return err
	}
	defer f.Close()
	f.Write(data[:len(data)/2])
	f.Write(data[len(data)/2:])
	return f.Commit()
}

func writeFrom(data []byte) error {
	in, err := os.Open(filepath.Join("sources", fmt.Sprint(len(data))))
	if err != nil {
		return err
	}
	defer in.Close()
	_, err = atomicfile.WriteFrom("dest", in)
	return err
}

func writePath(data []byte) error {
	return atomicfile.WritePath("dest", func(tmp string) error { return os.WriteFile(tmp, data, 0o644) })
}

func inRoot(data []byte) error {
	root, err := os.OpenRoot(".")
	if err != nil {
		return err
	}
	defer root.Close()
	return createAnd((*atomicfile.File).Commit, atomicfile.In(root))(data)
}

func batch(data []byte) error {
	var b atomicfile.Batch
	defer b.Close()
	for _, name := range []string{"dest", "dest2"} {
		if err := b.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return b.Commit()
}

func renameDurably(data []byte) error {
	err := os.WriteFile("dest.atomic.tmp", data, 0o644)
	if err == nil {
		err = atomicfile.Rename("dest.atomic.tmp", "dest")
	}
	if err != nil {
		os.Remove("dest.atomic.tmp")
	}
	return err
}

func mutantPlain(data []byte) error { return os.WriteFile("dest", data, 0o644) }

func mutantUnlink(data []byte) error {
	if err := os.WriteFile("dest.atomic.tmp", data, 0o644); err != nil {
		os.Remove("dest.atomic.tmp")
		return err
	}
	if err := os.Remove("dest"); err != nil {
		return err
	}
	return os.Rename("dest.atomic.tmp", "dest")
}

// mutant returns a writer that leaves out one of the syncs.
func mutant(syncFile, syncDir bool) func([]byte) error {
	return func(data []byte) error {
		f, err := os.OpenFile("dest.atomic.tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		if syncFile && err == nil {
			err = f.Sync()
		}
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err == nil {
			err = os.Rename("dest.atomic.tmp", "dest")
		}
		if err != nil {
			os.Remove("dest.atomic.tmp")
			return err
		}
		if !syncDir {
			return nil
		}
		d, err := os.Open(".")
		if err != nil {
			return err
		}
		defer d.Close()
		return d.Sync()
	}
}

// A faultReport is what the process says that ran a scenario to its end.
type faultReport struct {
	Err        string // "" if there was none
	NotDurable bool
}

// faultApart is how many syncs the main thread makes before the scenario, so
// that its own are counted apart from those of the other threads.
const faultApart = 8

// The scenario runs between writes of these lines to standard output, by which
// it is found in the trace.
const faultBegin, faultEnd = "BEGIN\n", "END\n"

func init() {
	roles["faulty"] = playFaulty
	if os.Getenv(roleEnv) == "faulty" {
		runtime.LockOSThread() // strace counts the calls of each thread
	}
}

// playFaulty runs the scenario whose name is the argument, and writes a
// faultReport to descriptor 3.
func playFaulty() error {
	var name string
	if err := roleArg(&name); err != nil {
		return err
	}
	for _, s := range faultScenarios() {
		if s.name != name {
			continue
		}
		data := s.content()
		for range faultApart {
			unix.Fsync(-1)
		}
		unix.Write(1, []byte(faultBegin))
		err := s.write(data)
		unix.Write(1, []byte(faultEnd))
		var r faultReport
		if err != nil {
			r = faultReport{err.Error(), errors.Is(err, atomicfile.ErrNotDurable)}
		}
		return json.NewEncoder(os.NewFile(3, "report")).Encode(r)
	}
	return errors.New("no such scenario: " + name)
}
