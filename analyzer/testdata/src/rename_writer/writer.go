// Package rename_writer has atomic writers of its own, and calls those of
// another package.
package rename_writer

import (
	"os"

	"example.com/drafts"
)

// save is this package's own atomic writer.
//
//atomiclint:writer
func save(path string, data []byte) error {
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

type store struct{ path string }

// save has literals, too.
//
//atomiclint:writer
func (s *store) save(data []byte) error {
	write := func(name string) error { return os.WriteFile(name, data, 0o644) }
	if err := write(s.path + ".tmp"); err != nil {
		return err
	}
	return os.Rename(s.path+".tmp", s.path)
}

// move publishes what others have written.
//
//atomiclint:writer
func move(tmp, path string) error { return os.Rename(tmp, path) }

func callers(s *store, path string, data []byte) error {
	if err := save(path, data); err != nil {
		return err
	}
	if err := s.save(data); err != nil {
		return err
	}
	if err := new(drafts.Saver).Save(path, data); err != nil {
		return err
	}
	if err := os.WriteFile(path+".1", data, 0o644); err != nil {
		return err
	}
	if err := move(path+".1", path); err != nil {
		return err
	}
	if err := os.WriteFile(path+".2", data, 0o644); err != nil {
		return err
	}
	return drafts.Commit(path+".2", path)
}

/* want `//atomiclint:writer means nothing here: write it into the doc comment of a function` */ //atomiclint:writer
type misplaced struct{}

func inside() {
	/* want `//atomiclint:writer means nothing here` */ //atomiclint:writer
	_ = misplaced{}
}
