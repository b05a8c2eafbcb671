//go:build linux

package atomicfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// A scene is the directory that one write happens in, as the superuser sets it
// up before and looks at it afterwards.
type scene struct {
	dir      string
	uid, gid int               // of the actor, to whom everything belongs
	nested   bool              // the superuser is none outside of a user namespace
	before   map[string]string // content of the regular files, by path
	fifos    map[string]*os.File
	undo     []func()
}

// unavailable is the panic value that says why a scene cannot be set up on
// this system.
type unavailable struct{ err error }

// must panics if err, of the setup, is not nil.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// try is like must for what not every system lets the test do.
func try(what string, err error) {
	if err != nil {
		panic(unavailable{fmt.Errorf("%s: %w", what, err)})
	}
}

func (s *scene) path(name string) string { return filepath.Join(s.dir, name) }

// file makes a file that holds "old " and its name.
func (s *scene) file(name string, mode uint32) {
	must(os.WriteFile(s.path(name), []byte("old "+name), 0o600))
	s.give(name, s.uid, s.gid, mode)
}

func (s *scene) mkdir(name string, mode uint32) {
	must(os.Mkdir(s.path(name), 0o700))
	s.give(name, s.uid, s.gid, mode)
}

// give sets owner, group and mode of a file.
func (s *scene) give(name string, uid, gid int, mode uint32) {
	try("chown", os.Lchown(s.path(name), uid, gid))
	must(unix.Chmod(s.path(name), mode))
}

// giveRoot makes root the owner of a file.
func (s *scene) giveRoot(name string, mode uint32) {
	if s.nested {
		panic(unavailable{errors.New("only root can give a file to root")})
	}
	s.give(name, 0, 0, mode)
}

func (s *scene) symlink(to, name string) {
	must(os.Symlink(to, s.path(name)))
	must(os.Lchown(s.path(name), s.uid, s.gid))
}

// fifo makes a FIFO that a reader has open.
func (s *scene) fifo(name string) {
	must(unix.Mkfifo(s.path(name), 0o600))
	s.give(name, s.uid, s.gid, 0o644)
	fd, err := unix.Open(s.path(name), unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	must(err)
	s.fifos[name] = os.NewFile(uintptr(fd), name)
}

func (s *scene) socket(name string) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	must(err)
	must(os.Chdir(s.dir)) // the name of a socket has at most 107 bytes
	must(unix.Bind(fd, &unix.SockaddrUnix{Name: name}))
	must(os.Chdir("/"))
	must(unix.Close(fd))
	s.give(name, s.uid, s.gid, 0o755)
}

func (s *scene) mount(source, name, fstype string, flags uintptr, data string) {
	try("mount "+fstype, unix.Mount(source, s.path(name), fstype, flags, data))
	s.undo = append(s.undo, func() { unix.Unmount(s.path(name), unix.MNT_DETACH) })
}

// tmpfs mounts a tmpfs of the actor.
func (s *scene) tmpfs(name, options string) {
	s.mkdir(name, 0o755)
	s.mount("tmpfs", name, "tmpfs", 0, options)
	s.give(name, s.uid, s.gid, 0o755)
}

func (s *scene) xattr(name, attr string, value []byte) {
	try("setxattr "+attr, unix.Lsetxattr(s.path(name), attr, value, 0))
}

// flags sets flags of chattr(1) until the scene has been looked at.
func (s *scene) flags(name string, flags int) {
	set := func(flags int) error {
		fd, err := unix.Open(s.path(name), unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		return unix.IoctlSetPointerInt(fd, unix.FS_IOC_SETFLAGS, flags)
	}
	try("chattr", set(flags))
	s.undo = append(s.undo, func() { set(0) })
}

// run starts the program name, and ends it when the scene has been looked at.
func (s *scene) run(name string, args ...string) {
	cmd := exec.Command(s.path(name), args...)
	must(cmd.Start())
	s.undo = append(s.undo, func() { cmd.Process.Kill(); cmd.Wait() })
}

// ended undoes what must not outlive the scene.
func (s *scene) ended() {
	for _, undo := range slices.Backward(s.undo) {
		undo()
	}
	for _, f := range s.fifos {
		f.Close()
	}
}

// remember notes the content of all files.
func (s *scene) remember() error {
	s.before = map[string]string{}
	return filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		s.before[path] = string(data)
		return err
	})
}

