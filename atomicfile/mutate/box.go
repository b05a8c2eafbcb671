//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

// boxed is the first argument with which the program calls itself to run
// something in a box.
const boxed = "in-a-box"

// becomeBoxed does that if this process was started so, and then does not
// return.
func becomeBoxed() {
	if len(os.Args) > 4 && os.Args[1] == boxed {
		fmt.Fprintln(os.Stderr, "mutate:", enterBox(os.Args[2:4], os.Args[4:]))
		os.Exit(1)
	}
}

// boxed returns a command that runs in a box: there only the scratch directory
// can be written to, and the build cache, for tests that run the go command. Only the superuser needs one, and only she can have one.
func (l *lab) boxed(ctx context.Context, name string, args ...string) *exec.Cmd {
	if os.Geteuid() != 0 {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.SysProcAttr = &syscall.SysProcAttr{}
		return cmd
	}
	cmd := exec.CommandContext(ctx, "/proc/self/exe", append([]string{boxed, l.scratch, l.cache, name}, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	return cmd
}

// enterBox makes the box, of which the process has the mounts for itself, and
// runs a program in it. It returns only if it fails.
func enterBox(writable, program []string) error {
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	for _, dir := range writable {
		if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
			return &os.PathError{Op: "bind", Path: dir, Err: err}
		}
	}
	mounts, err := mountPoints()
	if err != nil {
		return err
	}
	for _, dir := range mounts {
		if slices.Contains(writable, dir) || strings.HasPrefix(dir, "/proc") || strings.HasPrefix(dir, "/sys") {
			continue // of /proc the tests need what is their own
		}
		if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
			return &os.PathError{Op: "remount", Path: dir, Err: err}
		}
	}
	return syscall.Exec(program[0], program, os.Environ())
}

// mountPoints returns where something is mounted (proc_pid_mounts(5)).
func mountPoints() (dirs []string, err error) {
	text, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 {
			dirs = append(dirs, fields[1])
		}
	}
	return dirs, nil
}
