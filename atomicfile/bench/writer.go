package main

import "slices"

// A guarantee is what is true of the new file when a writer returns. Writers
// are compared with others of the same guarantee only.
type guarantee struct {
	name string // as a heading
	flag string // for -guarantee
	bare string // the system calls of the lower bound
}

var (
	durable = guarantee{"durable under its name", "durable",
		"openat, write, fsync, close, renameat, openat of the directory, fsync, close"}
	contentDurable = guarantee{"content durable, name perhaps not", "content",
		"openat, write, fsync, close, renameat"}
	notDurable = guarantee{"not durable", "none",
		"openat, write, close, renameat"}
)

func guarantees() []guarantee { return []guarantee{durable, contentDurable, notDurable} }

// A job is one file to be written.
type job struct {
	dest   string // its path
	data   []byte // its content
	source string // the path of a file with the same content
}

// A writer is one way to do a job.
type writer struct {
	name      string
	guarantee guarantee
	write     func(job) error

	// streams says that it differs from the row above it only for content
	// that is larger than one chunk.
	streams bool
}

// bareName is the writer to which the others are compared.
const bareName = "bare system calls"

// writers returns all writers, of each guarantee the bare one first.
func writers() []writer { return slices.Concat(bare(), ours(), byHand(), peers()) }

// writersOf returns the writers of one guarantee that differ for content of
// size bytes.
func writersOf(g guarantee, size int) []writer {
	var list []writer
	for _, w := range writers() {
		if w.guarantee == g && (!w.streams || size > chunk) {
			list = append(list, w)
		}
	}
	return list
}
