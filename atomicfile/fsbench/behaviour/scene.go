package behaviour

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// A scene is the directory of one behaviour, as the superuser prepares it and
// looks at it afterwards.
type scene struct {
	dir      string
	uid, gid int      // to whom everything belongs
	own      []string // what setup has made
	undo     []func()
}

// cannot is the panic value that says why a scene cannot be prepared: a file
// system without links has no links to be kept.
type cannot struct{ err error }

func try(err error) {
	if err != nil {
		panic(cannot{err})
	}
}

func (s *scene) path(name string) string { return filepath.Join(s.dir, name) }

// file makes a file with the old content.
func (s *scene) file(name string, mode uint32) {
	try(os.WriteFile(s.path(name), []byte(oldContent), 0o600))
	s.give(name, s.uid, s.gid, mode)
}

func (s *scene) mkdir(name string, mode uint32) {
	try(os.Mkdir(s.path(name), 0o700))
	s.give(name, s.uid, s.gid, mode)
}

// give sets owner, group and mode. A file system that has none of them is
// asked for what cannot be refused.
func (s *scene) give(name string, uid, gid int, mode uint32) {
	var st unix.Stat_t
	try(unix.Lstat(s.path(name), &st))
	if int(st.Uid) != uid || int(st.Gid) != gid {
		try(os.Lchown(s.path(name), uid, gid))
	}
	if err := unix.Chmod(s.path(name), mode); err != nil && err != unix.EPERM && err != unix.ENOTSUP {
		try(err)
	}
}

func (s *scene) symlink(to, name string) { try(os.Symlink(to, s.path(name))) }

func (s *scene) link(old, name string) { try(os.Link(s.path(old), s.path(name))) }

func (s *scene) xattr(name, attr string, value []byte) {
	try(unix.Lsetxattr(s.path(name), attr, value, 0))
	// Some file systems take what they do not keep.
	if _, err := unix.Lgetxattr(s.path(name), attr, make([]byte, 256)); err != nil {
		try(err)
	}
}

// bind mounts a file or directory of the scene over another.
func (s *scene) bind(from, onto string, flags uintptr) {
	try(unix.Mount(s.path(from), s.path(onto), "", unix.MS_BIND, ""))
	s.undo = append(s.undo, func() { unix.Unmount(s.path(onto), unix.MNT_DETACH) })
	if flags != 0 {
		try(unix.Mount("", s.path(onto), "", unix.MS_BIND|unix.MS_REMOUNT|flags, ""))
	}
}

// fill leaves no room on the file system.
func (s *scene) fill() {
	f, err := os.Create(filepath.Join(filepath.Dir(s.dir), "filler"))
	try(err)
	room, err := roomOn(filepath.Dir(f.Name()))
	s.undo = append(s.undo, func() {
		f.Close()
		os.Remove(f.Name())
		patiently(func() error { // some give it back late
			if now, err := roomOn(filepath.Dir(f.Name())); err != nil || now < room/2 {
				return errors.Join(err, errors.New("no room"))
			}
			return nil
		})
	})
	try(err)
	var end int64
	for size := int64(1 << 28); size >= 4<<10; size /= 2 {
		for end+size <= room && unix.Fallocate(int(f.Fd()), 0, end, size) == nil {
			end += size
		}
	}
	// Where fallocate is not known, or tells less than the truth, only
	// writing fills.
	if left, err := roomOn(filepath.Dir(f.Name())); err != nil || left > room/2 {
		end = 0
	}
	block := make([]byte, 1<<20)
	for size := len(block); size >= 4<<10; size /= 16 {
		for {
			n, err := f.WriteAt(block[:size], end)
			end += int64(n)
			if err != nil || end > 2*maxFill {
				break
			}
		}
		f.Sync()
	}
}

// roomOn returns how much room there is in dir, in bytes.
func roomOn(dir string) (int64, error) {
	var st unix.Statfs_t
	err := unix.Statfs(dir, &st)
	room := int64(st.Bfree) * st.Bsize
	if err == nil && room > maxFill {
		err = errors.New("it is too large to be filled")
	}
	return room, err
}

