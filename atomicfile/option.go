package atomicfile

import (
	"io/fs"
	"os"
)

// An Option changes how a file is written. Options apply from left to right.
type Option func(*options)

type options struct {
	perm       fs.FileMode
	access     int // os.O_WRONLY or os.O_RDWR
	sync       SyncLevel
	concurrent bool
	noReplace  bool
	inPlace    bool
	root       *os.Root
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
