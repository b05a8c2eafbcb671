package otherwriter

import "os"

func save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}

func create(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: only calls that write a whole file can be turned into calls of github.com/google/renameio/v2`
	if err != nil {
		return err
	}
	return f.Close()
}
