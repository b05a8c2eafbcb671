package testevidence

import "os"

func fill(s *state) error {
	if err := os.WriteFile(s.temp, []byte("content"), 0o644); err != nil {
		return err
	}
	return s.finish()
}

func rotate(s *state) error {
	if err := s.save([]byte("content")); err != nil {
		return err
	}
	return os.Rename(s.name, s.name+".old")
}
