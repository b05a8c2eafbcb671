package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// boot becomes the program of the command line, User Mode Linux, from which
// the newer parts of a processor's state are hidden: its version 6.1 gives up
// where that is larger than it expects, as it is since AMX. It is told that
// there is no way to get at the whole state, and then makes do with the
// registers that all processors have. Programs in it must not use AVX.
func boot(command []string) error {
	name, err := exec.LookPath(command[0])
	if err != nil {
		return fmt.Errorf("%w; install the package user-mode-linux", err)
	}
	if err := hideRegisterSets(); err != nil {
		return err
	}
	return syscall.Exec(name, command, os.Environ())
}

// hideRegisterSets makes ptrace(PTRACE_GETREGSET) fail with EINVAL.
func hideRegisterSets() error {
	const number, firstArg = 0, 16 // offsets in struct seccomp_data
	program := []unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: number},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_PTRACE, Jf: 3},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: firstArg},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.PTRACE_GETREGSET, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EINVAL)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	}
	if _, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0); errno != 0 {
		return errno
	}
	f := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := syscall.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&f)))
	if errno != 0 {
		return errno
	}
	return nil
}
