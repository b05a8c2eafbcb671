package atomicfile

// Writers of one destination that are at work at a time have a temporary each,
// in numbered slots. A writer takes the first slot that is free, or held by a
// dead one. Most writers are alone, and never get beyond the first.
//
// What a writer leaves in another slot, when it is killed, is found by the next
// writer, because that looks whether there is a second slot, which is the one
// system call that all this costs it. So as long as a slot is in use, those
// below it must exist, except the first: who takes a slot fills those below it,
// if their writers left meanwhile, by empty files, and who leaves one fills it,
// if there is another above it. The last to leave removes them. Each of them
// makes its own file, or takes it away, before it looks at its neighbour's, so
// that of two who do so at a time at least one sees the other.

// maxSlots bounds how many writers of one destination can be at work.
const maxSlots = 10000

// slot returns the name of the temporary in slot n.
func (s *stage) slot(n int) entry { return s.opt.tempEntry(s.base, n, s.limit) }

// fillBelow makes a file in each empty slot below n, but for the first.
func (s *stage) fillBelow(n int) {
	for n--; n > 0; n-- {
		if e := s.slot(n); !s.home.exists(e) {
			s.fill(e)
		}
	}
}

// fill makes the empty file e. If it cannot, a leftover in the slots above may
// stay until as many writers are at work again.
func (s *stage) fill(e entry) {
	if fd, err := s.home.create(e, createAccess, 0o600); err == nil {
		fd.close()
	}
}

// leave is called when the temporary has gone from its slot.
func (s *stage) leave() {
	if s.n == 0 || !s.home.provesDeath() {
		return
	}
	if s.home.exists(s.slot(s.n + 1)) {
		s.fillBelow(s.n + 1)
	}
	s.sweep(s.n)
}

// sweep removes what dead writers left in the slots around n, but for those
// below one that is in use.
func (s *stage) sweep(n int) {
	for n < maxSlots && s.home.exists(s.slot(n+1)) {
		n++
	}
	for ; n > 0; n-- {
		if s.home.reclaim(s.slot(n)) != nil {
			return
		}
	}
}
