package uml

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"strings"
)

// An archive is a cpio archive of the format newc, from which the kernel makes
// the first file system (Documentation/driver-api/early-userspace/
// buffer-format.rst).
type archive struct {
	bytes.Buffer
	dirs map[string]bool
}

// add adds a file, and the directories that lead to it.
func (a *archive) add(name string, mode os.FileMode, data []byte) {
	name = strings.TrimPrefix(name, "/")
	a.addDir(path.Dir(name))
	a.entry(name, 0o100000|uint32(mode.Perm()), data)
}

func (a *archive) addDir(name string) {
	if name == "." || a.dirs[name] {
		return
	}
	a.addDir(path.Dir(name))
	if a.dirs == nil {
		a.dirs = make(map[string]bool)
	}
	a.dirs[name] = true
	a.entry(name, 0o040755, nil)
}

// end adds the entry that ends an archive.
func (a *archive) end() { a.entry("TRAILER!!!", 0, nil) }

func (a *archive) entry(name string, mode uint32, data []byte) {
	a.WriteString("070701")
	for _, field := range []int{a.Len(), int(mode), 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0} {
		fmt.Fprintf(a, "%08x", field)
	}
	a.WriteString(name + "\x00")
	a.pad()
	a.Write(data)
	a.pad()
}

// pad fills up to a multiple of four bytes.
func (a *archive) pad() {
	for a.Len()%4 != 0 {
		a.WriteByte(0)
	}
}
