package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/confine"
)

// A guest is this program as the first process of User Mode Linux, a kernel
// that runs as a program. It has file systems that the kernel of this machine
// may not have. Its root is that of the host, read-only, so that everything
// installed is at hand.

// guestMemory is what the machine has; its file systems are in it.
const guestMemory = "2048M"

// How programs are told to use only what all processors have. See
// confine.HideRegisterSets.
const (
	plainGo = "cpu.all=off"
	plainC  = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX,-AVX_Fast_Unaligned_Load"
)

// answers is where the guest leaves its results, in the directory that it was
// given.
const answers = "answers"

// A guestAnswer is what it leaves there.
type guestAnswer struct {
	Results results
	Err     string
}

// inGuest tries in a guest what has the text only in its name.
func inGuest(scratch, only string) (results, error) {
	dir, err := os.MkdirTemp(scratch, "guest")
	if err != nil {
		return nil, err
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(exe, "boot", "linux.uml", "mem="+guestMemory, "rootfstype=hostfs", "rootflags=/", "ro", "init="+exe, "GODEBUG="+plainGo, "GLIBC_TUNABLES="+plainC,
		"con=null", "con0=null,fd:1", "quiet", "loglevel=3", "panic=-1", "umid=guest", "uml_dir="+dir, "--", "guest", dir, "/"+only)
	cmd.Env = append(os.Environ(), "TMPDIR=/dev/shm")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL} // it is several processes
	out, err := cmd.CombinedOutput()
	text, rerr := os.ReadFile(filepath.Join(dir, answers))
	if rerr != nil {
		return nil, fmt.Errorf("linux.uml, which is in the package user-mode-linux, has left no answers: %v\n%s", err, out)
	}
	var a guestAnswer
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, err
	}
	if a.Err != "" {
		return a.Results, errors.New(a.Err)
	}
	return a.Results, nil
}

// playBoot becomes the machine.
func playBoot(args []string) error {
	name, err := exec.LookPath(args[0])
	if err != nil {
		return fmt.Errorf("%w; install the package user-mode-linux", err)
	}
	if err := confine.HideRegisterSets(); err != nil {
		return err
	}
	return syscall.Exec(name, args, os.Environ())
}

// playGuest is the first process. It never returns.
func playGuest(args []string) error {
	var a guestAnswer
	err := setUpGuest(args[0])
	if err == nil {
		a.Results, err = tryAll("/tmp", guestTrials(), strings.TrimPrefix(args[1], "/"))
	}
	if err != nil {
		a.Err = err.Error()
	}
	text, err := json.Marshal(a)
	if err == nil {
		err = os.WriteFile(filepath.Join("/mnt", answers), text, 0o644)
	}
	if err != nil {
		fmt.Println(a.Err, err)
	}
	return unix.Reboot(unix.LINUX_REBOOT_CMD_POWER_OFF)
}

// setUpGuest mounts what a Linux system has, and the host's directory dir.
func setUpGuest(dir string) error {
	os.Setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
	for _, m := range []struct{ source, target, kind, options string }{
		{"proc", "/proc", "proc", ""},
		{"sys", "/sys", "sysfs", ""},
		{"dev", "/dev", "devtmpfs", ""},
		{"none", "/mnt", "hostfs", dir},
		{"tmp", "/tmp", "tmpfs", "mode=1777,size=95%"},
		{"run", "/run", "tmpfs", "mode=755"},
		{"var", "/var/lib", "tmpfs", "mode=755"},
	} {
		if err := unix.Mount(m.source, m.target, m.kind, 0, m.options); err != nil && err != unix.EBUSY { // the kernel may have mounted /dev
			return fmt.Errorf("mount %s: %w", m.target, err)
		}
	}
	return unthrottle()
}

// unthrottle lets programs write as much as fits into memory before they have
// to wait for disks. Clients and servers share the machine here: what a client
// is about to send would keep its own server from writing, so that both stand
// still for minutes.
func unthrottle() error {
	for name, percent := range map[string]string{"dirty_background_ratio": "10", "dirty_ratio": "90"} {
		if err := os.WriteFile("/proc/sys/vm/"+name, []byte(percent), 0); err != nil {
			return err
		}
	}
	return nil
}
