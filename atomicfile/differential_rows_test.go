//go:build linux

package atomicfile_test

import (
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// A differentialRow is one situation in which a file is written.
type differentialRow struct {
	name    string
	setup   func(*scene) // nil if there is nothing but an empty directory
	write   string       // the name that is written, "@/dest" if empty
	look    string       // the part of the scene that is compared, all if empty
	perm    fs.FileMode  // given to WriteFile, 0644 if 0
	umask   int          // 022 if 0
	size    int          // of the content, in bytes, 12 if 0
	limit   uint64       // RLIMIT_FSIZE, in bytes; 0 for none
	stdout  string       // "pipe", a file to redirect to, or ""
	leave   bool         // change the working directory while the file is open
	inPlace bool         // atomicfile has the option InPlace
	root    bool         // through an os.Root, to which the name is relative
	only    string       // "root" or "user", if the row says nothing about the other

	differs []difference
}

// A difference is what atomicfile does otherwise than os, on purpose.
type difference struct {
	who, verb string            // empty for any
	why       string            // the reason
	err       string            // the operation and the errno, "" if as os
	files     map[string]string // what differs: the file by its name, "" if it is not there
}

func (row *differentialRow) job(api, verb, dir string) job {
	j := job{
		API: api, Verb: verb, Dir: dir, Name: "@/dest", Perm: 0o644, Umask: 0o022, Size: 12,
		Limit: row.limit, Stdout: row.stdout, Leave: row.leave,
		InPlace: row.inPlace, Root: row.root,
	}
	if row.write != "" {
		j.Name = strings.TrimPrefix(row.write, "!")
	}
	if row.perm != 0 {
		j.Perm = row.perm
	}
	if row.umask != 0 {
		j.Umask = row.umask
	}
	if row.size != 0 {
		j.Size = row.size
	}
	return j
}

// differentialRows returns the whole table.
func differentialRows() []differentialRow {
	var rows []differentialRow
	for _, part := range [][]differentialRow{modeRows, linkRows, specialRows, nameRows, ownerRows, directoryRows, limitRows, inPlaceRows, rootRows} {
		rows = append(rows, part...)
	}
	return rows
}

// existing returns the setup of a file that is there already.
func existing(mode uint32) func(*scene) {
	return func(s *scene) { s.file("dest", mode) }
}

var modeRows = []differentialRow{
	{name: "absent"},
	{name: "absent, umask 077", umask: 0o077},
	{name: "absent, perm 0666", perm: 0o666},
	{name: "absent, perm 0666, umask 002", perm: 0o666, umask: 0o002},
	{name: "absent, perm 0600", perm: 0o600},
	{name: "absent, perm 0444", perm: 0o444},
	{name: "absent, perm 0755", perm: 0o755},
	{name: "absent, perm 04755", perm: 0o755 | fs.ModeSetuid},
	{name: "absent, perm 01644", perm: 0o644 | fs.ModeSticky},
	{name: "existing 0600", setup: existing(0o600)},
	{name: "existing 0644", setup: existing(0o644)},
	{name: "existing 0666, umask 077", setup: existing(0o666), umask: 0o077},
	{name: "existing 0755", setup: existing(0o755)},
	{name: "existing 0755, umask 077", setup: existing(0o755), umask: 0o077},
	{name: "existing 0444", setup: existing(0o444)},
	{name: "existing 0200",
		setup: existing(0o200),
		differs: []difference{{
			who:   "user",
			verb:  "Create",
			why:   "what a File reads is its own content, so that the right to read the old one is not needed",
			err:   "ok",
			files: map[string]string{"dest": "new 0200"},
		}},
	},
	{name: "existing 0000", setup: existing(0o000)},
	{name: "existing 04755", setup: existing(0o4755)},
	{name: "existing 02755", setup: existing(0o2755)},
	{name: "existing 02745", setup: existing(0o2745)},
	{name: "existing 06777", setup: existing(0o6777)},
	{name: "existing 01644", setup: existing(0o1644)},
	{name: "running program", only: "root",
		setup: func(s *scene) {
			must(copyFile("/bin/sleep", s.path("dest")))
			s.give("dest", s.uid, s.gid, 0o755)
			s.run("dest", "60")
		},
		differs: []difference{{
			why:   "the running program keeps the old file, as when a package manager updates it",
			err:   "ok",
			files: map[string]string{"dest": "new 0755"},
		}},
	},
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

var linkRows = []differentialRow{
	{name: "symlink", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/target", 0o640)
		s.symlink("sub/target", "dest")
	}},
	{name: "symlink, absolute", setup: func(s *scene) {
		s.file("target", 0o644)
		s.symlink(s.path("target"), "dest")
	}},
	{name: "symlink up and down", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("target", 0o644)
		s.symlink("sub/../target", "dest")
	}},
	{name: "symlink through a directory link", write: "@/way/dest", setup: func(s *scene) {
		s.mkdir("a", 0o755)
		s.mkdir("a/b", 0o755)
		s.symlink("a/b", "way")
		s.symlink("../target", "a/b/dest") // a/target, not target
	}},
	{name: "symlink, read-only target", setup: func(s *scene) {
		s.file("target", 0o444)
		s.symlink("target", "dest")
	}},
	{name: "symlink, ends in a slash", setup: func(s *scene) {
		s.file("target", 0o644)
		s.symlink("target/", "dest")
	}},
	{name: "dangling symlink", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.symlink("sub/target", "dest")
	}},
	{name: "dangling symlink, missing directory", setup: func(s *scene) { s.symlink("sub/target", "dest") }},
	{name: "dangling symlink, ends in a slash", setup: func(s *scene) { s.symlink("target/", "dest") }},
	{name: "chain of symlinks", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("target", 0o644)
		s.symlink("sub/one", "dest")
		s.symlink("../two", "sub/one")
		s.symlink("target", "two")
	}},
	{name: "dangling chain of symlinks", setup: func(s *scene) {
		s.symlink("one", "dest")
		s.symlink("two", "one")
	}},
	{name: "loop of symlinks", setup: func(s *scene) {
		s.symlink("one", "dest")
		s.symlink("dest", "one")
	}},
	{name: "symlink to itself", setup: func(s *scene) { s.symlink("dest", "dest") }},
	{name: "symlink to a directory", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.symlink("sub", "dest")
	}},
	{name: "symlink of another user in a sticky directory", write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/target", 0o666)
		s.symlink("target", "sub/dest")
		try("chown", os.Lchown(s.path("sub/dest"), 1234, 1234))
		s.giveRoot("sub", 0o1777)
	}},
	{name: "hard link",
		setup: func(s *scene) {
			s.file("dest", 0o644)
			must(os.Link(s.path("dest"), s.path("other")))
		},
		differs: []difference{{
			why:   "a rename changes one name: the others keep the old file",
			files: map[string]string{"dest": "new 0644", "other": "old 0644"},
		}},
	},
}