// look describes every file in the directory name of the scene, and the bytes
// that arrived in its FIFOs.
func (s *scene) look(name, written string) (map[string]string, error) {
	seen := map[string]string{}
	top := s.path(name)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == top {
			return err
		}
		rel, _ := filepath.Rel(top, path)
		seen[rel], err = s.describe(path, written)
		return err
	})
	if err != nil {
		return nil, err
	}
	for name, f := range s.fifos {
		buf := make([]byte, 1<<16)
		n, err := unix.Read(int(f.Fd()), buf)
		if err != nil && err != unix.EAGAIN {
			return nil, err
		}
		seen["("+name+")"] = fmt.Sprintf("%q", buf[:max(n, 0)])
	}
	return seen, nil
}

func (s *scene) describe(path, written string) (string, error) {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return "", err
	}
	var b strings.Builder
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFLNK:
		to, err := os.Readlink(path)
		return "-> " + strings.ReplaceAll(to, s.dir, "@"), err
	case unix.S_IFREG:
		data, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		b.WriteString(s.age(path, string(data), written))
	case unix.S_IFDIR:
		b.WriteString("dir")
	case unix.S_IFIFO:
		b.WriteString("fifo")
	case unix.S_IFSOCK:
		b.WriteString("socket")
	case unix.S_IFCHR:
		b.WriteString("device")
	}
	fmt.Fprintf(&b, " %04o", st.Mode&0o7777)
	if int(st.Uid) != s.uid {
		fmt.Fprintf(&b, " uid=%d", st.Uid)
	}
	if int(st.Gid) != s.gid {
		fmt.Fprintf(&b, " gid=%d", st.Gid)
	}
	if st.Nlink != 1 && st.Mode&unix.S_IFMT == unix.S_IFREG {
		fmt.Fprintf(&b, " links=%d", st.Nlink)
	}
	attrs, err := describeAttrs(path)
	return b.String() + attrs, err
}

// age tells the old content from the new one.
func (s *scene) age(path, data, written string) string {
	old, existed := s.before[path]
	switch {
	case existed && data == old:
		return "old"
	case data == written:
		return "new"
	case strings.HasPrefix(written, data):
		return fmt.Sprintf("TORN(%d of %d)", len(data), len(written))
	}
	return fmt.Sprintf("%q", data)
}

func describeAttrs(path string) (string, error) {
	buf := make([]byte, 4096)
	n, err := unix.Llistxattr(path, buf)
	if errors.Is(err, unix.ENOTSUP) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	var b strings.Builder
	names := strings.FieldsFunc(string(buf[:n]), func(r rune) bool { return r == 0 })
	slices.Sort(names)
	for _, attr := range names {
		if attr == "security.selinux" {
			continue // depends on the policy, which is not the subject here
		}
		value := make([]byte, 4096)
		n, err := unix.Lgetxattr(path, attr, value)
		if err != nil {
			return "", err
		}
		if _, kind, ok := strings.Cut(attr, "system.posix_acl_"); ok {
			fmt.Fprintf(&b, " %s-acl=%s", kind, describeACL(value[:n]))
		} else {
			fmt.Fprintf(&b, " %s=%q", attr, value[:n])
		}
	}
	return b.String(), nil
}

// An aclEntry is one entry of an access control list (acl(5)), in the layout
// of linux/posix_acl_xattr.h.
type aclEntry struct {
	Tag, Perm uint16
	ID        uint32
}

const aclNoID = 1<<32 - 1

func encodeACL(entries ...aclEntry) []byte {
	b := []byte{2, 0, 0, 0}
	for _, e := range entries {
		b, _ = binary.Append(b, binary.LittleEndian, e)
	}
	return b
}

func describeACL(acl []byte) string {
	tags := map[uint16]string{1: "u::", 2: "u:%d:", 4: "g::", 8: "g:%d:", 16: "m::", 32: "o::"}
	var text []string
	for r := bytes.NewReader(acl[min(4, len(acl)):]); r.Len() > 0; {
		var e aclEntry
		if err := binary.Read(r, binary.LittleEndian, &e); err != nil {
			return err.Error()
		}
		tag := tags[e.Tag]
		if strings.Contains(tag, "%") {
			tag = fmt.Sprintf(tag, e.ID)
		}
		text = append(text, fmt.Sprintf("%s%d", tag, e.Perm))
	}
	return strings.Join(text, ",")
}
