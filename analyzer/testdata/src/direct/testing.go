package direct

import "os"

// A file is not for tests because it is called so.
func trial(data []byte) error {
	return os.WriteFile("golden.txt", data, 0o644) // want `"golden.txt" half-written`
}

// It appends, but to an empty file.
func anew(path, text string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) // want `path half-written; use atomicfile.OpenFile and Commit \(by hand: it appends\)`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

func either(path, text string, more bool) error {
	flags := os.O_WRONLY | os.O_CREATE
	if more {
		flags |= os.O_APPEND
	} else {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
