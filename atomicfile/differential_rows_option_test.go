//go:build linux

package atomicfile_test

import (
	"os"

	"golang.org/x/sys/unix"
)

// With InPlace, what cannot be replaced is overwritten, as os does.
var inPlaceRows = []differentialRow{
	{name: "InPlace, bind-mounted file", inPlace: true, setup: func(s *scene) {
		s.file("dest", 0o644)
		s.file("outside", 0o640)
		s.mount(s.path("outside"), "dest", "", unix.MS_BIND, "")
	}},
	{name: "InPlace, bind-mounted file, read-only", inPlace: true, setup: func(s *scene) {
		s.file("dest", 0o644)
		s.file("outside", 0o640)
		s.mount(s.path("outside"), "dest", "", unix.MS_BIND, "")
		s.mount("", "dest", "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, "")
	}},
	{name: "InPlace, bind-mounted file with attributes", inPlace: true, setup: func(s *scene) {
		s.file("dest", 0o644)
		s.file("outside", 0o4755)
		s.xattr("outside", "user.origin", []byte("x"))
		must(os.Link(s.path("outside"), s.path("other")))
		s.mount(s.path("outside"), "dest", "", unix.MS_BIND, "")
	}},
	{name: "InPlace, read-only directory, existing", inPlace: true, write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o640)
		s.give("sub", s.uid, s.gid, 0o555)
	}},
	{name: "InPlace, read-only directory, absent", inPlace: true, write: "@/sub/dest", setup: func(s *scene) { s.mkdir("sub", 0o555) }},
	{name: "InPlace, read-only directory, read-only file", inPlace: true, write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o444)
		s.give("sub", s.uid, s.gid, 0o555)
	}},
	{name: "InPlace, sticky directory, file of root, 0666", inPlace: true, write: "@/sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/dest", 0o644)
		s.giveRoot("sub/dest", 0o666)
		s.giveRoot("sub", 0o1777)
	}},
	{name: "InPlace, ordinary file", inPlace: true, setup: existing(0o640)},
	{name: "InPlace, too little space for a second copy", inPlace: true, write: "@/sub/dest", size: 256 << 10,
		setup: func(s *scene) {
			s.tmpfs("sub", "size=64k")
			s.file("sub/dest", 0o644)
		},
		differs: []difference{{
			why:   "the destination is only overwritten when the new content is complete",
			files: map[string]string{"sub/dest": "old 0644"},
		}},
	},
}

// In(root) is compared with the methods of os.Root.
var rootRows = []differentialRow{
	{name: "Root, absent", root: true, write: "dest"},
	{name: "Root, existing", root: true, write: "dest", setup: existing(0o640)},
	{name: "Root, read-only", root: true, write: "dest", setup: existing(0o444)},
	{name: "Root, in a directory", root: true, write: "sub/dest", setup: func(s *scene) { s.mkdir("sub", 0o755) }},
	{name: "Root, up and down", root: true, write: "sub/../dest", setup: func(s *scene) { s.mkdir("sub", 0o755) }},
	{name: "Root, symlink within", root: true, write: "dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("sub/target", 0o644)
		s.symlink("sub/target", "dest")
	}},
	{name: "Root, symlink within, up and down", root: true, write: "sub/dest", setup: func(s *scene) {
		s.mkdir("sub", 0o755)
		s.file("target", 0o644)
		s.symlink("../target", "sub/dest")
	}},
	{name: "Root, dangling symlink within", root: true, write: "dest", setup: func(s *scene) { s.symlink("target", "dest") }},
	{name: "Root, symlink out", root: true, write: "dest", setup: func(s *scene) { s.symlink("../out", "dest") }},
	{name: "Root, absolute symlink", root: true, write: "dest", setup: func(s *scene) {
		s.file("target", 0o644)
		s.symlink(s.path("target"), "dest")
	}},
	{name: "Root, directory link out", root: true, write: "way/dest", setup: func(s *scene) { s.symlink("..", "way") }},
	{name: "Root, symlink, ends in a slash", root: true, write: "dest", setup: func(s *scene) {
		s.file("target", 0o644)
		s.symlink("target/", "dest")
	}},
	{name: "Root, dangling symlink, ends in a slash", root: true, write: "dest", setup: func(s *scene) { s.symlink("target/", "dest") }},
	{name: "Root, loop", root: true, write: "dest", setup: func(s *scene) { s.symlink("dest", "dest") }},
	{name: "Root, dot dot", root: true, write: "../dest"},
	{name: "Root, absolute name", root: true, write: "/dest"},
	{name: "Root, empty name", root: true, write: "!"},
	{name: "Root, missing parent", root: true, write: "sub/dest"},
	{name: "Root, directory", root: true, write: "dest", setup: func(s *scene) { s.mkdir("dest", 0o755) }},
	{name: "Root, trailing slash", root: true, write: "dest/", setup: existing(0o644)},
	{name: "Root, FIFO with a reader", root: true, write: "dest", setup: func(s *scene) { s.fifo("dest") }},
}
