package confine

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// newer are calls that older systems, and the filters made for them, do not
// know.
var newer = []struct {
	name    string
	numbers []uint32
}{
	{"renameat2", []uint32{unix.SYS_RENAMEAT2}},
	{"statx", []uint32{unix.SYS_STATX}},
	{"openat2", []uint32{unix.SYS_OPENAT2}},
	{"faccessat2", []uint32{unix.SYS_FACCESSAT2}},
	{"fchmodat2", []uint32{unix.SYS_FCHMODAT2}},
	{"listxattrat", xattrAt},
	{"copy_file_range", []uint32{unix.SYS_COPY_FILE_RANGE}},
	{"sync_file_range", []uint32{unix.SYS_SYNC_FILE_RANGE}},
	{"fallocate", []uint32{unix.SYS_FALLOCATE}},
	{"flock", []uint32{unix.SYS_FLOCK}},
	{"every call since Linux 3.14", append([]uint32{unix.SYS_RENAMEAT2, unix.SYS_STATX, unix.SYS_OPENAT2, unix.SYS_FACCESSAT2,
		unix.SYS_FCHMODAT2, unix.SYS_COPY_FILE_RANGE, unix.SYS_CLOSE_RANGE}, xattrAt...)},
}

// xattrAt are setxattrat, getxattrat, listxattrat and removexattrat, which
// have the same numbers on all architectures.
var xattrAt = []uint32{463, 464, 465, 466}

// filter has the system answer calls by an error, on all threads.
func filter(errno syscall.Errno, calls ...uint32) error {
	const number = 0 // offset in struct seccomp_data
	program := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: number}}
	for i, call := range calls {
		program = append(program, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jt: uint8(len(calls) - i)})
	}
	program = append(program,
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(errno)})
	return install(program)
}

// HideRegisterSets has the system deny that it can give a tracer the whole
// state of a processor, on all threads. User Mode Linux 6.1 then makes do with
// the registers that all processors have; the state of newer ones is larger
// than it expects, and it would give up. Programs in it must not use AVX.
func HideRegisterSets() error {
	const number, firstArg = 0, 16 // offsets in struct seccomp_data
	return install([]unix.SockFilter{
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: number},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.SYS_PTRACE, Jf: 3},
		{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: firstArg},
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: unix.PTRACE_GETREGSET, Jf: 1},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EINVAL)},
		{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW},
	})
}

func install(program []unix.SockFilter) error {
	f := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, failed := syscall.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&f)))
	if failed != 0 {
		return failed
	}
	return nil
}