// maxFill is more than any of the file systems has that are made to be filled.
const maxFill = 1 << 30

func (s *scene) ended() {
	for _, undo := range slices.Backward(s.undo) {
		undo()
	}
}

// remember notes which names there are, so that others can be told from them.
func (s *scene) remember() {
	filepath.WalkDir(s.dir, func(path string, _ fs.DirEntry, _ error) error {
		s.own = append(s.own, path)
		return nil
	})
}

// files describes every file in the directory name of the scene.
func (s *scene) files(name string) string {
	var seen []string
	strays := 0
	top := s.path(name)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == top {
			return err
		}
		rel, _ := filepath.Rel(top, path)
		if s.stray(path) {
			strays++
			return nil
		}
		text, err := s.describe(path)
		if text != "" || err != nil {
			seen = append(seen, short(rel)+" "+text)
		}
		return err
	})
	if err != nil {
		seen = append(seen, "cannot be looked at: "+outcomeOf(err))
	}
	switch {
	case strays > fewStrays: // how many is a matter of chance
		seen = append(seen, "many stay besides")
	case strays > 0:
		seen = append(seen, fmt.Sprintf("%d stays besides", strays))
	}
	if len(seen) == 0 {
		return "nothing there"
	}
	return strings.Join(seen, ", ")
}

// fewStrays is how many temporaries one writer leaves, at most.
const fewStrays = 3

// stray tells what the writer, and not the user of it, has named: a temporary.
func (s *scene) stray(path string) bool {
	return !slices.Contains(s.own, path) && strings.Contains(filepath.Base(path), "tmp")
}

// short makes long names readable.
func short(name string) string {
	if len(name) > 20 {
		return fmt.Sprintf("%s… (%d bytes)", name[:3], len(name))
	}
	return name
}

func (s *scene) describe(path string) (string, error) {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return "", err
	}
	var b strings.Builder
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		return "", nil
	case unix.S_IFLNK:
		to, err := os.Readlink(path)
		return "→ " + to, err
	case unix.S_IFREG:
		data, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		b.WriteString(age(data))
	default:
		return "special", nil
	}
	fmt.Fprintf(&b, " %04o", st.Mode&0o7777)
	if int(st.Uid) != s.uid || int(st.Gid) != s.gid {
		fmt.Fprintf(&b, " of %d:%d", st.Uid, st.Gid)
	}
	if st.Nlink > 1 {
		fmt.Fprintf(&b, " %d links", st.Nlink)
	}
	return b.String() + attributes(path), nil
}

// age tells old content from new.
func age(data []byte) string {
	text, whole := string(data), string(newContent())
	switch {
	case text == oldContent:
		return "old"
	case text == whole:
		return "new"
	case text == "":
		return "EMPTY"
	case strings.HasPrefix(whole, text):
		return "SHORT"
	}
	return "MIXED"
}

// attributes describes the attributes and lists that a scene may have set.
func attributes(path string) string {
	var text string
	value := make([]byte, 256)
	if n, err := unix.Lgetxattr(path, "user.note", value); err == nil {
		text += fmt.Sprintf(" note=%s", value[:n])
	}
	if _, err := unix.Lgetxattr(path, accessList, value); err == nil {
		text += " list"
	}
	return text
}

const (
	accessList  = "system.posix_acl_access"
	defaultList = "system.posix_acl_default"
)

// list is an access list by which user 1002 may read and write, in the layout
// of linux/posix_acl_xattr.h.
func list() []byte {
	b := []byte{2, 0, 0, 0}
	for _, e := range []struct {
		tag, perm uint16
		id        uint32
	}{{1, 6, 1<<32 - 1}, {2, 6, 1002}, {4, 4, 1<<32 - 1}, {16, 6, 1<<32 - 1}, {32, 0, 1<<32 - 1}} {
		b, _ = binary.Append(b, binary.LittleEndian, e)
	}
	return b
}
