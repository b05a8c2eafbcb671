package atomicfile

import (
	"os"
	"path/filepath"
)

// WritePath is for content that is written by others: a library that insists
// on a path, or a child process with an option like -o FILE. It calls fill
// with the path of an empty temporary file, and publishes what is there when
// fill returns nil. If fill returns an error, panics or calls runtime.Goexit,
// the destination stays as it was, and the error is returned as it is.
//
// The temporary of "plot.png" is "plot.atomic.tmp.png": it has the directory of the
// destination and everything from the first dot on, by which programs tell
// formats. It may be written to, truncated and chmodded, or be replaced by
// another regular file that its owner may read or write, which then takes the
// place of the destination. A mode given to it by fill is kept, unless it was
// replaced and the destination exists: then it gets the mode of that. As it is
// there already, programs that choose a mode only for a file that they create,
// such as cp(1), do not choose one; see WithPerm. A file that is put there by a
// link, and has another name besides, is published as it is.
//
// The path is relative if name is. With In it leads through the Name of the
// root. If name is no regular file, fill is called with name itself.
//
// fill may use this package to write the temporary.
//
// A second WritePath to the same name fails with ErrInProgress; see
// Concurrent. A Create of that name does not: its temporary is another, and
// the last to finish wins.
func WritePath(name string, fill func(tmp string) error, opts ...Option) error {
	o := defaults(0o666, os.O_WRONLY, opts)
	o.asPath = true
	s := &stage{name: name, opt: o}
	err := s.open()
	if err == errDirect || err == errSpecial {
		return fill(s.within(name))
	}
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done {
			s.discard()
		}
	}()
	made := s.mode
	if err := s.handOut(); err != nil {
		return pathError("open", name, err)
	}
	handed := s.mode
	if err := fill(s.within(s.tempName())); err != nil {
		return err
	}
	replaced, err := s.takeOver()
	if err != nil {
		return pathError("open", name, err)
	}
	if err := s.refresh(); err != nil {
		return err
	}
	switch {
	case !replaced && s.mode != handed, replaced && !s.exists:
		s.newMode, s.setMode = s.mode, true
	case !s.exists:
		s.newMode, s.setMode = made&^(ownerWrites&^o.perm), true
	}
	done = true
	return s.publish()
}

// handOut makes the temporary what the destination is but for its owner, as far
// as it is not yet, so that others find the mode that they would find there, and
// a mode that they choose shows. Nothing is in it yet that anybody could read. In any case they
// can read and write it.
//
// It is closed, because on some file systems the last to close a file decides
// what is in it.
func (s *stage) handOut() error {
	made := s.mode
	if s.exists && s.mode&^ownerRead != s.old.Mode()&^ownerRead {
		if err := s.resemble(); err != nil {
			return err
		}
	}
	if s.mode&ownerWrites != ownerWrites {
		if err := s.chmod(s.mode | ownerWrites); err != nil {
			return err
		}
	}
	if s.mode != made {
		self, err := s.out.Stat()
		if err != nil {
			return err
		}
		s.self, s.mode = self, self.Mode()
	}
	return s.closeOut()
}

// within returns the path for others that path is for us.
func (s *stage) within(path string) string {
	if s.opt.root == nil {
		return path
	}
	return filepath.Join(s.opt.root.Name(), path)
}

// takeOver opens the file that now has the temporary's name, and makes it the
// one to be published.
func (s *stage) takeOver() (replaced bool, err error) {
	f, now, err := openRegular(s.home, s.temp)
	if err != nil {
		return false, err
	}
	replaced = !now.Same(&s.self)
	s.out, s.self, s.mode = f, now, now.Mode()
	s.borrowed = replaced && now.Linked()
	return replaced, nil
}
