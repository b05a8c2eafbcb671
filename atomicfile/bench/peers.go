package main

import (
	"bytes"
	"path/filepath"

	"github.com/containers/storage/pkg/ioutils"
	"github.com/google/renameio/v2"
	"github.com/moby/sys/atomicwriter"
	"github.com/natefinch/atomic"
)

// peers returns the libraries that do the same and that the Go module proxy
// has for the Go version of this module. None of them syncs the directory.
func peers() []writer {
	return []writer{
		{name: "google/renameio/v2", guarantee: contentDurable, write: func(j job) error {
			return renameio.WriteFile(j.dest, j.data, 0o644)
		}},
		{name: "google/renameio/v2, WithTempDir", guarantee: contentDurable, write: func(j job) error {
			return renameio.WriteFile(j.dest, j.data, 0o644, renameio.WithTempDir(filepath.Dir(j.dest)))
		}},
		{name: "natefinch/atomic", guarantee: contentDurable, write: func(j job) error {
			return atomic.WriteFile(j.dest, bytes.NewReader(j.data))
		}},
		{name: "moby/sys/atomicwriter", guarantee: contentDurable, write: func(j job) error {
			return atomicwriter.WriteFile(j.dest, j.data, 0o644)
		}},
		{name: "containers/storage", guarantee: contentDurable, write: func(j job) error {
			return ioutils.AtomicWriteFile(j.dest, j.data, 0o644)
		}},
		{name: "containers/storage, NoSync", guarantee: notDurable, write: func(j job) error {
			return ioutils.AtomicWriteFileWithOpts(j.dest, j.data, 0o644, &ioutils.AtomicFileWriterOptions{NoSync: true})
		}},
	}
}
