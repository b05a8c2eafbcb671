package vice

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A node is a file or a directory.
type node struct {
	fs.LoopbackNode
	fs *FileSystem
}

// staleAnswers is how many of the next looks at a replaced name fail. The
// kernel asks twice before it gives up.
const staleAnswers = 2

// settable is what a file system may be unable to set.
const settable = fuse.FATTR_MODE | fuse.FATTR_UID | fuse.FATTR_GID | fuse.FATTR_ATIME | fuse.FATTR_MTIME

// id names an inode.
func (n *node) id() string { return fmt.Sprint(n.StableAttr().Ino) }

func (n *node) path(name string) string { return filepath.Join(n.Path(nil), name) }

func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if n.fs.has(Stale) && n.fs.stale.take(n.path(name)) {
		return nil, syscall.ESTALE
	}
	in, errno := n.LoopbackNode.Lookup(ctx, name, out)
	n.fs.coarsen(&out.Attr)
	return in, errno
}

func (n *node) Getattr(ctx context.Context, f fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	errno := n.LoopbackNode.Getattr(ctx, inner(f), out)
	n.fs.coarsen(&out.Attr)
	return errno
}

func (n *node) Setattr(ctx context.Context, f fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if n.fs.interrupted("setattr", n.path("")) {
		return syscall.EINTR
	}
	if n.fs.has(NoSetattr) && in.Valid&settable != 0 {
		return syscall.EPERM
	}
	errno := n.LoopbackNode.Setattr(ctx, inner(f), in, out)
	n.fs.coarsen(&out.Attr)
	return errno
}

// coarsen makes times as a file system of coarse times keeps them.
func (f *FileSystem) coarsen(a *fuse.Attr) {
	if f.has(CoarseTimes) {
		a.Atime, a.Mtime, a.Ctime = a.Atime&^1, a.Mtime&^1, a.Ctime&^1
		a.Atimensec, a.Mtimensec, a.Ctimensec = 0, 0, 0
	}
}

func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	if n.fs.interrupted("create", n.path(name)) {
		return nil, nil, 0, syscall.EINTR
	}
	in, h, more, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	if errno != 0 {
		return in, h, more, errno
	}
	return in, n.fs.opened(h, fmt.Sprint(in.StableAttr().Ino)), more, 0
}

func (n *node) Open(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if n.fs.interrupted("open", n.path("")) {
		return nil, 0, syscall.EINTR
	}
	h, more, errno := n.LoopbackNode.Open(ctx, flags)
	if errno != 0 {
		return h, more, errno
	}
	return n.fs.opened(h, n.id()), more, 0
}

// Tmpfile says that there are no files without a name, as most file systems
// of this kind do.
func (n *node) Tmpfile(context.Context, uint32, uint32, *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	return nil, nil, 0, syscall.EOPNOTSUPP
}

func (n *node) Rename(ctx context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	switch {
	case n.fs.interrupted("rename", n.path(name)):
		return syscall.EINTR
	case n.fs.has(NoExchange) && flags != 0:
		return syscall.EINVAL
	case n.fs.has(OpenRename) && n.fs.staysOpen(n.GetChild(name)):
		return syscall.ENOTSUP
	}
	errno := n.LoopbackNode.Rename(ctx, name, to, newName, flags)
	if errno != 0 {
		return errno
	}
	n.fs.stale.add(to.(*node).path(newName), staleAnswers)
	switch {
	case n.fs.has(RenameLost):
		return syscall.EIO
	case n.fs.has(RenameTwice):
		return syscall.ENOENT
	}
	return 0
}

func (n *node) Unlink(ctx context.Context, name string) syscall.Errno {
	if n.fs.interrupted("unlink", n.path(name)) {
		return syscall.EINTR
	}
	errno := n.LoopbackNode.Unlink(ctx, name)
	if errno == 0 && n.fs.has(UnlinkTwice) {
		return syscall.ENOENT
	}
	return errno
}

func (n *node) Link(ctx context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	if n.fs.interrupted("link", n.path(name)) {
		return nil, syscall.EINTR
	}
	in, errno := n.LoopbackNode.Link(ctx, target, name, out)
	if errno == 0 && n.fs.has(LinkTwice) {
		return nil, syscall.EEXIST
	}
	return in, errno
}

func (n *node) Getxattr(ctx context.Context, attr string, dest []byte) (uint32, syscall.Errno) {
	if n.fs.has(NoXattrs) {
		return 0, syscall.EIO
	}
	return n.LoopbackNode.Getxattr(ctx, attr, dest)
}

func (n *node) Listxattr(ctx context.Context, dest []byte) (uint32, syscall.Errno) {
	if n.fs.has(NoXattrs) {
		return 0, syscall.EIO
	}
	return n.LoopbackNode.Listxattr(ctx, dest)
}

func (n *node) Setxattr(ctx context.Context, attr string, data []byte, flags uint32) syscall.Errno {
	if n.fs.interrupted("setxattr", n.path("")) {
		return syscall.EINTR
	}
	return n.LoopbackNode.Setxattr(ctx, attr, data, flags)
}

func (n *node) Fsync(ctx context.Context, h fs.FileHandle, flags uint32) syscall.Errno {
	if n.fs.interrupted("fsync", n.path("")) {
		return syscall.EINTR
	}
	if f, ok := h.(*file); ok {
		return f.Fsync(ctx, flags)
	}
	if n.fs.has(NoFsync) {
		return syscall.EINVAL
	}
	return 0
}
