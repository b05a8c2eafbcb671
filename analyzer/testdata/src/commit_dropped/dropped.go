// Package commit_dropped holds commits whose error nothing looks at.
package commit_dropped

import (
	"log"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func statement(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	f.Write(data)
	f.Commit() // want `the error of f.Commit, which says whether the file was published, is dropped; return it`
	return nil
}

func blank(name string, data []byte) {
	f, err := atomicfile.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	f.Write(data)
	_ = f.Commit() // want `the error of f.Commit, .* is dropped`
}

func deferred(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Commit() // want `the error of f.Commit is dropped, and a function that fails publishes, too; defer f.Finish\(&err\) with a named error result`
	_, err = f.Write(data)
	return err
}

func silenced(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	f.Write(data)
	f.Commit() //nolint:atomiclint // the next run writes it again
	//atomiclint:ignore the next run writes it again
	f.Commit()
	return nil
}

func counted(name string, data []byte) (n int, ok bool, err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	n, err = f.Write(data)
	if err != nil {
		return 0, false, err
	}
	f.Commit() // want `the error of f.Commit, .* is dropped`
	return n, true, nil
}

func tooEarly(name string, data []byte) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Commit() // want `the error of f.Commit is dropped`
	defer f.Close()  // runs first: no fix
	_, err = f.Write(data)
	return err
}

type store struct{ out *atomicfile.File }

func (s *store) flush() {
	s.out.Commit() // want `the error of s.out.Commit, .* is dropped`
}

func (s *store) close() error { return s.out.Commit() }

func logged(f *atomicfile.File) {
	if err := f.Commit(); err != nil {
		log.Print(err)
	}
}
