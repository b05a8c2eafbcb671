package vice

import (
	"context"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A file is one that is open.
type file struct {
	*fs.LoopbackFile
	fs      *FileSystem
	id      string
	written bool // since it was opened
}

func (f *FileSystem) opened(h fs.FileHandle, id string) fs.FileHandle {
	f.open.add(id, 1)
	return &file{LoopbackFile: h.(*fs.LoopbackFile), fs: f, id: id}
}

// staysOpen tells whether a file is open. That one was closed may come to be
// known a moment later.
func (f *FileSystem) staysOpen(n *fs.Inode) bool {
	node, ok := n.Operations().(interface{ id() string })
	for range 50 {
		if !ok || f.open.add(node.id(), 0) == 0 {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

// inner returns what LoopbackNode knows of an open file.
func inner(h fs.FileHandle) fs.FileHandle {
	if f, ok := h.(*file); ok {
		return f.LoopbackFile
	}
	return h
}

// PassthroughFd keeps the kernel from reading and writing the file behind this
// one by itself.
func (f *file) PassthroughFd() (int, bool) { return 0, false }

func (f *file) Write(ctx context.Context, data []byte, off int64) (uint32, syscall.Errno) {
	if f.fs.interrupted("write", f.id) {
		return 0, syscall.EINTR
	}
	f.written = true
	if f.fs.has(FlushFails) || f.fs.has(LateNoSpace) {
		return uint32(len(data)), 0 // kept in memory, where it will be lost
	}
	return f.LoopbackFile.Write(ctx, data, off)
}

// Flush is called when a descriptor is closed.
func (f *file) Flush(ctx context.Context) syscall.Errno {
	switch {
	case f.written && f.fs.has(FlushFails):
		return syscall.EDQUOT
	case f.written && f.fs.has(LateNoSpace):
		return syscall.ENOSPC
	}
	return f.LoopbackFile.Flush(ctx)
}

func (f *file) Fsync(ctx context.Context, flags uint32) syscall.Errno {
	switch {
	case f.fs.has(NoFsync) || f.fs.has(FlushFails):
		return syscall.EINVAL
	case f.written && f.fs.has(LateNoSpace):
		return syscall.ENOSPC
	}
	return f.LoopbackFile.Fsync(ctx, flags)
}

func (f *file) Release(ctx context.Context) syscall.Errno {
	f.fs.open.add(f.id, -1)
	return f.LoopbackFile.Release(ctx)
}

func (f *file) Allocate(ctx context.Context, off, size uint64, mode uint32) syscall.Errno {
	if f.fs.interrupted("fallocate", f.id) {
		return syscall.EINTR
	}
	if f.fs.has(FlushFails) || f.fs.has(LateNoSpace) {
		return syscall.EOPNOTSUPP
	}
	return f.LoopbackFile.Allocate(ctx, off, size, mode)
}

func (f *file) Setlk(ctx context.Context, owner uint64, lk *fuse.FileLock, flags uint32) syscall.Errno {
	if f.fs.has(NoLocks) {
		return syscall.ENOSYS
	}
	return f.LoopbackFile.Setlk(ctx, owner, lk, flags)
}

func (f *file) Setlkw(ctx context.Context, owner uint64, lk *fuse.FileLock, flags uint32) syscall.Errno {
	if f.fs.has(NoLocks) {
		return syscall.ENOSYS
	}
	return f.LoopbackFile.Setlkw(ctx, owner, lk, flags)
}
