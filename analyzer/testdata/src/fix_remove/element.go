package fix_remove

import "os"

// An element of the list may be the old file.

func removesWritten(names []string, data []byte) error {
	for i := range names {
		f, err := os.Create(names[i]) // want `no fix: line \d+ removes the old file by another name`
		if err != nil {
			return err
		}
		if _, err := f.Write(data); err != nil {
			f.Close()
			for _, n := range names[:i+1] {
				os.Remove(n)
			}
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// A field lists what was made.
type listed struct{ made []string }

func (l *listed) put(name string, data []byte) error {
	l.made = append(l.made, name)
	f, err := os.Create(name) // want `no fix: line \d+ removes the old file by another name`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		for _, n := range l.made {
			os.Remove(n)
		}
		return err
	}
	return f.Close()
}
