package atomicfile

import (
	"io/fs"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// An Option changes how a file is written. Options apply from left to right.
type Option func(*options)

type options struct {
	perm       fs.FileMode
	access     int // os.O_WRONLY or os.O_RDWR
	flag       int // what else was given to OpenFile, for a name that is not replaced
	sync       SyncLevel
	concurrent bool
	noReplace  bool
	inPlace    bool
	root       *os.Root
	noRoot     bool       // In was given none
	excl       bool       // noReplace was asked for as in package os
	asPath     bool       // the temporary is for others to open, see WritePath
	batch      *batch     // what the file is published with, or nil
	hook       *fsys.Hook // is told of every call, or nil
}

func defaults(perm fs.FileMode, access int, opts []Option) options {
	o := options{perm: perm, access: access}
	for _, set := range opts {
		set(&o)
	}
	return o
}

// A SyncLevel says what a commit waits for. Every level keeps the promise
// that a crash of the process leaves the old file or the new one.
type SyncLevel int

const (
	// SyncFull, the default, makes the content durable before the rename and
	// the rename durable before Commit returns.
	SyncFull SyncLevel = iota

	// SyncFile makes the content durable before the rename but does not wait
	// for the directory: after a power cut the destination is the old file or
	// the new one, whole in either case.
	SyncFile

	// SyncNone waits for nothing. After a power cut the destination may be
	// empty, short or full of zeros.
	SyncNone
)

// WithSync chooses what a commit waits for. The default is SyncFull.
func WithSync(level SyncLevel) Option {
	return func(o *options) { o.sync = level }
}

// WithPerm sets the permission bits, before the umask, of a file that does
// not exist yet. The default is 0666, or what was given to OpenFile. As with
// os.OpenFile, an existing destination keeps its own mode.
func WithPerm(perm fs.FileMode) Option {
	return func(o *options) { o.perm = perm }
}

// Concurrent lets several writers of one destination be at work at a time.
// Each has a temporary of its own, and each publishes its content whole; the
// last to commit wins. Without it the second one fails with ErrInProgress
// before it has done any work.
func Concurrent() Option {
	return func(o *options) { o.concurrent = true }
}

// NoReplace publishes only if the name is still free: Commit fails with
// fs.ErrExist, and publishes nothing, if a file has come to be there. If there
// is one from the start, no work is wasted: then Create fails already. What is
// no regular file, and a symbolic link, are files too.
//
// It is decided in one step with the rename, so that of several writers one
// wins. Where the system cannot do that, Commit fails with
// errors.ErrUnsupported (AIX, Plan 9).
func NoReplace() Option {
	return func(o *options) { o.noReplace = true }
}

// InPlace allows an existing destination to be overwritten where it cannot be
// replaced: because its directory may not be written to, or because it is a
// mount point of its own, as a file given to a container is. The new content
// is complete by then, and where the file system can, the room for it is
// reserved before the first byte is overwritten; but readers may see it half way, and a crash in that moment
// leaves a mixture. While it is overwritten the destination is locked as by
// flock(2), so that of several writers each leaves it whole; who cannot get the
// lock for some seconds fails with ErrInProgress.
//
// If the copy fails half way, the error says where the complete content is
// kept. If the directory is not writable, that is in os.TempDir, as the
// temporary is from the start. Where that is not writable either, and with In,
// the temporary is in memory on Linux, and is not kept.
func InPlace() Option {
	return func(o *options) { o.inPlace = true }
}

// In makes the name relative to root, and keeps destination and temporary
// within it: no symbolic link and no ".." leads out (see os.Root). The root
// must stay open until Create, OpenFile or whatever takes the option returns.
// With a nil root that fails with os.ErrInvalid.
func In(root *os.Root) Option {
	return func(o *options) { o.root, o.noRoot = root, root == nil }
}
