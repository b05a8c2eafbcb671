package fsys

import "golang.org/x/sys/unix"

// Numbers of file systems that are not in the kernel's magic.h (coreutils,
// src/stat.c; fs/hfsplus/hfsplus_raw.h, fs/ntfs3/super.c, fs/fuse/control.c,
// fs/configfs/configfs_internal.h, fs/nfsd/nfsctl.c).
const (
	jfsMagic      = 0x3153464A
	ntfs3Magic    = 0x7366746E
	hfsPlusMagic  = 0x482B
	bcachefsMagic = 0xCA451A4E
	zfsMagic      = 0x2FC12FC1
	fusectlMagic  = 0x65735543
	configfsMagic = 0x62656570
	nfsdMagic     = 0x6E667364
)

func (f File) magic() int64 { return magic(f.fd, f.hook) }
func (d Dir) magic() int64  { return magic(d.fd, d.hook) }

// magic returns the number by which the kernel knows the file system of an
// open file (statfs(2)), or 0.
func magic(fd int, hook *Hook) int64 {
	var st unix.Statfs_t
	if hook.do("statfs", "", "", func() error { return unix.Fstatfs(fd, &st) }) != nil {
		return 0
	}
	return int64(uint32(st.Type))
}

// MagicLinks reports whether the symbolic links in the directory lead where
// their text does not say, as those of /proc/self/fd do (proc(5)).
func (d Dir) MagicLinks() bool { return d.magic() == unix.PROC_SUPER_MAGIC }

// Pseudo reports whether the file system has no files but those that the
// kernel put there.
func (d Dir) Pseudo() bool {
	switch d.magic() {
	case unix.PROC_SUPER_MAGIC, unix.SYSFS_MAGIC, unix.CGROUP_SUPER_MAGIC, unix.CGROUP2_SUPER_MAGIC,
		unix.DEBUGFS_MAGIC, unix.TRACEFS_MAGIC, unix.SECURITYFS_MAGIC, unix.SELINUX_MAGIC, unix.SMACK_MAGIC,
		unix.BINFMTFS_MAGIC, unix.EFIVARFS_MAGIC, unix.PSTOREFS_MAGIC, unix.RDTGROUP_SUPER_MAGIC, unix.XENFS_SUPER_MAGIC,
		unix.BPF_FS_MAGIC, unix.AAFS_MAGIC, fusectlMagic, configfsMagic, nfsdMagic:
		return true
	}
	return false
}

// typeOf returns the type of the directory's file system, on which the file is.
// One with a block device is not asked: that waits on XFS until all deleted
// files are gone (xfs_fs_statfs in fs/xfs/xfs_super.c).
func (d Dir) typeOf(file *Info) Type {
	if !file.anonymous() {
		return Type{Local: true}
	}
	switch d.magic() {
	case unix.BTRFS_SUPER_MAGIC:
		// A rename logs the inode anew as the last transaction stored it,
		// without what fsync(2) had logged beside the content
		// (btrfs_log_new_name in fs/btrfs/tree-log.c).
		return Type{Local: true, RevertsModes: true}
	case unix.TMPFS_MAGIC, unix.RAMFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC, bcachefsMagic, zfsMagic:
		return Type{Local: true}
	case unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC:
		return Type{LocksOut: true} // unless mounted with nobrl (mount.cifs(8))
	}
	return Type{}
}

// provesDeath reports whether a lock that is free proves that the writer is
// dead: whether the kernel keeps the locks itself, for all who can reach the
// file (flock(2), nfs(5)). Such file systems are listed here; of all others
// nothing is known.
//
// 9p shows the type that the file system has on the server. One that keeps its
// files on a disk has a block device, so that a look at the device unmasks it.
// With others only 9p cannot make files without a name (open(2), O_TMPFILE).
func (d Dir) provesDeath() bool {
	switch d.magic() {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC, unix.MSDOS_SUPER_MAGIC, unix.EXFAT_SUPER_MAGIC,
		unix.REISERFS_SUPER_MAGIC, unix.NILFS_SUPER_MAGIC, unix.UDF_SUPER_MAGIC, jfsMagic, ntfs3Magic, hfsPlusMagic:
		at, err := d.Stat()
		return err == nil && !at.anonymous()
	case unix.BTRFS_SUPER_MAGIC, unix.TMPFS_MAGIC, unix.RAMFS_MAGIC, unix.OVERLAYFS_SUPER_MAGIC, bcachefsMagic, zfsMagic:
		f, err := d.open("create", ".\x00", unix.O_WRONLY|unix.O_TMPFILE, 0o600)
		if err != nil {
			return false
		}
		f.Close()
		return true
	}
	return false
}
