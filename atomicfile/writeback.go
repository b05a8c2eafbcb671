package atomicfile

import (
	"sync"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

// writebackStep is how much is written, in bytes, before the disk is given
// something to do. On Linux that saves up to three tenths of the time of
// writing 16 MiB and then syncing it; elsewhere nothing happens then.
const writebackStep = fsys.Step

// A writeback follows the writes to a File, and has the system begin to write
// them to the disk now and then, so that the sync at the end finds little left.
// It is told ranges, and not the whole file each time, because for that the
// kernel would come back to the last page, which is still being filled.
//
// Where it is wrong, because several goroutines write at the same time,
// nothing is lost but time.
type writeback struct {
	mu       sync.Mutex
	pos      int64 // the offset of the file
	from, to int64 // written since the last start
}

// seek notes a new offset of the file.
func (b *writeback) seek(pos int64) {
	b.mu.Lock()
	b.pos = pos
	b.mu.Unlock()
}

// next notes that n bytes were written at the file's offset, or read if wrote
// is false.
func (b *writeback) next(n int64, wrote bool) (off, size int64, due bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pos += n
	if !wrote {
		return 0, 0, false
	}
	return b.add(b.pos-n, n)
}

// at notes that n bytes were written at off.
func (b *writeback) at(off, n int64) (from, size int64, due bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.add(off, n)
}

// add returns the range that is due to be handed to the disk, if any.
func (b *writeback) add(off, n int64) (from, size int64, due bool) {
	if off != b.to {
		from, size = b.from, b.to-b.from // the end of another row of writes
		b.from, b.to = off, off
		if size < writebackStep/2 {
			size = 0
		}
	}
	b.to += n
	if size == 0 && b.to-b.from >= writebackStep {
		from, size = b.from, b.to-b.from
		b.from = b.to
	}
	return from, size, size > 0
}
