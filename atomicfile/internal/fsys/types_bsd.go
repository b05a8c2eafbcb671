//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package fsys

// typeOf returns the type of the directory's file system.
func (d Dir) typeOf(*Info) Type { return Type{Local: d.provesDeath()} }

// provesDeath reports whether a lock that is free proves that the writer is
// dead: whether the kernel keeps the locks itself, for all who can reach the
// file. Such file systems are listed here; of all others nothing is known.
func (d Dir) provesDeath() bool {
	name, local := d.fileSystem()
	switch name {
	case "apfs", "exfat", "ext2fs", "ffs", "hammer", "hammer2", "hfs", "lfs", "mfs", "msdos", "msdosfs", "tmpfs", "ufs", "zfs":
		return local
	}
	return false
}

// Pseudo reports whether the file system has no files but those that the
// kernel put there.
func (d Dir) Pseudo() bool {
	switch name, _ := d.fileSystem(); name {
	case "devfs", "fdesc", "fdescfs", "kernfs", "linprocfs", "linsysfs", "procfs":
		return true
	}
	return false
}
