package fix_root

import "os"

type store struct{ root *os.Root }

func (s *store) save(name string, data []byte) error {
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func whole(root *os.Root, data []byte) error {
	return root.WriteFile("name", data, 0o600) // want `no fix: no function of the writer takes both a root and a mode; use Create with the option In`
}

func open() *os.Root { return nil }

func anonymous() error {
	f, err := open().Create("name") // want `no fix: the root is not a variable`
	if err != nil {
		return err
	}
	return f.Close()
}
