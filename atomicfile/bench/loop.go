package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// mkfs has the command that makes each file system that -make can make. None
// of them discards blocks that were never used.
var mkfs = map[string][]string{
	"ext4":  {"mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_itable_init=0,lazy_journal_init=0"},
	"xfs":   {"mkfs.xfs", "-q", "-f", "-K"},
	"btrfs": {"mkfs.btrfs", "-q", "-f", "-K"},
	"f2fs":  {"mkfs.f2fs", "-q", "-f", "-t", "0"},
}

// A loopVolume is a file system in a file of another one, on a loop device
// that passes the cache of that by. So any file system can be measured on any
// disk, and a file system is known to have a journal, which that of a virtual
// machine often has not.
type loopVolume struct {
	image, device, mountPoint string
}

// makeVolume makes a file system of the kind, with room for size bytes, in a
// file in dir, and mounts it.
func makeVolume(kind, dir string, size int64) (*loopVolume, error) {
	if mkfs[kind] == nil {
		return nil, fmt.Errorf("-make: file system %q is not known; known are ext4, xfs, btrfs and f2fs", kind)
	}
	if os.Geteuid() != 0 {
		return nil, errors.New("-make mounts file systems, which takes root; use -dirs with directories of mounted ones")
	}
	v := &loopVolume{}
	if err := v.mount(kind, dir, size); err != nil {
		v.remove()
		return nil, err
	}
	return v, nil
}

func (v *loopVolume) mount(kind, dir string, size int64) (err error) {
	if v.mountPoint, err = os.MkdirTemp(dir, "atomicfile-bench-"+kind+"-"); err != nil {
		return err
	}
	v.image = v.mountPoint + ".img"
	if err := fill(v.image, size); err != nil {
		return err
	}
	if _, err := output(append(mkfs[kind], v.image)...); err != nil {
		return err
	}
	if v.device, err = output("losetup", "--find", "--show", "--direct-io=on", v.image); err != nil {
		return err
	}
	return unix.Mount(v.device, v.mountPoint, kind, unix.MS_RELATIME, "")
}

func (v *loopVolume) remove() error {
	var err error
	if v.device != "" {
		if uerr := unix.Unmount(v.mountPoint, 0); !errors.Is(uerr, unix.EINVAL) { // it was not mounted
			err = uerr
		}
		_, derr := output("losetup", "--detach", v.device)
		err = errors.Join(err, derr)
	}
	if v.image != "" {
		err = errors.Join(err, os.Remove(v.image))
	}
	if v.mountPoint != "" {
		err = errors.Join(err, os.Remove(v.mountPoint))
	}
	return err
}

// fill makes a file of size bytes. They are written, and not just reserved: the
// first write to a reserved block makes work for the file system it is in.
func fill(name string, size int64) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.Fallocate(int(f.Fd()), 0, 0, size); err != nil {
		return fmt.Errorf("%s, of %d MiB: %w", filepath.Base(name), size>>20, err)
	}
	zeros := make([]byte, 1<<20)
	for ; size > 0; size -= int64(len(zeros)) {
		if _, err := f.Write(zeros[:min(size, int64(len(zeros)))]); err != nil {
			return err
		}
	}
	return f.Sync()
}

// output runs a command and returns what it prints.
func output(args ...string) (string, error) {
	out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", args[0], err, strings.TrimSpace(string(out)))
	}
	return strings.TrimSpace(string(out)), nil
}
