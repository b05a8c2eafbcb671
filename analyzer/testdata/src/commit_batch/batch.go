// Package commit_batch holds batches of files.
package commit_batch

import "github.com/atomiclint/atomiclint/atomicfile"

func published(outputs map[string][]byte) error {
	var b atomicfile.Batch
	defer b.Close()
	for name, data := range outputs {
		if err := b.WriteFile(name, data, 0o666); err != nil {
			return err
		}
	}
	return b.Commit()
}

func files(names []string) error {
	var b atomicfile.Batch
	defer b.Close()
	for _, name := range names {
		f, err := b.Create(name)
		if err != nil {
			return err
		}
		if _, err := f.WriteString(name); err != nil {
			return err // the batch discards it
		}
		if err := f.Commit(); err != nil {
			return err
		}
	}
	return b.Commit()
}

func unpublished(outputs map[string][]byte) error {
	b := new(atomicfile.Batch) // want `nothing publishes the batch; call b.Commit when it is written`
	defer b.Close()
	for name, data := range outputs {
		if err := b.WriteFile(name, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func incomplete(names []string) error {
	b := &atomicfile.Batch{}
	defer b.Close()
	for _, name := range names {
		f, err := b.Create(name) // want `nothing publishes name; call f.Commit when it is written`
		if err != nil {
			return err
		}
		f.WriteString(name)
	}
	return b.Commit()
}

func dropped(data []byte) {
	var b atomicfile.Batch // want `the temporary of the batch stays behind`
	if err := b.WriteFile("x", data, 0o666); err == nil {
		b.Commit() // want `the error of b.Commit, .* is dropped`
	}
}

func lent(names []string) error {
	var b atomicfile.Batch
	defer b.Close()
	for _, name := range names {
		if err := add(&b, name); err != nil {
			return err
		}
	}
	return b.Commit()
}

func add(b *atomicfile.Batch, name string) error { return b.WriteFile(name, nil, 0o666) }

func leaked(data []byte) error {
	var b atomicfile.Batch // want `the temporary of the batch stays behind`
	if err := b.WriteFile("x", data, 0o666); err != nil {
		return err
	}
	return b.Commit()
}

type state struct{ b atomicfile.Batch }

func (s *state) save(data []byte) error { return s.b.WriteFile("x", data, 0o666) }
