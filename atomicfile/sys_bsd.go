//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package atomicfile

import "golang.org/x/sys/unix"

// The mark of a temporary is the nodump flag (chflags(2)): the owner may set
// it, no program but dump(8) heeds it, and a temporary need not be dumped.
// The sticky bit, which serves on Linux, is refused or dropped here.
const ufNodump = 0x1 // UF_NODUMP in sys/stat.h of each of these systems

func (f desc) mark() error { return unix.Fchflags(int(f), ufNodump) }

func (f desc) unmark(self *node) error {
	if !self.marked() {
		return nil
	}
	return unix.Fchflags(int(f), int(self.st.Flags&^ufNodump))
}

func (n *node) marked() bool { return n.st.Flags&ufNodump != 0 }

// remote reports whether the file system is not on this machine, so that a
// free lock does not prove a dead writer.
func (d dir) remote() bool {
	_, local := d.fileSystem()
	return !local
}

// pseudo reports whether the file system has no files but those that the
// kernel put there.
func (d dir) pseudo() bool {
	switch name, _ := d.fileSystem(); name {
	case "devfs", "fdesc", "fdescfs", "kernfs", "linprocfs", "linsysfs", "procfs":
		return true
	}
	return false
}
