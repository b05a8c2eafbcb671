//go:build !unix

package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// A dir is an open directory. What differs in these systems is hidden by
// os.Root, which names files relative to it where the system can do that.
type dir struct {
	root *os.Root
	path string // leads to the directory, or "" if only root does
}

// openDir opens the directory name, which is relative to root if that is not
// nil. An empty name is the current directory.
func openDir(root *os.Root, name string) (dir, error) {
	if name == "" {
		name = "."
	}
	if root != nil {
		sub, err := root.OpenRoot(name)
		return dir{root: sub}, err
	}
	sub, err := os.OpenRoot(name)
	return dir{root: sub, path: name}, err
}

func (d dir) close() { d.root.Close() }

// errLoop reports too many symbolic links.
var errLoop = errors.New("too many levels of symbolic links")

// A node is what a file is.
type node struct{ info fs.FileInfo }

func (d dir) lstat(e entry) (node, error) {
	info, err := d.root.Lstat(e.String())
	return node{info}, err
}

func (n *node) regular() bool     { return n.info.Mode().IsRegular() }
func (n *node) anonymous() bool   { return true }
func (n *node) symlink() bool     { return n.info.Mode().Type() == fs.ModeSymlink }
func (n *node) unlinked() bool    { return true } // for all that is known here: the name must be looked at
func (n *node) same(m *node) bool { return os.SameFile(n.info, m.info) }
func (n *node) mode() fs.FileMode { return n.info.Mode() &^ fs.ModeType }

// writable reports, as an error, why the caller may not write to the existing
// file name.
func (d dir) writable(name string) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// create makes the temporary e.
func (d dir) create(e entry, access int, perm fs.FileMode) (desc, error) {
	f, err := d.root.OpenFile(e.String(), access|os.O_CREATE|os.O_EXCL, perm)
	return desc{f}, err
}

// open opens the existing file e.
func (d dir) open(e entry, flag int) (desc, error) {
	f, err := d.root.OpenFile(e.String(), flag, 0)
	return desc{f}, err
}

// exists reports whether there is anything of the name e.
func (d dir) exists(e entry) bool {
	_, err := d.root.Lstat(e.String())
	return err == nil
}

// reserve makes sure that there is room for size bytes in file, as far as
// these systems can tell.
func reserve(file *os.File, size int64) error { return nil }

func (d dir) remove(e entry) error { return d.root.Remove(e.String()) }

// renameNew gives the file from the name to, which must be free, and takes its
// old name away.
func (d dir) renameNew(from, to entry) error {
	if err := d.root.Link(from.String(), to.String()); err != nil {
		return err
	}
	return d.remove(from)
}

func (d dir) magicLinks() bool { return false }
func (d dir) pseudo() bool     { return false }

// A desc is the open temporary.
type desc struct{ *os.File }

var noDesc desc

// createAccess is the access for a file that is not written to.
const createAccess = os.O_WRONLY

func (f desc) close() error { return f.Close() }

func (f desc) file(string) *os.File { return f.File }

func (f desc) stat() (node, error) {
	info, err := f.Stat()
	return node{info}, err
}

func (f desc) sync(*node, bool) error { return f.Sync() }

func (f desc) write(data []byte) error {
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	return err
}

func (f desc) allocate(int64) error { return nil }

func (f desc) startWriteback(off, n int64) {}

// setMode sets the mode that the destination shall have.
func (f desc) setMode(self *node, mode fs.FileMode) error {
	if mode == self.mode() {
		return nil
	}
	err := f.Chmod(mode)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// inherit returns the mode of the destination, which is all that is kept.
func (s *stage) inherit() (fs.FileMode, error) { return s.old.mode(), nil }

func keepSetID(mode fs.FileMode, uid, gid bool) fs.FileMode { return mode }

// cannotCreate reports whether err says that no file can be made in the
// directory of the destination, though the destination may be writable.
func cannotCreate(err error) bool { return errors.Is(err, fs.ErrPermission) }

// cannotReplace reports whether err, of a rename, says that the destination
// may not be replaced by another file.
func cannotReplace(err error) bool { return errors.Is(err, fs.ErrPermission) }
