package confine

import (
	"math/bits"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// drop takes capabilities away from all threads, for good.
func drop(set uint64) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return err
	}
	for rest := set; rest != 0; rest &= rest - 1 {
		bit := bits.TrailingZeros64(rest)
		if bit > unix.CAP_LAST_CAP {
			break
		}
		if _, _, errno := syscall.AllThreadsSyscall(unix.SYS_PRCTL, unix.PR_CAPBSET_DROP, uintptr(bit), 0); errno != 0 {
			return errno
		}
	}
	for i := range data {
		part := ^uint32(set >> (32 * i))
		data[i].Effective &= part
		data[i].Permitted &= part
		data[i].Inheritable &= part
	}
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&data[0])), 0)
	if errno != 0 {
		return errno
	}
	return nil
}
