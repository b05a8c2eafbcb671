package fix_imports_os

import . "os" // WriteFile

func handle() error {
	f, err := Create("g") // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := f.Write(nil); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
