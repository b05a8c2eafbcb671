package behaviour

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// kept are the behaviours in which something of the old file, or of its
// surroundings, is to be seen in the new one.
func kept() []Behaviour {
	return []Behaviour{
		{Name: "mode 0640", setup: func(s *scene) { s.file("f", 0o640) }, ways: writes()},
		{Name: "mode 0755", setup: func(s *scene) { s.file("f", 0o755) }, ways: writes()},
		{Name: "mode 0444", setup: func(s *scene) { s.file("f", 0o444) }, ways: writes()},
		{Name: "of another user, 0644", setup: func(s *scene) {
			s.file("f", 0o644)
			s.give("f", 1234, 2345, 0o644)
		}, ways: writes()},
		{Name: "of another user, 0666", setup: func(s *scene) {
			s.file("f", 0o666)
			s.give("f", 1234, 2345, 0o666)
		}, ways: writes()},
		{Name: "of another group, 0664", setup: func(s *scene) {
			s.file("f", 0o664)
			s.give("f", s.uid, 2345, 0o664)
		}, ways: writes()},
		{Name: "extended attribute", setup: func(s *scene) {
			s.file("f", 0o644)
			s.xattr("f", "user.note", []byte("kept"))
		}, ways: writes()},
		{Name: "access list", setup: func(s *scene) {
			s.file("f", 0o640)
			s.xattr("f", accessList, list())
		}, ways: writes()},
		{Name: "default list, new file", setup: func(s *scene) {
			s.xattr(".", defaultList, list())
		}, ways: writes()},
		{Name: "default list, file without", setup: func(s *scene) {
			s.file("f", 0o640)
			s.xattr(".", defaultList, list())
		}, ways: writes()},
		{Name: "setgid directory, new file", setup: func(s *scene) {
			s.give(".", s.uid, 2345, 0o2775)
		}, ways: writes()},
		{Name: "symbolic link", setup: func(s *scene) {
			s.mkdir("d", 0o755)
			s.file("d/target", 0o640)
			s.symlink("d/target", "f")
		}, ways: writes()},
		{Name: "dangling symbolic link", setup: func(s *scene) {
			s.mkdir("d", 0o755)
			s.symlink("d/target", "f")
		}, ways: writes()},
		{Name: "hard link", setup: func(s *scene) {
			s.file("f", 0o644)
			s.link("f", "other")
		}, ways: writes()},
		{Name: "temporary of a file of another group, 0640", setup: func(s *scene) {
			s.file("f", 0o640)
			s.give("f", s.uid, 2345, 0o640)
		}, ways: creates("f", openness)},
		{Name: "Chmod 0600 before the secret", setup: existing, ways: both(
			func(s *stage) error {
				f, err := os.Create("f")
				if err != nil {
					return err
				}
				defer f.Close()
				if err := f.Chmod(0o600); err != nil {
					return err
				}
				return halves(s, f, openness, f.Close)
			},
			func(s *stage) error {
				f, err := atomicfile.Create("f")
				if err != nil {
					return err
				}
				defer f.Close()
				if err := f.Chmod(0o600); err != nil {
					return err
				}
				return halves(s, f, openness, f.Commit)
			})},
		{Name: "room for 8 MiB of zeros", ways: both(room(os.WriteFile), room(atomicfile.WriteFile)), after: roomOf},
	}
}

// openness notes whom the half written file lets in besides its owner.
func openness(s *stage) error {
	names, err := filepath.Glob("*")
	if err != nil {
		return err
	}
	for _, name := range names {
		var st unix.Stat_t
		if err := unix.Stat(name, &st); err != nil {
			return err
		}
		if st.Size != newSize/2 {
			continue
		}
		switch {
		case st.Mode&0o007 != 0:
			s.note("meanwhile open to all")
		case st.Mode&0o070 != 0:
			s.note(fmt.Sprintf("meanwhile open to group %d", st.Gid))
		default:
			s.note("meanwhile open to its owner alone")
		}
	}
	return nil
}

const roomSize = 8 << 20

func room(write writeFile) act {
	return func(*stage) error { return write("f", make([]byte, roomSize), 0o644) }
}

// roomOf says how much room the file takes, once it is on the disk.
func roomOf(s *scene) string {
	data, err := os.ReadFile(s.path("f"))
	if err != nil {
		return outcomeOf(err)
	}
	if !bytes.Equal(data, make([]byte, roomSize)) {
		return "MIXED"
	}
	f, err := os.Open(s.path("f"))
	if err != nil {
		return outcomeOf(err)
	}
	defer f.Close()
	f.Sync()
	unix.Syncfs(int(f.Fd()))
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return outcomeOf(err)
	}
	if st.Blocks*512 < roomSize/2 {
		return "f is compressed"
	}
	return "f takes its size"
}
