package fix_imports_taken

import (
	"io/ioutil"
	"os"
)

func save(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644) // want `^fix$`
}

func local(data []byte) error {
	atomicfile := os.Getenv("FILE")
	return ioutil.WriteFile(atomicfile, data, 0o644) // want `^fix$`
}
