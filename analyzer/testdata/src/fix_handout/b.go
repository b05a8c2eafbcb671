package fix_handout

import "os"

func mark(name string) error {
	var f *os.File
	f, err := create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("mark\n"); err != nil {
		return err
	}
	return nil
}
