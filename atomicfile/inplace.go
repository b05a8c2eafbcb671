package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// claimAway makes the temporary in os.TempDir, for InPlace. It fails with the
// error why, which is that of making it beside the destination, if it must not
// leave the root.
func (s *stage) claimAway(why error) error {
	if s.opt.root != nil {
		return why
	}
	home, err := openDir(nil, os.TempDir())
	if err != nil {
		return why
	}
	s.home, s.away = home, true
	s.opt.concurrent, s.n = true, 0
	s.temp = s.slot(0)
	if err := s.claim(s.old.mode().Perm() & 0o600); err != nil {
		home.close()
		return why
	}
	return nil
}

// tempName returns a path that leads to the temporary.
func (s *stage) tempName() string {
	if s.away {
		return filepath.Join(os.TempDir(), s.temp.String())
	}
	return s.dirname + s.temp.String()
}

// copyInPlace writes the content of the temporary, which is complete and
// durable, over the destination. Until the room for it is reserved nothing of
// the old content is touched. After that an error leaves the temporary where
// it is, for it has the only whole copy.
func (s *stage) copyInPlace() error {
	src, err := reopen(s.home, s.temp, os.O_RDONLY, &s.self)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := reopen(s.dir, s.dest, os.O_WRONLY, &s.old)
	if err != nil {
		return err
	}
	defer dst.Close()
	info, err := src.Stat()
	if err != nil {
		return err
	}
	if err := reserve(dst, info.Size()); err != nil {
		return err
	}
	if err := s.overwrite(dst, src, info.Size()); err != nil {
		s.keep()
		return fmt.Errorf("overwritten in part, the whole new content is in %s: %w", s.tempName(), err)
	}
	s.home.remove(s.temp) // if it stays, the next writer removes it; the destination is whole
	return nil
}

// keep gives the temporary a name by which the next writer does not take it
// for a leftover.
func (s *stage) keep() {
	for n := range maxSlots {
		saved := entry(s.base + ".atomic.saved" + strconv.Itoa(n) + "\x00")
		err := s.home.rename(s.temp, saved, true)
		if err == nil {
			s.temp = saved
		}
		if err == nil || !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	s.kept = true
}

func (s *stage) overwrite(dst, src *os.File, size int64) error {
	if _, err := io.Copy(dst, src); err != nil {
		return cause(err)
	}
	if err := dst.Truncate(size); err != nil {
		return cause(err)
	}
	if s.setUID || s.setGID {
		if err := dst.Chown(s.uid, s.gid); err != nil {
			return cause(err)
		}
	}
	if s.setMode {
		if err := dst.Chmod(s.mode); err != nil {
			return cause(err)
		}
	}
	if s.opt.sync != SyncNone {
		if err := dst.Sync(); err != nil {
			return cause(err)
		}
	}
	return cause(dst.Close())
}

// reopen opens the file e of d, if that is still the file is.
func reopen(d dir, e entry, flag int, is *node) (*os.File, error) {
	fd, err := d.open(e, flag)
	if err != nil {
		return nil, cause(err)
	}
	now, err := fd.stat()
	if err == nil && !now.same(is) {
		err = errReplaced
	}
	if err != nil {
		fd.close()
		return nil, err
	}
	return fd.file(e.String()), nil
}
