package workload

import (
	"io"
	"io/fs"
	"slices"
)

// A Writer is one way to write files.
type Writer struct {
	Name string
	Kind Kind

	// What it says it does, and is held to.
	Promise Promise

	// Write publishes data under the path, with the permission bits perm if
	// it is new. After an error nothing is known of what it did.
	Write func(path string, data []byte, perm fs.FileMode) error

	// Stream does the same with what a reader gives, if it is not nil.
	Stream func(path string, r io.Reader, perm fs.FileMode) error

	// Many publishes several files, if it is not nil.
	Many func(files []File) error

	// Scenarios has the names of those in which the writer can work, or
	// makes sense. Nil are all that are for every writer.
	Scenarios []string
}

// A File is one that is to be published.
type File struct {
	Path string
	Data []byte
	Perm fs.FileMode
}

// Kind says why a writer is here.
type Kind int

const (
	Ours   Kind = iota // package atomicfile
	Mutant             // broken on purpose: a harness that lets it pass is broken itself
	Peer               // another library
)

// A Promise says what holds in every crash state.
type Promise struct {
	Whole   bool // a destination is always one complete version, or absent if it was
	Mode    bool // and has its final mode
	Durable bool // what was published when the writer returned stays
	Tidy    bool // the next writer removes what is left of temporaries
}

// Writers returns all writers.
func Writers() []Writer { return slices.Concat(ours(), mutants(), peers()) }

// WriterNamed returns the writer with that name.
func WriterNamed(name string) (Writer, bool) {
	for _, w := range Writers() {
		if w.Name == name {
			return w, true
		}
	}
	return Writer{}, false
}

// write publishes one file.
func (w *Writer) write(f File, stream io.Reader) error {
	if stream == nil {
		return w.Write(f.Path, f.Data, f.Perm)
	}
	if w.Stream != nil {
		return w.Stream(f.Path, stream, f.Perm)
	}
	data, err := io.ReadAll(stream)
	if err != nil {
		return err
	}
	return w.Write(f.Path, data, f.Perm)
}

// writeAll publishes the files of one round.
func (w *Writer) writeAll(files []File) error {
	if w.Many != nil {
		return w.Many(files)
	}
	for _, f := range files {
		if err := w.Write(f.Path, f.Data, f.Perm); err != nil {
			return err
		}
	}
	return nil
}
