// Package helped has functions that serve tests, as a parameter shows though the
// file does not mention package testing, and others that do the same.
package helped

import (
	"os"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func save(data []byte) { os.WriteFile("config.json", data, 0o644) } // want `^os.WriteFile can leave "config.json" half-written`

func saveInTest(t tester, data []byte) { os.WriteFile("config.json", data, 0o644) }

func replace(path string, data []byte) error {
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path) // want `^os.Rename publishes path unsafely: no-sync, shared-temp, leak, no-dirsync;`
}

func replaceInTest(t tester, path string, data []byte) error {
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func forget(path string, data []byte) error {
	f, err := atomicfile.Create(path) // want `^nothing publishes path; call f.Commit`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func forgetInTest(b *bench, path string, data []byte) error {
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func drop(f *atomicfile.File) { f.Commit() } // want `^the error of f.Commit, .* is dropped`

func dropInTest(t tester, f *atomicfile.File) {
	t.Cleanup(func() { f.Commit() })
}
