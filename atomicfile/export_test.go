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
	hook := fsys.Hook(before)
	return func(o *options) { o.hook = &hook }
}

// WriteFileWith is WriteFile with options.
func WriteFileWith(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	return writeFile(name, data, defaults(perm, os.O_WRONLY, append([]Option{Concurrent()}, opts...)))
}
