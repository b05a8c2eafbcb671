package atomicfile

import "testing"

func TestWriteback(t *testing.T) {
	const mib = 1 << 20
	type step struct {
		do       func(b *writeback) (int64, int64, bool)
		off, len int64
	}
	write := func(n int64) func(*writeback) (int64, int64, bool) {
		return func(b *writeback) (int64, int64, bool) { return b.next(n, true) }
	}
	for name, steps := range map[string][]step{
		"small writes": {{write(mib - 1), 0, 0}, {write(1), 0, mib}, {write(mib), mib, mib}},
		"large write":  {{write(3 * mib), 0, 3 * mib}, {write(1), 0, 0}},
		"after Seek": {
			{write(mib - 1), 0, 0},
			{func(b *writeback) (int64, int64, bool) { b.seek(8 * mib); return b.next(1, true) }, 0, mib - 1},
			{write(mib - 1), 8 * mib, mib},
		},
		"after Read": {
			{func(b *writeback) (int64, int64, bool) { return b.next(4*mib, false) }, 0, 0},
			{write(mib), 4 * mib, mib},
		},
		"WriteAt": {
			{func(b *writeback) (int64, int64, bool) { return b.at(5, 2*mib) }, 5, 2 * mib},
			{func(b *writeback) (int64, int64, bool) { return b.at(0, 5) }, 0, 0},
			{write(mib), 0, mib},
		},
	} {
		var b writeback
		for i, step := range steps {
			off, n, due := step.do(&b)
			if n != step.len || due != (n > 0) || n > 0 && off != step.off {
				t.Errorf("%s, step %d: got %d bytes at %d, %v, want %d at %d", name, i, n, off, due, step.len, step.off)
			}
		}
	}
}
