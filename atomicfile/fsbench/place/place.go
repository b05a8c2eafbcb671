// Package place mounts file systems of many kinds, all of them small and in
// memory. It needs root, and a mount namespace of its own, with which
// everything goes away again.
package place

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A Place is a file system that can be mounted.
type Place struct {
	Name  string
	mount func(*Mounted) error
}

// A Mounted is one that is mounted.
type Mounted struct {
	Dir string              // an empty directory on it
	Arm func(on bool) error // turns its vice on and off, or nil

	scratch string // for images, and directories that are behind others
	undo    []func() error
}

// Mount mounts a place in a new directory within scratch.
func (p *Place) Mount(scratch string) (*Mounted, error) {
	dir, err := os.MkdirTemp(scratch, "place")
	if err != nil {
		return nil, err
	}
	m := &Mounted{Dir: filepath.Join(dir, "mnt"), scratch: dir}
	m.later(func() error { return os.RemoveAll(dir) })
	err = errors.Join(os.Chmod(dir, 0o755), os.Mkdir(m.Dir, 0o755))
	if err == nil {
		err = p.mount(m)
	}
	if err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// Close unmounts it.
func (m *Mounted) Close() (err error) {
	for _, undo := range slices.Backward(m.undo) {
		err = errors.Join(err, undo())
	}
	m.undo = nil
	return err
}

func (m *Mounted) later(undo func() error) { m.undo = append(m.undo, undo) }

// path makes a directory beside the one that is mounted on.
func (m *Mounted) path(name string) (string, error) {
	dir := filepath.Join(m.scratch, name)
	return dir, os.MkdirAll(dir, 0o755)
}

// backing mounts a small tmpfs of that name, for what needs a directory.
func (m *Mounted) backing(name string) (string, error) {
	dir, err := m.path(name)
	if err != nil {
		return "", err
	}
	return dir, m.mounted("tmpfs", dir, "tmpfs", 0, "mode=755,size="+small)
}

// small is the size of what is filled.
const small = "64m"

// mounted calls mount(2).
func (m *Mounted) mounted(source, target, kind string, flags uintptr, options string) error {
	if err := unix.Mount(source, target, kind, flags, options); err != nil {
		return fmt.Errorf("mount %s, %q: %w", kind, options, err)
	}
	m.unmountLater(target)
	return nil
}

func (m *Mounted) unmountLater(target string) {
	m.later(func() error {
		return patiently("unmount "+target, func() error { return unix.Unmount(target, 0) })
	})
}

// patiently tries again what fails only for a moment: the kernel holds on to a
// file system for some time after the last file was closed.
func patiently(what string, do func() error) (err error) {
	for range 500 {
		if err = do(); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// run runs a program to its end.
func run(words ...string) error {
	out, err := command(words...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(words, " "), err, out)
	}
	return nil
}

// command finds also what is not on the path of an ordinary user.
func command(words ...string) *exec.Cmd {
	cmd := exec.Command(words[0], words[1:]...)
	if path, err := exec.LookPath("/usr/sbin/" + words[0]); cmd.Err != nil && err == nil {
		cmd.Path, cmd.Err = path, nil
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// serve starts a program that serves the file system, and waits until it is
// mounted.
func (m *Mounted) serve(cmd *exec.Cmd) error {
	before, err := device(m.Dir)
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(m.scratch, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	if cmd.Stdout == nil {
		cmd.Stdout = log
	}
	cmd.Stderr = log
	if err := m.start(cmd); err != nil {
		return err
	}
	m.later(func() error { return unix.Unmount(m.Dir, unix.MNT_DETACH) })
	err = patiently(cmd.Path, func() error {
		if now, err := device(m.Dir); err != nil || now == before {
			return errors.New("nothing is mounted")
		}
		return nil
	})
	if err != nil {
		text, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, text)
	}
	return nil
}

// start starts a program that is ended later.
func (m *Mounted) start(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	m.later(func() error {
		cmd.Process.Kill()
		cmd.Wait() // what it says of being killed is not news
		return nil
	})
	return nil
}

func device(dir string) (uint64, error) {
	var st unix.Stat_t
	err := unix.Stat(dir, &st)
	return st.Dev, err
}
