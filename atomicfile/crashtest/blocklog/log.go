// Package blocklog reads what dm-log-writes has recorded of the writes to a
// block device, and says in which states a crash may leave the device.
//
// The format is that of the kernel's Documentation/admin-guide/device-mapper/
// log-writes.rst and drivers/md/dm-log-writes.c. A write that is not forced to
// the disk (FUA) is in the log only when a later flush has completed, and
// before that flush: so the writes between two flushes are those of which any
// may still have been in the cache of the disk when the second flush began.
package blocklog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Flags of an entry (dm-log-writes.c).
const (
	flush    = 1 << 0
	fua      = 1 << 1
	discard  = 1 << 2
	mark     = 1 << 3
	magic    = 0x6a736677736872
	version1 = 1
)

// An Entry is one request to the device.
type Entry struct {
	Offset, Length int64 // on the device, in bytes
	Mark           string

	flags uint64
	data  int64 // where the data is in the log
}

// Writes reports whether the entry changes the device.
func (e *Entry) Writes() bool { return e.flags&mark == 0 && e.Length > 0 }

// IsMark reports whether the entry is a mark, set by who records.
func (e *Entry) IsMark() bool { return e.flags&mark != 0 }

// Flushes reports whether everything before the entry is on the disk after it.
func (e *Entry) Flushes() bool { return e.flags&flush != 0 }

// forced reports whether the entry itself is on the disk when it is done.
func (e *Entry) forced() bool { return e.flags&fua != 0 }

// A Log is what was recorded.
type Log struct {
	Entries []Entry
	source  io.ReaderAt
}

var order = binary.LittleEndian

// Read reads the log.
func Read(source io.ReaderAt) (*Log, error) {
	var head [32]byte
	if _, err := source.ReadAt(head[:], 0); err != nil {
		return nil, err
	}
	if order.Uint64(head[:]) != magic || order.Uint64(head[8:]) != version1 {
		return nil, errors.New("this is no log of dm-log-writes, version 1")
	}
	count, sector := order.Uint64(head[16:]), int64(order.Uint32(head[24:]))
	if sector < 512 {
		return nil, fmt.Errorf("the log has sectors of %d bytes", sector)
	}
	l := &Log{source: source}
	at := sector
	for range count {
		var buf [32]byte
		if _, err := source.ReadAt(buf[:], at); err != nil {
			return nil, err
		}
		e := Entry{Offset: int64(order.Uint64(buf[:])) * sector, Length: int64(order.Uint64(buf[8:])) * sector,
			flags: order.Uint64(buf[16:]), data: at + sector}
		at += sector
		switch {
		case e.IsMark():
			text := make([]byte, order.Uint64(buf[24:]))
			if _, err := source.ReadAt(text, e.data-sector+32); err != nil {
				return nil, err
			}
			e.Mark, e.Length = string(text), 0
		case e.flags&discard == 0:
			at += e.Length
		}
		l.Entries = append(l.Entries, e)
	}
	return l, nil
}

// Data returns what an entry writes. A discard writes zeros, which is the
// least that is left of the data.
func (l *Log) Data(e *Entry) ([]byte, error) {
	data := make([]byte, e.Length)
	if e.flags&discard != 0 {
		return data, nil
	}
	_, err := l.source.ReadAt(data, e.data)
	return data, err
}
