package workload

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/google/renameio/v2"
	"github.com/moby/sys/atomicwriter"
	"github.com/natefinch/atomic"
	tailscale "tailscale.com/atomicfile"
)

// peers returns other libraries that replace files. They are held to nothing:
// what comes out is shown.
func peers() []Writer {
	return []Writer{
		{
			Name: "google/renameio/v2", Kind: Peer,
			Write: func(path string, data []byte, perm fs.FileMode) error {
				return renameio.WriteFile(path, data, perm)
			},
			Stream: renameioFrom,
		},
		{
			Name: "natefinch/atomic", Kind: Peer,
			Write: func(path string, data []byte, _ fs.FileMode) error {
				return atomic.WriteFile(path, bytes.NewReader(data))
			},
			Stream: func(path string, r io.Reader, _ fs.FileMode) error {
				return atomic.WriteFile(path, r)
			},
		},
		{
			Name: "moby/sys/atomicwriter", Kind: Peer,
			Write: func(path string, data []byte, perm fs.FileMode) error {
				return atomicwriter.WriteFile(path, data, perm)
			},
			Stream: mobyFrom,
		},
		{
			Name: "tailscale.com/atomicfile", Kind: Peer,
			Write: func(path string, data []byte, perm fs.FileMode) error {
				return tailscale.WriteFile(path, data, perm)
			},
		},
	}
}

func renameioFrom(path string, r io.Reader, perm fs.FileMode) error {
	f, err := renameio.NewPendingFile(path, renameio.WithPermissions(perm))
	if err != nil {
		return err
	}
	defer f.Cleanup()
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return f.CloseAtomicallyReplace()
}

func mobyFrom(path string, r io.Reader, perm fs.FileMode) error {
	w, err := atomicwriter.New(path, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}
