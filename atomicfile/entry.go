package atomicfile

import (
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// An entry is the name of one file within a directory, with a NUL byte after
// it, so that Linux can be handed the bytes as they are. Every other way of
// calling the kernel copies the name to append that byte, and a write makes a
// dozen calls.
type entry string

// String returns the name without its NUL.
func (e entry) String() string { return string(e[:len(e)-1]) }

// tempMark is what the names of temporaries have, and no published file. It is
// the whole proof that a file was never published: mode and times change when
// somebody reads, copies or backs up a file, a name does not.
const tempMark = ".atomic.tmp"

// The longest file names, in bytes: of common file systems (NAME_MAX in
// limits.h), and of eCryptfs, the strictest one in use.
const (
	nameMax      = 255
	nameMaxShort = 143
)

// isTemp reports whether base is, or may be taken by some file system for, the
// name of a temporary. FAT and Windows ignore case, dots and spaces at the end.
func isTemp(base string) bool {
	for i := 0; i+len(tempMark) <= len(base); i++ {
		rest := base[i+len(tempMark):]
		if base[i] == '.' && strings.EqualFold(base[i:i+len(tempMark)], tempMark) &&
			(strings.HasPrefix(rest, ".") || strings.Trim(rest, " ") == "") {
			return true
		}
	}
	return false
}

// entries returns the names of the destination and of its first two
// temporaries, in one piece of memory.
func (o *options) entries(base string, limit int) (dest, first, second entry) {
	buf := make([]byte, 0, 3*len(base)+2*len(tempMark)+len(".1")+3)
	buf = append(append(buf, base...), 0)
	i := len(buf)
	buf = o.appendTemp(buf, base, 0, limit)
	j := len(buf)
	buf = o.appendTemp(buf, base, 1, limit)
	all := unsafe.String(unsafe.SliceData(buf), len(buf)) // buf is not written to any more
	return entry(all[:i]), entry(all[i:j]), entry(all[j:])
}

// tempEntry returns the name of the temporary of base in a slot.
func (o *options) tempEntry(base string, slot, limit int) entry {
	return entry(o.appendTemp(nil, base, slot, limit))
}

// appendTemp appends the name of a temporary of base to buf, and a NUL. In the
// first slot, 0, that is base with tempMark after it; in another, its number
// comes between. A name that ends in a number itself, like that of a rotated
// log, has that of the first slot as well: of out.1 it is out.1.0, because
// out.1 is the second slot of out.
//
// For WritePath all this goes before the first dot, because programs tell by
// what follows it what to write. A name longer than limit is cut, and then
// ends in "~" and eight digits of a hash of the whole, so that two long names
// with a common beginning do not share a temporary.
func (o *options) appendTemp(buf []byte, base string, slot, limit int) []byte {
	head, tail := base, ""
	if o.asPath {
		if i := strings.IndexByte(base[1:], '.') + 1; i > 0 {
			head, tail = base[:i], base[i:]
		}
	}
	var number [1 + 20]byte
	infix := number[:0]
	if slot > 0 || endsInNumber(head) {
		infix = strconv.AppendInt(append(infix, '.'), int64(slot), 10)
	}
	room := limit - len(infix) - len(tempMark) - len(tail)
	if len(head) > room && room < 1+8 {
		head, tail, room = base, "", room+len(tail)
	}
	if len(head) <= room {
		buf = append(buf, head...)
	} else {
		buf = appendShortened(buf, head, base, room)
	}
	buf = append(append(buf, infix...), tempMark...)
	return append(append(buf, tail...), 0)
}

// endsInNumber reports whether name is another with a number after it.
func endsInNumber(name string) bool {
	rest := strings.TrimRight(name, "0123456789")
	return len(rest) < len(name) && len(rest) > 1 && rest[len(rest)-1] == '.'
}

// appendShortened appends the beginning of head and a hash of base, in room
// bytes.
func appendShortened(buf []byte, head, base string, room int) []byte {
	const digits = "0123456789abcdef"
	cut := room - 1 - 8
	for cut > 0 && !utf8.RuneStart(head[cut]) {
		cut--
	}
	buf = append(append(buf, head[:cut]...), '~')
	for sum, i := hash(base), 28; i >= 0; i -= 4 {
		buf = append(buf, digits[sum>>i&15])
	}
	return buf
}

// hash is FNV-1a of 32 bits.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
