package main

import (
	"bytes"
	"io"
	"math"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// How much is passed to each Write, in bytes: as much as io.Copy does, as much
// as a large buffer holds, or everything at once.
const (
	chunk     = 32 << 10
	longChunk = 1 << 20
	whole     = math.MaxInt
)

func ours() []writer {
	return []writer{
		{name: "atomicfile.WriteFile", guarantee: durable, write: func(j job) error {
			return atomicfile.WriteFile(j.dest, j.data, 0o644)
		}},
		{name: "atomicfile.Create, Write of 32 KiB each, Commit", guarantee: durable, write: create(atomicfile.SyncFull, chunk)},
		{name: "atomicfile.Create, Write of 1 MiB each, Commit", guarantee: durable, streams: true, write: create(atomicfile.SyncFull, longChunk)},
		{name: "atomicfile.WriteFrom, of a reader", guarantee: durable, streams: true, write: writeFromReader},
		{name: "atomicfile.WriteFrom, of a file", guarantee: durable, streams: true, write: writeFromFile},
		{name: "atomicfile.Create, Write, Commit, SyncFile", guarantee: contentDurable, write: create(atomicfile.SyncFile, whole)},
		{name: "atomicfile.Create, Write, Commit, SyncNone", guarantee: notDurable, write: create(atomicfile.SyncNone, whole)},
	}
}

// create returns a function that writes by Create, Write of step bytes at a
// time, and Commit.
func create(level atomicfile.SyncLevel, step int) func(job) error {
	return func(j job) error {
		f, err := atomicfile.Create(j.dest, atomicfile.WithPerm(0o644), atomicfile.WithSync(level))
		if err != nil {
			return err
		}
		defer f.Close()
		for data := j.data; len(data) > 0; {
			n, err := f.Write(data[:min(len(data), step)])
			if err != nil {
				return err
			}
			data = data[n:]
		}
		return f.Commit()
	}
}

// plainReader hides every method but Read, so that the content must pass
// through memory.
type plainReader struct{ io.Reader }

func writeFromReader(j job) error {
	_, err := atomicfile.WriteFrom(j.dest, plainReader{bytes.NewReader(j.data)})
	return err
}

func writeFromFile(j job) error {
	src, err := os.Open(j.source)
	if err != nil {
		return err
	}
	defer src.Close()
	_, err = atomicfile.WriteFrom(j.dest, src)
	return err
}
