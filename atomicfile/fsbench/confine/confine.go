// Package confine takes from a process what containers take from it.
package confine

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// A Confinement is one way in which a process is confined.
type Confinement struct {
	Name string

	// To whom the files belong that it is to write.
	UID, GID int

	attr  *syscall.SysProcAttr // with which it is started
	enter func() error         // what it does then
}

// user is an unprivileged user.
const user = 1001

// All returns the confinements.
func All() []Confinement {
	all := []Confinement{
		{Name: "no confinement"},
		{Name: "chroot without /proc", enter: changeRoot},
		{Name: "read-only root", attr: &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}, enter: readOnlyRoot},
		{Name: "unprivileged user", UID: user, GID: user, enter: func() error { return become(user) }},
		{Name: "unprivileged user, chroot without /proc", UID: user, GID: user, enter: func() error {
			if err := changeRoot(); err != nil {
				return err
			}
			return become(user)
		}},
		{Name: "user namespace with one user", UID: user, GID: user, attr: &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: user, Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: user, Size: 1}},
			Credential:  &syscall.Credential{NoSetGroups: true},
		}},
	}
	for _, c := range []struct {
		name string
		bit  int
	}{
		{"CAP_CHOWN", unix.CAP_CHOWN}, {"CAP_DAC_OVERRIDE", unix.CAP_DAC_OVERRIDE}, {"CAP_DAC_READ_SEARCH", unix.CAP_DAC_READ_SEARCH},
		{"CAP_FOWNER", unix.CAP_FOWNER}, {"CAP_FSETID", unix.CAP_FSETID}, {"CAP_SYS_RESOURCE", unix.CAP_SYS_RESOURCE},
		{"CAP_SYS_ADMIN", unix.CAP_SYS_ADMIN},
	} {
		all = append(all, Confinement{Name: "root without " + c.name, enter: func() error { return drop(1 << c.bit) }})
	}
	all = append(all, Confinement{Name: "root without any capability", enter: func() error { return drop(1<<64 - 1) }})
	for _, errno := range []syscall.Errno{unix.ENOSYS, unix.EPERM} {
		for _, call := range newer {
			all = append(all, Confinement{Name: fmt.Sprintf("%s answers %s", call.name, unix.ErrnoName(errno)),
				enter: func() error { return filter(errno, call.numbers...) }})
		}
	}
	return all
}

// Attr returns with what a confined process has to be started.
func (c *Confinement) Attr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if c.attr != nil {
		*attr = *c.attr
	}
	attr.Pdeathsig = syscall.SIGKILL
	return attr
}

// Enter confines this process, which was started with Attr, as the name says.
func Enter(name string) error {
	for _, c := range All() {
		if c.Name == name {
			if c.enter == nil {
				return nil
			}
			return c.enter()
		}
	}
	return fmt.Errorf("no confinement is called %q", name)
}

// changeRoot makes the working directory the root, in which there is nothing.
func changeRoot() error {
	if err := unix.Chroot("."); err != nil {
		return err
	}
	return unix.Chdir("/")
}

// readOnlyRoot leaves only the file system of the working directory writable.
func readOnlyRoot() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	return unix.Mount("", "/", "", unix.MS_REMOUNT|unix.MS_BIND|unix.MS_RDONLY, "")
}

func become(id int) error {
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setgid(id); err != nil {
		return err
	}
	return syscall.Setuid(id)
}
