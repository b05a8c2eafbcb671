package alice

import (
	"fmt"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// calls has what is done about each system call that a process may make on a
// file of the directory. Nil are those that change nothing there: because they
// only look, or because what they change is not checked after a crash (owner,
// times, attributes), or because they promise nothing: sync_file_range(2) says
// of itself that it is not for data integrity.
var calls = map[string]func(*tracker, *call) error{
	"openat": (*tracker).openat, "close": (*tracker).close,
	"read": (*tracker).read, "write": (*tracker).writeCall, "pwrite64": (*tracker).pwrite, "lseek": (*tracker).lseek,
	"copy_file_range": (*tracker).copyFileRange, "ftruncate": (*tracker).ftruncate, "fallocate": (*tracker).fallocate,
	"fchmod": (*tracker).fchmod, "fchmodat": (*tracker).fchmodat,
	"renameat2": (*tracker).renameat, "renameat": (*tracker).renameat,
	"linkat": (*tracker).linkat, "unlinkat": (*tracker).unlinkat,
	"fsync": (*tracker).fsync, "fdatasync": (*tracker).fsync, "sync": (*tracker).syncAll, "syncfs": (*tracker).syncAll,
	"fcntl": (*tracker).fcntl, "mmap": (*tracker).mmap,

	"newfstatat": nil, "fstat": nil, "statx": nil, "faccessat": nil, "faccessat2": nil, "readlinkat": nil,
	"getdents64": nil, "pread64": nil, "fstatfs": nil, "statfs": nil, "flock": nil, "epoll_ctl": nil, "fadvise64": nil,
	"fgetxattr": nil, "lgetxattr": nil, "llistxattr": nil, "flistxattr": nil, "syscall_0x1d1": nil, // listxattrat(2)
	"utimensat": nil, "fchown": nil, "fchownat": nil, "fsetxattr": nil, "fremovexattr": nil,
	"sync_file_range": nil,
}

func (t *tracker) openat(c *call) error {
	name, in, err := t.resolve(c, 0, 1)
	if err != nil || !in {
		return err
	}
	flags := strings.Split(c.args[2], "|")
	has := func(flag string) bool {
		for _, f := range flags {
			if f == flag {
				return true
			}
		}
		return false
	}
	if has("O_TMPFILE") || has("O_APPEND") || has("O_DIRECT") {
		return fmt.Errorf("%v of %s with %s: not modelled", c, name, c.args[2])
	}
	h := &handle{}
	i, exists := t.now.names[name]
	switch {
	case exists && has("O_TRUNC") && t.now.files[i].size > 0:
		t.now.files[i].truncate(0)
		t.add(c, op{kind: opTruncate, inode: i})
	case exists:
	case has("O_CREAT"):
		mode, err := c.number(3)
		if err != nil {
			return err
		}
		i = t.create(c, name, uint32(mode))
	default:
		h.isDir, h.dir = true, name
	}
	h.inode = i
	t.open[int(c.value())] = h
	return nil
}

func (t *tracker) close(c *call) error {
	if fd, _, err := c.descriptor(0); err == nil {
		delete(t.open, fd)
	}
	return nil
}

func (t *tracker) read(c *call) error {
	if h := t.handle(c, 0); h != nil {
		h.offset += c.value()
	}
	return nil
}

func (t *tracker) writeCall(c *call) error {
	fd, _, err := c.descriptor(0)
	if err != nil {
		return nil // not a file
	}
	h := t.open[fd]
	if h == nil && fd != 1 {
		return nil
	}
	data, err := c.text(1)
	if err != nil {
		return err
	}
	if h == nil {
		if strings.HasPrefix(data, workload.Mark) {
			return t.commit(c, data)
		}
		return nil
	}
	t.write(c, h.inode, h.offset, []byte(data)[:c.value()])
	h.offset += c.value()
	return nil
}

func (t *tracker) pwrite(c *call) error {
	h := t.handle(c, 0)
	if h == nil {
		return nil
	}
	data, err := c.text(1)
	if err != nil {
		return err
	}
	off, err := c.number(3)
	if err != nil {
		return err
	}
	t.write(c, h.inode, off, []byte(data)[:c.value()])
	return nil
}

func (t *tracker) lseek(c *call) error {
	if h := t.handle(c, 0); h != nil {
		h.offset = c.value()
	}
	return nil
}

// copyFileRange models copies at the offsets of the descriptors, from a file
// of the directory or from one that does not change.
func (t *tracker) copyFileRange(c *call) error {
	to := t.handle(c, 2)
	if to == nil {
		return nil
	}
	if c.args[1] != "NULL" || c.args[3] != "NULL" {
		return fmt.Errorf("%v with offsets: not modelled", c)
	}
	from := t.handle(c, 0)
	if from == nil {
		return fmt.Errorf("%v from a file elsewhere: not modelled", c)
	}
	n := c.value()
	data := t.now.files[from.inode].content()[from.offset:]
	if int64(len(data)) < n {
		return fmt.Errorf("%v copies %d bytes of a file that has %d more", c, n, len(data))
	}
	if n > 0 {
		t.write(c, to.inode, to.offset, data[:n])
	}
	from.offset += n
	to.offset += n
	return nil
}

func (t *tracker) ftruncate(c *call) error {
	h := t.handle(c, 0)
	if h == nil {
		return nil
	}
	size, err := c.number(1)
	if err != nil {
		return err
	}
	t.now.files[h.inode].truncate(size)
	t.add(c, op{kind: opTruncate, inode: h.inode, size: size})
	return nil
}

func (t *tracker) fallocate(c *call) error {
	h := t.handle(c, 0)
	if h == nil || c.args[1] == "FALLOC_FL_KEEP_SIZE" {
		return nil
	}
	if c.args[1] != "0" {
		return fmt.Errorf("%v with %s: not modelled", c, c.args[1])
	}
	off, err := c.number(2)
	if err != nil {
		return err
	}
	length, err := c.number(3)
	if err != nil {
		return err
	}
	f := t.now.files[h.inode]
	if off+length > f.size {
		f.size = off + length
		t.add(c, op{kind: opAllocate, inode: h.inode, size: off + length})
	}
	return nil
}

func (t *tracker) fchmod(c *call) error {
	h := t.handle(c, 0)
	if h == nil {
		return nil
	}
	return t.chmod(c, h.inode, 1)
}

func (t *tracker) fchmodat(c *call) error {
	name, in, err := t.resolve(c, 0, 1)
	if err != nil || !in {
		return err
	}
	i, ok := t.now.names[name]
	if !ok {
		return fmt.Errorf("%v of %s, of which nothing is known", c, name)
	}
	return t.chmod(c, i, 2)
}

func (t *tracker) chmod(c *call, i inode, arg int) error {
	mode, err := c.number(arg)
	if err != nil {
		return err
	}
	t.now.files[i].mode = uint32(mode)
	t.add(c, op{kind: opChmod, inode: i, mode: uint32(mode)})
	return nil
}

func (t *tracker) renameat(c *call) error {
	from, in, err := t.resolve(c, 0, 1)
	if err != nil {
		return err
	}
	to, in2, err := t.resolve(c, 2, 3)
	if err != nil || !in && !in2 {
		return err
	}
	if in != in2 {
		return fmt.Errorf("%v into or out of the directory: not modelled", c)
	}
	if len(c.args) > 4 && c.args[4] != "0" && c.args[4] != "RENAME_NOREPLACE" {
		return fmt.Errorf("%v with %s: not modelled", c, c.args[4])
	}
	return t.rename(c, from, to)
}

func (t *tracker) linkat(c *call) error {
	from, in, err := t.resolve(c, 0, 1)
	if err != nil {
		return err
	}
	to, in2, err := t.resolve(c, 2, 3)
	if err != nil || !in && !in2 {
		return err
	}
	i, ok := t.now.names[from]
	if !ok {
		return fmt.Errorf("%v of %s, of which nothing is known", c, from)
	}
	t.now.names[to] = i
	t.add(c, op{kind: opLink, inode: i, name: to})
	return nil
}

func (t *tracker) unlinkat(c *call) error {
	name, in, err := t.resolve(c, 0, 1)
	if err != nil || !in {
		return err
	}
	i, ok := t.now.names[name]
	if !ok || c.args[2] != "0" {
		return fmt.Errorf("%v of %s with %s: not modelled", c, name, c.args[2])
	}
	delete(t.now.names, name)
	t.add(c, op{kind: opUnlink, inode: i, name: name})
	return nil
}

func (t *tracker) fsync(c *call) error {
	switch h := t.handle(c, 0); {
	case h == nil:
	case h.isDir:
		t.add(c, op{kind: opSyncDir, dir: h.dir})
	default:
		t.add(c, op{kind: opSync, inode: h.inode})
	}
	return nil
}

func (t *tracker) syncAll(c *call) error {
	if c.name == "sync" || t.handle(c, 0) != nil {
		t.add(c, op{kind: opSyncAll})
	}
	return nil
}

func (t *tracker) fcntl(c *call) error {
	if t.handle(c, 0) != nil && strings.HasPrefix(c.args[1], "F_DUPFD") {
		return fmt.Errorf("%v with %s: not modelled", c, c.args[1])
	}
	return nil
}

func (t *tracker) mmap(c *call) error {
	if len(c.args) > 4 && t.handle(c, 4) != nil {
		return fmt.Errorf("%v of a file: not modelled", c)
	}
	return nil
}
