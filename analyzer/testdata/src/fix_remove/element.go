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
