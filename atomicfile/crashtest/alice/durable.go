package alice

import "slices"

// durable returns, for each unit, how many ops must have been made for it to
// be on the disk for certain; more than there are if it never is.
func (m *Model) durable(list []unit, ops []op) []int {
	when := make([]int, len(list))
	for i := range when {
		when[i] = len(ops) + 1
	}
	for at := range ops {
		s := &ops[at]
		last := -1 // unit of metadata that is made durable
		for i := range list {
			u := &list[i]
			if u.at >= s.begun || !m.covers(s, u) {
				continue
			}
			when[i] = min(when[i], at+1)
			if u.isMeta() {
				last = i
			}
		}
		for i := 0; m.ordered && i < last; i++ {
			if list[i].isMeta() {
				when[i] = min(when[i], at+1)
			}
		}
	}
	return when
}

// covers reports whether the sync s makes the earlier change u durable.
func (m *Model) covers(s *op, u *unit) bool {
	switch s.kind {
	case opSync:
		return !u.isName() && u.inode == s.inode || m.shared && u.isMeta()
	case opSyncDir:
		return slices.Contains(u.dirs, s.dir) || m.shared && u.isMeta()
	case opSyncAll:
		return true
	}
	return false
}