var specialRows = []differentialRow{
	{name: "directory", setup: func(s *scene) { s.mkdir("dest", 0o755) }},
	{name: "FIFO with a reader", setup: func(s *scene) { s.fifo("dest") }},
	{name: "symlink to a FIFO", setup: func(s *scene) {
		s.fifo("fifo")
		s.symlink("fifo", "dest")
	}},
	{name: "unix socket", setup: func(s *scene) { s.socket("dest") }},
	{name: "null device", setup: func(s *scene) {
		try("mknod", unix.Mknod(s.path("dest"), unix.S_IFCHR, int(unix.Mkdev(1, 3))))
		s.give("dest", s.uid, s.gid, 0o644)
	}},
	{name: "/dev/null", write: "/dev/null"},
	{name: "/dev/full", write: "/dev/full"},
	{name: "symlink to /dev/null", setup: func(s *scene) { s.symlink("/dev/null", "dest") }},
	{name: "/dev/stdout, a pipe", write: "/dev/stdout", stdout: "pipe"},
	{name: "/dev/stdout, a file", write: "/dev/stdout", stdout: "@/dest"},
	{name: "/dev/fd/1", write: "/dev/fd/1", stdout: "pipe"},
	{name: "/proc/self/fd/1", write: "/proc/self/fd/1", stdout: "pipe"},
	{name: "symlink to /dev/stdout", stdout: "pipe", setup: func(s *scene) { s.symlink("/dev/stdout", "dest") }},
	{name: "symlink to /proc/self/fd/1, a file", stdout: "@/out", setup: func(s *scene) { s.symlink("/proc/self/fd/1", "dest") }},
	{name: "/proc/self/comm", write: "/proc/self/comm"},
	{name: "/proc/self/maps, read-only", write: "/proc/self/maps"},
	{name: "/proc/version, read-only", write: "/proc/version"},
	{name: "/proc, absent", write: "/proc/self/nothing"},
}

var nameRows = []differentialRow{
	{name: "relative name", write: "dest"},
	{name: "relative name in a directory", write: "sub/../dest", setup: func(s *scene) { s.mkdir("sub", 0o755) }},
	{name: "relative name, then chdir", write: "dest", leave: true, setup: existing(0o644)},
	{name: "empty name", write: "!"},
	{name: "NUL in the name", write: "@/de\x00st"},
	{name: "NUL in the directory", write: "@\x00/dest"},
	{name: "trailing slash, absent", write: "@/dest/"},
	{name: "trailing slash, file", write: "@/dest/", setup: existing(0o644)},
	{name: "trailing slash, directory", write: "@/dest/", setup: func(s *scene) { s.mkdir("dest", 0o755) }},
	{name: "trailing slash, missing parent", write: "@/sub/dest/"},
	{name: "double slash", write: "@//dest", setup: existing(0o644)},
	{name: "the working directory", write: "."},
	{name: "dot in a directory", write: "@/sub/.", setup: func(s *scene) { s.mkdir("sub", 0o755) }},
	{name: "dot in a missing directory", write: "@/sub/."},
	{name: "dot after a file", write: "@/dest/.", setup: existing(0o644)},
	{name: "dot dot", write: "@/sub/..", setup: func(s *scene) { s.mkdir("sub", 0o755) }},
	{name: "the root", write: "/"},
	{name: "missing parent", write: "@/sub/dest"},
	{name: "parent is a file", write: "@/dest/dest", setup: existing(0o644)},
	{name: "255-byte name", write: "@/" + strings.Repeat("x", 255)},
	{name: "255-byte name, existing", write: "@/" + strings.Repeat("x", 255),
		setup: func(s *scene) { s.file(strings.Repeat("x", 255), 0o640) }},
	{name: "256-byte name", write: "@/" + strings.Repeat("x", 256)},
	{name: "the name of a temporary", write: "@/dest.atomic.tmp",
		differs: []difference{{
			why:   "the next writer of dest would remove the file",
			err:   "open invalid argument: a name with \".atomic.tmp\" in it is that of a temporary, which other writers remove",
			files: map[string]string{"dest.atomic.tmp": ""},
		}},
	},
	{name: "path longer than PATH_MAX", write: "@/" + strings.Repeat("./", 2048) + "dest"},
	{name: "a file of somebody's has the temporary's name",
		setup: func(s *scene) {
			s.file("dest", 0o644)
			s.file("dest.atomic.tmp", 0o644)
		},
		differs: []difference{{
			why:   "no published file has such a name, which is how leftovers are known",
			files: map[string]string{"dest.atomic.tmp": ""},
		}},
	},
}
