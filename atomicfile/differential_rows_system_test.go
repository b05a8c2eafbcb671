//go:build linux

package atomicfile_test

import (
	"os"

	"golang.org/x/sys/unix"
)

// The rows here are about what else the system keeps of a file: owners,
// attributes, rules of the directory, mounts and limits.

var ownerRows = []differentialRow{
	{name: "another owner, 0640", only: "root", setup: func(s *scene) {
		s.file("dest", 0o640)
		s.give("dest", 1234, 2345, 0o640)
	}},
	{name: "another owner, 06755", only: "root", setup: func(s *scene) {
		s.file("dest", 0o644)
		s.give("dest", 1234, 2345, 0o6755)
	}},
	{name: "owned by root, 0644", only: "user", setup: func(s *scene) {
		s.file("dest", 0o644)
		s.giveRoot("dest", 0o644)
	}},
	{name: "owned by root, 0666", only: "user",
		setup: func(s *scene) {
			s.file("dest", 0o644)
			s.giveRoot("dest", 0o666)
		},
		differs: []difference{{
			why:   "only root may give a file to somebody else: it becomes the writer's",
			files: map[string]string{"dest": "new 0666"},
		}},
	},
	{name: "of another group, 0664", only: "user",
		setup: func(s *scene) {
			s.file("dest", 0o644)
			s.give("dest", s.uid, 2345, 0o664)
		},
		differs: []difference{{
			why:   "the group cannot be kept, and its right to write must not go to another group",
			files: map[string]string{"dest": "new 0644"},
		}},
	},
	{name: "user xattr", setup: func(s *scene) {
		s.file("dest", 0o644)
		s.xattr("dest", "user.origin", []byte("https://example.org/"))
		s.xattr("dest", "user.empty", nil)
	}},
	{name: "trusted xattr", only: "root", setup: func(s *scene) {
		s.file("dest", 0o644)
		s.xattr("dest", "trusted.test", []byte("x"))
	}},
	{name: "file capability", only: "root", setup: func(s *scene) {
		s.file("dest", 0o755)
		s.xattr("dest", "security.capability", []byte("\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	}},
	{name: "POSIX ACL", setup: func(s *scene) {
		s.file("dest", 0o600)
		s.xattr("dest", aclAccess, encodeACL(
			aclEntry{1, 6, aclNoID}, aclEntry{2, 6, uint32(s.uid)}, aclEntry{4, 4, aclNoID}, aclEntry{16, 6, aclNoID}, aclEntry{32, 0, aclNoID}))
	}},
	{name: "POSIX ACL and user xattr, 0755, umask 077", umask: 0o077, setup: func(s *scene) {
		s.file("dest", 0o755)
		s.xattr("dest", "user.origin", []byte("x"))
		s.xattr("dest", aclAccess, encodeACL(
			aclEntry{1, 7, aclNoID}, aclEntry{2, 7, uint32(s.uid)}, aclEntry{4, 5, aclNoID}, aclEntry{16, 7, aclNoID}, aclEntry{32, 5, aclNoID}))
	}},
}

const (
	aclAccess  = "system.posix_acl_access"
	aclDefault = "system.posix_acl_default"
)

// defaultACL gives the directory sub a list for the files to be made in it.
func defaultACL(s *scene) {
	s.mkdir("sub", 0o755)
	s.xattr("sub", aclDefault, encodeACL(
		aclEntry{1, 7, aclNoID}, aclEntry{2, 6, uint32(s.uid)}, aclEntry{4, 5, aclNoID}, aclEntry{16, 7, aclNoID}, aclEntry{32, 0, aclNoID}))
}

var directoryRows = []differentialRow{
	{name: "default ACL", write: "@/sub/dest", setup: defaultACL},
	{name: "default ACL, perm 0664, umask 077", write: "@/sub/dest", perm: 0o664, umask: 0o077, setup: defaultACL},
	{name: "default ACL, existing without", write: "@/sub/dest", setup: func(s *scene) {
		s.file("dest", 0o640)
		defaultACL(s)
		must(os.Rename(s.path("dest"), s.path("sub/dest")))
	}},
	{name: "setgid directory", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.give("sub", s.uid, 2345, 0o2775)
	}},
	{name: "setgid directory, existing of the own group", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o664)
		s.give("sub", s.uid, 2345, 0o2775)
	}},
	{name: "setgid directory, existing of its group", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o644)
		s.give("sub/dest", s.uid, 2345, 0o664)
		s.give("sub", s.uid, 2345, 0o2775)
	}},
	{name: "sticky directory, absent", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.giveRoot("sub", 0o1777)
	}},
	{name: "sticky directory, own file", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o644)
		s.giveRoot("sub", 0o1777)
	}},
	{name: "sticky directory, file of root, 0666", write: "@/sub/dest",
		setup: func(s *scene) {
			s.mkdir("sub", 0o755)
			s.file("sub/dest", 0o644)
			s.giveRoot("sub/dest", 0o666)
			s.giveRoot("sub", 0o1777)
		},
		differs: []difference{{
			who:   "user",
			why:   "in a sticky directory only its owner may replace a file",
			err:   "rename EPERM",
			files: map[string]string{"dest": "old 0666 uid=0 gid=0"},
		}},
		look: "sub",
	},
	{name: "read-only directory, absent", write: "@/sub/dest", setup: func(s *scene) { s.mkdir("sub", 0o555) }},
	{name: "read-only directory, existing", write: "@/sub/dest",
		setup: func(s *scene) {
			s.mkdir("sub", 0o755)
			s.file("sub/dest", 0o644)
			s.give("sub", s.uid, s.gid, 0o555)
		},
		differs: []difference{{
			who:   "user",
			why:   "a replacement needs the right to change the directory",
			err:   "open EACCES",
			files: map[string]string{"sub/dest": "old 0644"},
		}},
	},
	{name: "directory 0300, absent", write: "@/sub/dest", setup: func(s *scene) { s.mkdir("sub", 0o300) }},
	{name: "directory 0300, existing", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o700)
		s.file("sub/dest", 0o640)
		s.give("sub", s.uid, s.gid, 0o300)
	}},
	{name: "directory 0600", write: "@/sub/dest", setup: func(s *scene) { s.mkdir("sub", 0o600) }},
	{name: "immutable file", only: "root", setup: func(s *scene) {
		s.file("dest", 0o644)
		s.flags("dest", unix.STATX_ATTR_IMMUTABLE) // the value of FS_IMMUTABLE_FL
	}},
	{name: "immutable directory, absent", only: "root", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.flags("sub", unix.STATX_ATTR_IMMUTABLE)
	}},
	{name: "bind-mounted file",
		setup: func(s *scene) {
			s.file("dest", 0o644)
			s.file("outside", 0o644)
			s.mount(s.path("outside"), "dest", "", unix.MS_BIND, "")
		},
		differs: []difference{{
			why:   "a mount point cannot be replaced (a volume of one file in a container)",
			err:   "rename EBUSY",
			files: map[string]string{"dest": "old 0644", "outside": "old 0644"},
		}},
	},
	{name: "read-only mount, absent", write: "@/sub/dest", setup: func(s *scene) {
		s.tmpfs("sub", "")
		s.mount("", "sub", "", unix.MS_REMOUNT|unix.MS_RDONLY, "")
	}},
	{name: "read-only mount, existing", write: "@/sub/dest", setup: func(s *scene) {
		s.tmpfs("sub", "")
		s.file("sub/dest", 0o644)
		s.mount("", "sub", "", unix.MS_REMOUNT|unix.MS_RDONLY, "")
	}},
	{name: "file of the lower layer of an overlay", write: "@/sub/merged/dest", look: "sub/merged", setup: func(s *scene) {
		s.tmpfs("sub", "")
		for _, dir := range []string{"lower", "upper", "work", "merged"} {
			s.mkdir("sub/"+dir, 0o755)
		}
		s.file("sub/lower/dest", 0o640)
		s.mount("overlay", "sub/merged", "overlay", 0,
			"lowerdir="+s.path("sub/lower")+",upperdir="+s.path("sub/upper")+",workdir="+s.path("sub/work"))
	}},
}

