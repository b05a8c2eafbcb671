package workload

import (
	"io"
	"io/fs"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// ours returns the ways to write by package atomicfile, each held to what its
// documentation says.
func ours() []Writer {
	all := Promise{Whole: true, Mode: true, Durable: true, Tidy: true}
	return []Writer{
		{
			Name: "atomicfile", Promise: all,
			Write: func(path string, data []byte, perm fs.FileMode) error {
				return atomicfile.WriteFile(path, data, perm)
			},
			Stream: func(path string, r io.Reader, perm fs.FileMode) error {
				_, err := atomicfile.WriteFrom(path, r, atomicfile.WithPerm(perm))
				return err
			},
			Many:      batch,
			Scenarios: []string{Overwrite, Create, Many, Large, Takeover},
		},
		{
			Name: "atomicfile, NoReplace", Promise: all,
			Write:     create(atomicfile.NoReplace()),
			Scenarios: []string{Create},
		},
		{
			Name: "atomicfile, SyncFile", Promise: Promise{Whole: true, Mode: true, Tidy: true},
			Write:     create(atomicfile.WithSync(atomicfile.SyncFile)),
			Scenarios: []string{Overwrite, Create},
		},
		{
			Name:      "atomicfile, SyncNone",
			Write:     create(atomicfile.WithSync(atomicfile.SyncNone)),
			Scenarios: []string{Overwrite, Create},
		},
		{
			Name: "atomicfile, InPlace", Promise: all, // but see wholeBeside
			Write:     create(atomicfile.InPlace()),
			Scenarios: []string{InPlace},
		},
		{
			// The temporary is its caller's, and stays if that is killed.
			Name: "atomicfile, Rename", Promise: Promise{Whole: true, Mode: true, Durable: true},
			Write:     protocol([]step{makeTemp, renameDurably}),
			Scenarios: []string{Overwrite, Create},
		},
	}
}

// create returns a function that writes by Create, Write and Commit.
func create(opts ...atomicfile.Option) func(string, []byte, fs.FileMode) error {
	return func(path string, data []byte, perm fs.FileMode) error {
		return atomicfile.Write(path, func(f *atomicfile.File) error {
			_, err := f.Write(data)
			return err
		}, append([]atomicfile.Option{atomicfile.WithPerm(perm)}, opts...)...)
	}
}

func renameDurably(a *attempt) error { return atomicfile.Rename(a.temp, a.dest) }

func batch(files []File) error {
	var b atomicfile.Batch
	defer b.Close()
	for _, f := range files {
		if err := b.WriteFile(f.Path, f.Data, f.Perm); err != nil {
			return err
		}
	}
	return b.Commit()
}
