package atomicfile

import (
	"io/fs"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// Watch has before called ahead of every system call: what it does, and the
// names of the files that it does it to. An error keeps the call from being
// made, and is its result.
func Watch(before func(call, on, to string) error) Option {
	return func(o *options) { o.hook = &fsys.Hook{Before: before} }
}

// Both is two options.
func Both(a, b Option) Option { return func(o *options) { a(o); b(o) } }

// Remote has every file system taken for one on another machine. It goes after
// Watch.
func Remote() Option { return remote(fsys.Type{}) }

// Local does so for one that the kernel keeps itself, which need not be asked
// then.
func Local() Option { return remote(fsys.Type{Local: true}) }

// LocksOut does so for one on which a lock keeps others from reading.
func LocksOut() Option { return remote(fsys.Type{LocksOut: true}) }

// RevertsModes has every file system taken for one like btrfs.
func RevertsModes() Option { return remote(fsys.Type{Local: true, RevertsModes: true}) }

func remote(t fsys.Type) Option {
	return func(o *options) {
		before := func(call, on, to string) error { return nil }
		if o.hook != nil {
			before = o.hook.Before
		}
		o.hook = &fsys.Hook{Before: before, Type: &t}
	}
}

// WriteFileWith is WriteFile with options.
func WriteFileWith(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	return writeFile(name, data, defaults(perm, os.O_WRONLY, append([]Option{Concurrent()}, opts...)))
}

// RenameWith is Rename with the hook that o sets.
func RenameWith(oldpath, newpath string, o Option) error {
	opt := defaults(0, 0, []Option{o})
	return rename(oldpath, newpath, opt.hook)
}
