package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A filtered process writes in the working directory, where the kernel answers
// some calls by an error: as an older one does, or as a seccomp filter of a
// container that was made for one.
type filtered struct {
	Calls    []uint32
	Errno    syscall.Errno
	RootHere bool // the working directory is the root, without /proc
}

func init() { roles["filtered"] = playFiltered }

func playFiltered() error {
	var f filtered
	if err := roleArg(&f); err != nil {
		return err
	}
	if f.RootHere {
		if err := syscall.Chroot("."); err != nil {
			return err
		}
	}
	if err := f.install(); err != nil {
		return err
	}
	return errors.Join(
		writeBoth("new", "old"),
		atomicfile.Write("fresh", func(*atomicfile.File) error { return nil }, atomicfile.NoReplace()),
		wantRefused("NoReplace of a file that is there", atomicfile.Write("old", func(*atomicfile.File) error { return nil }, atomicfile.NoReplace()), fs.ErrExist),
		wantRefused("write of a file that is read-only", atomicfile.WriteFile("locked", nil, 0o666), fs.ErrPermission),
		crowdOf(4, "new"),
	)
}

// writeBoth writes two files by each verb.
func writeBoth(names ...string) (err error) {
	for _, name := range names {
		err = errors.Join(err, atomicfile.WriteFile(name, []byte("content"), 0o640))
		err = errors.Join(err, atomicfile.Write(name, func(f *atomicfile.File) error {
			_, err := f.WriteString("content")
			return err
		}))
	}
	return err
}

func wantRefused(what string, err, want error) error {
	if errors.Is(err, want) || want == fs.ErrPermission && os.Geteuid() == 0 {
		return nil
	}
	return fmt.Errorf("%s: got error %v, want %v", what, err, want)
}

// crowdOf has n writers of one file be at work at a time.
func crowdOf(n int, name string) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for range 5 {
				errs[i] = errors.Join(errs[i], atomicfile.WriteFile(name, []byte("content"), 0o666))
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// install installs the filter, which stays for the rest of the process.
func (f *filtered) install() error {
	program := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}} // the number of the call
	for i, call := range f.Calls {
		program = append(program, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jt: uint8(len(f.Calls) - i)})
	}
	program = append(program,
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(f.Errno)})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	all := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&all)))
	if errno != 0 {
		return errno
	}
	return nil
}

// Where newer calls are not to be had, older ones do.
func TestFiltered(t *testing.T) {
	xattrAt := []uint32{463, 464, 465, 466} // setxattrat to removexattrat, of Linux 6.13
	for what, f := range map[string]filtered{
		"renameat2":              {Calls: []uint32{unix.SYS_RENAMEAT2}},
		"statx":                  {Calls: []uint32{unix.SYS_STATX}},
		"faccessat2":             {Calls: []uint32{unix.SYS_FACCESSAT2}},
		"xattrat":                {Calls: xattrAt},
		"xattrat, without /proc": {Calls: xattrAt, RootHere: true},
		"attributes":             {Calls: append([]uint32{unix.SYS_FLISTXATTR}, xattrAt...), RootHere: true},
		"flock":                  {Calls: []uint32{unix.SYS_FLOCK}},
		"fallocate":              {Calls: []uint32{unix.SYS_FALLOCATE, unix.SYS_SYNC_FILE_RANGE}},
		"all":                    {Calls: append([]uint32{unix.SYS_RENAMEAT2, unix.SYS_STATX, unix.SYS_FACCESSAT2}, xattrAt...)},
	} {
		for _, f.Errno = range []syscall.Errno{unix.ENOSYS, unix.EPERM} {
			t.Run(what+" answers "+unix.ErrnoName(f.Errno), func(t *testing.T) {
				if f.RootHere {
					needRoot(t)
				}
				t.Chdir(t.TempDir())
				if err := errors.Join(os.WriteFile("old", []byte("old"), 0o600), os.Chmod("old", 0o664), os.WriteFile("locked", nil, 0o444)); err != nil {
					t.Fatal(err)
				}
				attrs := what != "attributes" && unix.Setxattr("old", "user.note", []byte("kept"), 0) == nil
				if err := roleCommand("filtered", f).Run(); err != nil {
					t.Fatal(err)
				}
				wantFile(t, "new", "content")
				wantFile(t, "old", "content")
				wantMode(t, "new", 0o640)
				wantMode(t, "old", 0o664)
				value := make([]byte, 16)
				if n, err := unix.Getxattr("old", "user.note", value); attrs && (err != nil || string(value[:n]) != "kept") {
					t.Errorf("got attribute %q, %v, want that of the old file", value[:max(n, 0)], err)
				}
				wantNames(t, ".", "fresh", "locked", "new", "old")
			})
		}
	}
}
