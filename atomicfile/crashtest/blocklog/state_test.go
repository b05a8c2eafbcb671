package blocklog

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

const sector = 512

// encode makes a log as dm-log-writes does. Each write is of one sector, full
// of its own number.
func encode(entries []Entry) []byte {
	var b bytes.Buffer
	put := func(values ...uint64) {
		buf := make([]byte, sector)
		for i, v := range values {
			order.PutUint64(buf[8*i:], v)
		}
		b.Write(buf)
	}
	put(magic, version1, uint64(len(entries)), sector)
	for i, e := range entries {
		put(uint64(e.Offset/sector), uint64(e.Length/sector), e.flags, uint64(len(e.Mark)))
		if e.IsMark() {
			copy(b.Bytes()[b.Len()-sector+32:], e.Mark)
		} else if e.flags&discard == 0 {
			b.Write(bytes.Repeat([]byte{byte(i)}, int(e.Length)))
		}
	}
	return b.Bytes()
}

func write(at int64, flags uint64) Entry {
	return Entry{Offset: at * sector, Length: sector, flags: flags}
}

func TestRead(t *testing.T) {
	l, err := Read(bytes.NewReader(encode([]Entry{
		write(3, 0), {flags: flush}, {flags: mark, Mark: "round:1"}, write(4, discard), write(5, fua),
	})))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Entries) != 5 || l.Entries[2].Mark != "round:1" || !l.Entries[1].Flushes() {
		t.Fatalf("got %+v", l.Entries)
	}
	for i, want := range map[int]byte{0: 0, 3: 0, 4: 4} {
		data, err := l.Data(&l.Entries[i])
		if err != nil || len(data) != sector || data[0] != want || data[sector-1] != want {
			t.Errorf("entry %d has data %v, %v, want all %d", i, data, err, want)
		}
	}
	if at := l.Entries[4].Offset; at != 5*sector {
		t.Errorf("entry 4 is at %d, want %d", at, 5*sector)
	}
	if _, err := Read(bytes.NewReader(make([]byte, sector))); err == nil {
		t.Error("zeros are taken for a log")
	}
}

// TestStates checks that no state lacks what was flushed or forced, or has
// what comes after the crash, and that all that are in order are there.
func TestStates(t *testing.T) {
	l := &Log{Entries: []Entry{
		write(0, 0), write(1, 0), {flags: flush}, write(2, 0), write(3, fua), write(4, 0), {flags: mark, Mark: "round:1"}, write(5, flush|fua),
	}}
	prefixes, subsets := make(map[string]bool), 0
	for s := range l.States(100, 1) {
		base := 0
		for i := range l.Entries[:s.Cut] {
			if l.Entries[i].Flushes() {
				base = i
			}
		}
		if s.Base > base {
			t.Errorf("%v has entries from %d to %d on the disk, which were not flushed", s, base, s.Base)
		}
		all := l.writes(s.Base, s.Cut)
		for _, i := range all {
			if e := &l.Entries[i]; e.forced() && !slices.Contains(s.Kept, i) {
				t.Errorf("%v %v lacks entry %d, which was forced", s, s.Kept, i)
			}
		}
		for _, i := range s.Kept {
			if !slices.Contains(all, i) {
				t.Errorf("%v has entry %d", s, i)
			}
		}
		if len(s.Kept) == len(all) {
			prefixes[fmt.Sprint(s.Cut)] = true
		} else {
			subsets++
		}
	}
	if want := 7; len(prefixes) != want { // 0, 1, 2, 4, 5, 7 and 8
		t.Errorf("got crashes before the entries %v, want %d of them", prefixes, want)
	}
	if subsets < 5 {
		t.Errorf("got %d states without part of the writes, want more", subsets)
	}
}

func TestCommitted(t *testing.T) {
	l := &Log{Entries: []Entry{{flags: mark, Mark: "round:1"}, write(0, 0), {flags: mark, Mark: "round:2"}, {flags: mark, Mark: "dm-log-writes-end"}}}
	for cut, want := range []int{0, 1, 1, 2, 2} {
		if got := l.Committed(cut); got != want {
			t.Errorf("before entry %d: got %d rounds, want %d", cut, got, want)
		}
	}
}
