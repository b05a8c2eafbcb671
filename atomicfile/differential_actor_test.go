//go:build linux

package atomicfile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A job is one write that a child process, the actor, carries out under the
// identity that is being tested.
type job struct {
	API, Verb string // "os" or "atomicfile"; "WriteFile" or "Create"
	Dir       string // the working directory, and "@" in Name
	Name      string
	Perm      fs.FileMode
	Umask     int
	Size      int    // of the content, in bytes
	Limit     uint64 // RLIMIT_FSIZE, in bytes; 0 for none
	Stdout    string // "pipe", a file to redirect to, or ""
	Leave     bool   // change the working directory while the file is open
	InPlace   bool   // with the option InPlace
	Root      bool   // through an os.Root of Dir; Name is relative to it
}

// A deed is what became of a job, apart from the files.
type deed struct {
	Err    failure
	Stdout string // what arrived in the pipe
}

// A failure is what a program can learn from an error.
type failure struct {
	Type, Op, Path string
	Cause          string // the errno, by name
	Is             string // which of the errors of package io/fs it is
}

func (f failure) String() string {
	if f == (failure{}) {
		return "ok"
	}
	return f.Op + " " + f.Cause
}

func init() { roles["actor"] = playActor }

// playActor carries out the jobs given as argument and writes the deeds to
// descriptor 3.
func playActor() error {
	var jobs []job
	if err := roleArg(&jobs); err != nil {
		return err
	}
	signal.Ignore(unix.SIGXFSZ)
	var deeds []deed
	for _, j := range jobs {
		d, err := j.do()
		if err != nil {
			return err
		}
		deeds = append(deeds, d)
	}
	return json.NewEncoder(os.NewFile(3, "deeds")).Encode(deeds)
}

func (j *job) do() (d deed, err error) {
	// The directory may be unsearchable for the actor: then the rows that say
	// so have an absolute name.
	if err := os.Chdir(j.Dir); err != nil && !errors.Is(err, fs.ErrPermission) {
		return d, err
	}
	restore, err := j.redirect()
	if err != nil {
		return d, err
	}
	defer unix.Umask(unix.Umask(j.Umask))
	if j.Limit != 0 {
		var old unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
			return d, err
		}
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: j.Limit, Max: old.Max}); err != nil {
			return d, err
		}
		defer unix.Setrlimit(unix.RLIMIT_FSIZE, &old)
	}
	name := inDir(j.Dir, j.Name)
	d.Err = describe(j.write(name), j.Dir)
	if j.Root && d.Err.Op == "openat" {
		d.Err.Op = "open" // os.Root names the system call, where package os and this one name the function
	}
	d.Stdout, err = restore()
	return d, err
}

// inDir puts dir in place of a leading "@".
func inDir(dir, name string) string {
	if rest, ok := strings.CutPrefix(name, "@"); ok {
		return dir + rest
	}
	return name
}

// content returns what a job of that size writes.
func content(size int) string {
	const pattern = "new content\n"
	return strings.Repeat(pattern, size/len(pattern)+1)[:size]
}

func (j *job) write(name string) error {
	data := []byte(content(j.Size))
	switch j.API + "." + j.Verb {
	case "os.WriteFile":
		if j.Root {
			return j.inRoot(func(root *os.Root) error { return root.WriteFile(name, data, j.Perm) })
		}
		return os.WriteFile(name, data, j.Perm)
	case "os.Create":
		if j.Root {
			return j.inRoot(func(root *os.Root) error { return j.create(name, data, root.Create) })
		}
		return j.create(name, data, os.Create)
	case "atomicfile.WriteFile":
		if j.Root || j.InPlace {
			return j.inRoot(func(root *os.Root) error {
				return atomicfile.Write(name, func(f *atomicfile.File) error {
					_, err := f.Write(data)
					return err
				}, j.options(root)...)
			})
		}
		return atomicfile.WriteFile(name, data, j.Perm)
	case "atomicfile.Create":
		return j.inRoot(func(root *os.Root) error {
			f, err := atomicfile.Create(name, j.options(root)...)
			if err != nil {
				return err
			}
			defer f.Close()
			return j.fill(f, data, f.Commit)
		})
	}
	return fmt.Errorf("no such function: %s.%s", j.API, j.Verb)
}

func (j *job) create(name string, data []byte, create func(string) (*os.File, error)) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	return j.fill(f, data, f.Close)
}

// inRoot calls do with a root, or with nil.
func (j *job) inRoot(do func(*os.Root) error) error {
	if !j.Root {
		return do(nil)
	}
	root, err := os.OpenRoot(j.Dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return do(root)
}

// options returns what atomicfile is given besides the name.
func (j *job) options(root *os.Root) (opts []atomicfile.Option) {
	if j.Verb == "WriteFile" {
		opts = append(opts, atomicfile.WithPerm(j.Perm))
	}
	if j.InPlace {
		opts = append(opts, atomicfile.InPlace())
	}
	if root != nil {
		opts = append(opts, atomicfile.In(root))
	}
	return opts
}

// fill writes data and ends the file by end, or else closes it.
func (j *job) fill(f io.WriteCloser, data []byte, end func() error) error {
	if j.Leave {
		if err := os.Chdir("/"); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return end()
}

// redirect sets up the standard output of the job. The function it returns
// undoes that and returns what was written to the pipe.
func (j *job) redirect() (func() (string, error), error) {
	if j.Stdout == "" {
		return func() (string, error) { return "", nil }, nil
	}
	saved, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	var out, in *os.File
	if j.Stdout == "pipe" {
		out, in, err = os.Pipe()
	} else {
		in, err = os.Create(inDir(j.Dir, j.Stdout))
	}
	if err != nil {
		return nil, err
	}
	if err := unix.Dup3(int(in.Fd()), 1, 0); err != nil {
		return nil, err
	}
	in.Close()
	return func() (string, error) {
		if err := unix.Dup3(saved, 1, 0); err != nil || out == nil {
			return "", err
		}
		unix.Close(saved)
		defer out.Close()
		got, err := io.ReadAll(out)
		return string(got), err
	}, nil
}

// describe takes err apart. The name of the directory is replaced by "@".
func describe(err error, dir string) failure {
	if err == nil {
		return failure{}
	}
	f := failure{Type: fmt.Sprintf("%T", err), Cause: strings.ReplaceAll(err.Error(), dir, "@")}
	if pe, ok := err.(*fs.PathError); ok {
		f.Op, f.Path = pe.Op, strings.ReplaceAll(pe.Path, dir, "@")
		f.Cause = strings.ReplaceAll(pe.Err.Error(), dir, "@")
	}
	if errno := syscall.Errno(0); errors.As(err, &errno) {
		f.Cause = unix.ErrnoName(errno)
	}
	for _, is := range []error{fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, fs.ErrInvalid, fs.ErrClosed} {
		if errors.Is(err, is) {
			f.Is += is.Error() + "; "
		}
	}
	return f
}
