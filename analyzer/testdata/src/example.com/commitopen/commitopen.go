// Package commitopen opens files for others, and sees to files of others.
package commitopen

import "github.com/atomiclint/atomiclint/atomicfile"

func Open(name string) (*atomicfile.File, error) { // the caller has to see to it
	f, err := atomicfile.Create(name)
	return f, err
}

type Set struct{ files []*atomicfile.File }

func (s *Set) Add(name string) (*atomicfile.File, error) { // the set sees to it
	f, err := atomicfile.Create(name)
	if err != nil {
		return nil, err
	}
	s.files = append(s.files, f)
	return f, nil
}

func Fill(f *atomicfile.File) error {
	_, err := f.WriteString("x")
	return err
}

func Finish(f *atomicfile.File) error { return f.Commit() }

func (s *Set) Take(f *atomicfile.File) { s.files = append(s.files, f) }
