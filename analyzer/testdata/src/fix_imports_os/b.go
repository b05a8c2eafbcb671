package fix_imports_os

import . "os"

// Two fixes use the import up together, and none of them alone.
func both() error {
	if err := WriteFile("f", []byte("x"), 0o644); err != nil { // want `no fix: the import of "os" with a dot would be left unused`
		return err
	}
	f, err := Create("g") // want `no fix: the import of "os" with a dot would be left unused`
	if err != nil {
		return err
	}
	if _, err := f.Write(nil); err != nil {
		Remove("g")
		return err
	}
	return f.Close()
}
