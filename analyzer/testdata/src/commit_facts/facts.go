// Package commit_facts has files opened, filled and published by another
// package.
package commit_facts

import "example.com/commitopen"

func never(name string) error {
	f, err := commitopen.Open(name) // want `nothing publishes name`
	if err != nil {
		return err
	}
	defer f.Close()
	return commitopen.Fill(f)
}

func finished(name string) error {
	f, err := commitopen.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := commitopen.Fill(f); err != nil {
		return err
	}
	return commitopen.Finish(f)
}

func taken(name string, s *commitopen.Set) error {
	f, err := commitopen.Open(name)
	if err != nil {
		return err
	}
	s.Take(f)
	return commitopen.Fill(f)
}

func added(name string, s *commitopen.Set) error {
	f, err := s.Add(name)
	if err != nil {
		return err
	}
	return commitopen.Fill(f)
}
