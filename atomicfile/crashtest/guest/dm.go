package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Commands of the device mapper (linux/dm-ioctl.h).
const (
	dmCreate  = 3
	dmRemove  = 4
	dmResume  = 6 // DM_DEV_SUSPEND without DM_SUSPEND_FLAG
	dmLoad    = 9
	dmMessage = 14
)

// Sizes of the structures dm_ioctl and dm_target_spec, in bytes.
const (
	dmHeaderSize = 312
	dmTargetSize = 40
)

const sectorSize = 512

// A mapper is a device of the device mapper.
type mapper struct {
	control *os.File
	name    string
	Path    string // of its node
}

// newMapper makes a device of size bytes with one target.
func newMapper(name, target, params string, size int64) (*mapper, error) {
	control, err := os.OpenFile("/dev/mapper/control", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	m := &mapper{control: control, name: name}
	dev, err := m.do(dmCreate, nil)
	if err != nil {
		control.Close()
		return nil, err
	}
	m.Path = fmt.Sprintf("/dev/dm-%d", unix.Minor(dev))
	spec := make([]byte, dmTargetSize, dmTargetSize+len(params)+8)
	order := binary.LittleEndian
	order.PutUint64(spec[8:], uint64(size/sectorSize))
	copy(spec[24:], target)
	spec = append(append(spec, params...), 0)
	for len(spec)%8 != 0 {
		spec = append(spec, 0)
	}
	if _, err = m.do(dmLoad, spec); err == nil {
		_, err = m.do(dmResume, nil)
	}
	if err != nil {
		m.remove()
		return nil, fmt.Errorf("%s %s: %w", target, params, err)
	}
	return m, nil
}

// do calls the device mapper and returns the number of the device.
func (m *mapper) do(command uintptr, payload []byte) (dev uint64, err error) {
	buf := make([]byte, dmHeaderSize+len(payload)+16)
	order := binary.LittleEndian
	order.PutUint32(buf[0:], 4) // version of the interface
	order.PutUint32(buf[12:], uint32(len(buf)))
	order.PutUint32(buf[16:], dmHeaderSize)
	if command == dmLoad {
		order.PutUint32(buf[20:], 1)
	}
	copy(buf[48:], m.name)
	copy(buf[dmHeaderSize:], payload)
	request := uintptr(3<<30 | dmHeaderSize<<16 | 0xfd<<8 | command)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, m.control.Fd(), request, uintptr(unsafe.Pointer(&buf[0])))
	if errno != 0 {
		return 0, fmt.Errorf("device mapper, command %d on %s: %w", command, m.name, errno)
	}
	return order.Uint64(buf[40:]), nil
}

// message sends a message to the target.
func (m *mapper) message(text string) error {
	_, err := m.do(dmMessage, append(make([]byte, 8), text+"\x00"...))
	return err
}

// remove removes the device.
func (m *mapper) remove() error {
	_, err := m.do(dmRemove, nil)
	m.control.Close()
	return err
}