const tooMuch = 256 << 10 // for the file systems and limits of limitRows

var limitRows = []differentialRow{
	{name: "tmpfs out of space, absent", write: "@/sub/dest", size: tooMuch,
		setup: func(s *scene) { s.tmpfs("sub", "size=64k") },
		differs: []difference{{
			why:   "a file that is short is not published",
			files: map[string]string{"sub/dest": ""},
		}},
	},
	{name: "tmpfs out of space, existing", write: "@/sub/dest", size: tooMuch,
		setup: func(s *scene) {
			s.tmpfs("sub", "size=64k")
			s.file("sub/dest", 0o644)
		},
		differs: []difference{{
			why:   "a file that is short is not published",
			files: map[string]string{"sub/dest": "old 0644"},
		}},
	},
	{name: "tmpfs out of inodes, absent", write: "@/sub/dest", setup: func(s *scene) {
		s.tmpfs("sub", "nr_inodes=2")
		s.file("sub/last", 0o644)
	}},
	{name: "tmpfs out of inodes, existing", write: "@/sub/dest",
		setup: func(s *scene) {
			s.tmpfs("sub", "nr_inodes=2")
			s.file("sub/dest", 0o644)
		},
		differs: []difference{{
			why:   "the temporary needs an inode of its own",
			err:   "open ENOSPC",
			files: map[string]string{"sub/dest": "old 0644"},
		}},
	},
	{name: "RLIMIT_FSIZE, absent", size: tooMuch, limit: 64 << 10,
		differs: []difference{{
			why:   "a file that is short is not published",
			files: map[string]string{"dest": ""},
		}},
	},
	{name: "RLIMIT_FSIZE, existing", size: tooMuch, limit: 64 << 10,
		setup: existing(0o644),
		differs: []difference{{
			why:   "a file that is short is not published",
			files: map[string]string{"dest": "old 0644"},
		}},
	},
	{name: "RLIMIT_FSIZE, 2 MiB", size: 2 << 20, limit: 64 << 10,
		setup: existing(0o644),
		differs: []difference{{
			why:   "a file that is short is not published",
			files: map[string]string{"dest": "old 0644"},
		}},
	},
}
