// Package rename_links makes symbolic links, and replaces them.
package rename_links

import "os"

func link(target, name string) error { return os.Symlink(target, name) }

func replace(path string, b []byte) error {
	if err := os.WriteFile(path+".tmp", b, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `by hand: the package makes symbolic links: the rename replaces one, the writer the file that it leads to`
}
