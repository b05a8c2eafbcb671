// Package vice has a FUSE file system that is a directory under another name,
// with one vice at a time of those that file systems in the wild have.
package vice

import (
	"sync/atomic"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// A Vice is what is wrong with a file system.
type Vice string

const (
	None Vice = "no vice"

	// As FUSE file systems of object stores have them.
	NoFsync     Vice = "fsync unknown"                      // EINVAL
	FlushFails  Vice = "content lost at close"              // EDQUOT, and nothing is stored
	OpenRename  Vice = "no rename of open files"            // ENOTSUP
	NoXattrs    Vice = "attributes unreadable"              // EIO
	LateNoSpace Vice = "disk full is found at fsync"        // ENOSPC, also at close
	NoLocks     Vice = "locks unknown"                      // ENOSYS
	NoSetattr   Vice = "mode, owner and times not settable" // EPERM
	CoarseTimes Vice = "times of two seconds"

	// As network file systems have them.
	Interrupts  Vice = "each call interrupted once"        // EINTR
	RenameLost  Vice = "reply to rename lost"              // done, and EIO
	RenameTwice Vice = "rename sent twice"                 // done, and ENOENT
	UnlinkTwice Vice = "unlink sent twice"                 // done, and ENOENT
	LinkTwice   Vice = "link sent twice"                   // done, and EEXIST
	Stale       Vice = "replaced names stale for a moment" // ESTALE
	NoExchange  Vice = "no flags of rename"                // EINVAL
)

// All returns the vices.
func All() []Vice {
	return []Vice{None, NoFsync, FlushFails, OpenRename, NoXattrs, LateNoSpace, NoLocks, NoSetattr, CoarseTimes,
		Interrupts, RenameLost, RenameTwice, UnlinkTwice, LinkTwice, Stale, NoExchange}
}

// A FileSystem is one that is mounted.
type FileSystem struct {
	server *fuse.Server
	vice   Vice
	armed  atomic.Bool
	open   counts // of open files, by inode
	once   counts // of calls that were interrupted, by what and where
	stale  counts // of answers that a name is stale, by path
	root   *fs.LoopbackRoot
}

// Mount mounts the directory source at target, with a vice that is not armed.
// It must be served by another process than the one that uses it.
func Mount(source, target string, vice Vice) (*FileSystem, error) {
	f := &FileSystem{vice: vice}
	var st syscall.Stat_t
	if err := syscall.Stat(source, &st); err != nil {
		return nil, err
	}
	f.root = &fs.LoopbackRoot{Path: source, Dev: uint64(st.Dev)}
	f.root.NewNode = func(r *fs.LoopbackRoot, _ *fs.Inode, _ string, _ *syscall.Stat_t) fs.InodeEmbedder {
		return &node{LoopbackNode: fs.LoopbackNode{RootData: r}, fs: f}
	}
	f.root.RootNode = f.root.NewNode(f.root, nil, "", &st)
	var err error
	f.server, err = fs.Mount(target, f.root.RootNode, &fs.Options{MountOptions: fuse.MountOptions{
		AllowOther:        true,
		DirectMountStrict: true,
		DirectMountFlags:  syscall.MS_MGC_VAL,
		EnableLocks:       vice == NoLocks, // of others the kernel keeps the locks, and knows at once of the dead
		EnableAcl:         true,
		// Calls are answered in order, but for a rename that waits for a file
		// to be closed.
		SingleThreaded: vice != OpenRename,
		FsName:         string(vice),
		Name:           "vice",
		Options:        []string{"default_permissions"},
	}})
	return f, err
}

// Arm turns the vice on or off.
func (f *FileSystem) Arm(on bool) error {
	f.once.clear()
	f.stale.clear()
	f.armed.Store(on)
	return nil
}

// Unmount ends the file system.
func (f *FileSystem) Unmount() error { return f.server.Unmount() }

// has tells whether the file system has that vice now.
func (f *FileSystem) has(v Vice) bool { return f.vice == v && f.armed.Load() }

// interrupted tells whether a call is interrupted: each is, the first time.
func (f *FileSystem) interrupted(call, where string) bool {
	return f.has(Interrupts) && f.once.add(call+" "+where, 1) == 1
}
