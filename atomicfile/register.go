package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"time"
)

// A writer that finds the temporary's name taken makes one with a random name.
// If it dies, no later writer would come upon that name. So it first enters
// the register: a file beside the temporary, on which every such writer holds
// a shared lock. A writer that gets the exclusive lock knows that none of them
// lives, and removes their leftovers and the register. That it does when it
// leaves the register itself, and whenever it sees one: looking for it is the
// one system call that all this costs a writer who is alone.

// enter opens the register and takes the shared lock. It returns false if
// there can be no register here. Then leftovers with random names remain.
func (s *stage) enter() (none desc, ok bool) {
	if s.dir.remote() {
		return none, false
	}
	for try := range maxClaims {
		fd, err := s.dir.openRegister(s.register)
		if err != nil {
			return none, false
		}
		ours, err := s.lockRegister(fd, desc.lockShared)
		if ours {
			return fd, true
		}
		fd.close()
		if err != nil && err != errLocked {
			return none, false
		}
		time.Sleep(time.Duration(try) * 10 * time.Microsecond)
	}
	return none, false
}

// lockRegister locks fd, which was opened as the register, and reports whether
// it still is that, and made by this package.
func (s *stage) lockRegister(fd desc, lock func(desc) error) (bool, error) {
	if err := lock(fd); err != nil {
		return false, err
	}
	is, err := fd.stat()
	if err != nil {
		return false, err
	}
	named, err := s.dir.lstat(s.register)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !named.same(&is) {
		return false, nil
	}
	if err != nil || !named.ours() {
		return false, foreignTemp{s.register.String()}
	}
	return true, nil
}

// sweep removes what dead writers with random names left, if all are dead, and
// the register.
func (s *stage) sweep() {
	fd, err := s.dir.probe(s.register)
	if err != nil {
		return
	}
	defer fd.close()
	if ours, _ := s.lockRegister(fd, desc.lock); !ours {
		return
	}
	swept := true
	err = s.dir.eachName(func(name string) {
		if s.opt.isUnique(name, s.base, s.limit) {
			err := s.dir.reclaim(entry(name + "\x00"))
			_, foreign := err.(foreignTemp)
			swept = swept && (err == nil || foreign)
		}
	})
	// If something could not be looked at or removed, the register stays, for
	// without it nobody would look again.
	if err == nil && swept {
		s.dir.remove(s.register)
	}
}

// eachName calls do with the name of every file in the directory. It is no
// error that the directory may not be listed: that will not change.
func (d dir) eachName(do func(name string)) error {
	f, err := d.list()
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		names, err := f.Readdirnames(256)
		for _, name := range names {
			do(name)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
