package alice

import (
	"bytes"
	"io/fs"
	"maps"
	"testing/fstest"
)

// A disk has names and files.
type disk struct {
	names map[string]inode
	files map[inode]*file
}

// A file is what a name stands for. Its data may be longer than the size, or
// shorter, if only one of the two has reached the disk.
type file struct {
	data   []byte
	shared bool // data belongs to another file, too
	size   int64
	mode   uint32
}

// clone returns a copy of d, which may be changed and leaves d as it is.
func (d *disk) clone() disk {
	c := disk{names: maps.Clone(d.names), files: make(map[inode]*file, len(d.files))}
	for i, f := range d.files {
		c.files[i] = &file{data: f.data, shared: true, size: f.size, mode: f.mode}
	}
	return c
}

// put sets bytes of the data.
func (f *file) put(off int64, data []byte) {
	if f.shared {
		f.data, f.shared = bytes.Clone(f.data), false
	}
	if end := off + int64(len(data)); end > int64(len(f.data)) {
		f.data = append(f.data, make([]byte, end-int64(len(f.data)))...)
	}
	copy(f.data[off:], data)
}

// truncate sets the size, and forgets what is beyond it.
func (f *file) truncate(size int64) {
	f.size = size
	if size < int64(len(f.data)) {
		f.data, f.shared = bytes.Clone(f.data[:size]), false
	}
}

// content returns what a program would read.
func (f *file) content() []byte {
	if f.size <= int64(len(f.data)) {
		return f.data[:f.size]
	}
	b := make([]byte, f.size)
	copy(b, f.data)
	return b
}

// tree returns d as the file system that a program would see.
func (d *disk) tree() fs.FS {
	tree := make(fstest.MapFS)
	for name, i := range d.names {
		f := d.files[i]
		tree[name] = &fstest.MapFile{Data: f.content(), Mode: goMode(f.mode)}
	}
	return tree
}

// goMode converts the permission, sticky and set-ID bits.
func goMode(bits uint32) fs.FileMode {
	mode := fs.FileMode(bits & 0o777)
	for bit, m := range map[uint32]fs.FileMode{0o1000: fs.ModeSticky, 0o2000: fs.ModeSetgid, 0o4000: fs.ModeSetuid} {
		if bits&bit != 0 {
			mode |= m
		}
	}
	return mode
}
