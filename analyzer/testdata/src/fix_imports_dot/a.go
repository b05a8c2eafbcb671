package fix_imports_dot

import (
	"os"

	. "github.com/atomiclint/atomiclint/atomicfile"
)

var _ = os.Args

func save(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := WriteFile(name+".2", data, 0o600); err != nil {
		return err
	}
	return os.WriteFile(name+".3", data, 0o644) // want `^fix$`
}

func typed(name string) error {
	var f *os.File
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	return f.Close()
}
