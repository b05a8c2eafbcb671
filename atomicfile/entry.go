package atomicfile

import (
	"math/rand/v2"
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

// What is put into the name of the destination to make that of its temporary,
// of the file that tells of temporaries with other names (see register.go),
// and of such a temporary, where the digits are random.
const (
	tempInfix     = ".tmp"
	registerInfix = ".tmp.lock"
	uniqueInfix   = ".tmp."
	uniqueDigits  = 16
	digits        = "0123456789abcdef"
)

// The longest file names, in bytes: of common file systems (NAME_MAX in
// limits.h), and of eCryptfs, the strictest one in use.
const (
	nameMax      = 255
	nameMaxShort = 143
)

// entries returns the names of the destination, the temporary and the
// register, in one piece of memory.
func (o *options) entries(base string, limit int) (dest, temp, register entry) {
	buf := make([]byte, 0, 3*len(base)+len(tempInfix)+len(registerInfix)+3)
	buf = append(append(buf, base...), 0)
	i := len(buf)
	buf = o.appendName(buf, base, tempInfix, limit)
	j := len(buf)
	buf = o.appendName(buf, base, registerInfix, limit)
	all := unsafe.String(unsafe.SliceData(buf), len(buf)) // buf is not written to any more
	return entry(all[:i]), entry(all[i:j]), entry(all[j:])
}

// uniqueEntry returns a name for a temporary of base that no other writer uses.
func (o *options) uniqueEntry(base string, limit int) entry {
	infix := make([]byte, 0, len(uniqueInfix)+uniqueDigits)
	infix = append(infix, uniqueInfix...)
	for r := rand.Uint64(); len(infix) < cap(infix); r >>= 4 {
		infix = append(infix, digits[r&15])
	}
	return entry(o.appendName(nil, base, string(infix), limit))
}

// isUnique reports whether name is one that uniqueEntry can return for base.
func (o *options) isUnique(name, base string, limit int) bool {
	if len(name) < uniqueDigits {
		return false
	}
	pattern := entry(o.appendName(nil, base, uniqueInfix+strings.Repeat("*", uniqueDigits), limit)).String()
	before, after, _ := strings.Cut(pattern, strings.Repeat("*", uniqueDigits))
	rest, ok := strings.CutPrefix(name, before)
	if !ok || len(rest) != uniqueDigits+len(after) || rest[uniqueDigits:] != after {
		return false
	}
	return strings.Trim(rest[:uniqueDigits], digits) == ""
}

// appendName appends base with infix after it and a NUL to buf. For WritePath
// the infix goes before the first dot, because programs tell by what follows
// it what to write. A name longer than limit is cut, and then ends in "~" and
// eight digits of a hash of the whole, so that two long names with a common
// beginning do not share a temporary.
func (o *options) appendName(buf []byte, base, infix string, limit int) []byte {
	head, tail := base, ""
	if o.asPath {
		if i := strings.IndexByte(base[1:], '.') + 1; i > 0 {
			head, tail = base[:i], base[i:]
		}
	}
	room := limit - len(infix) - len(tail)
	if len(head) <= room {
		buf = append(buf, head...)
	} else {
		if room < 1+8 {
			head, tail, room = base, "", limit-len(infix)
		}
		cut := room - 1 - 8
		for cut > 0 && !utf8.RuneStart(head[cut]) {
			cut--
		}
		buf = append(append(buf, head[:cut]...), '~')
		for sum, i := hash(base), 28; i >= 0; i -= 4 {
			buf = append(buf, digits[sum>>i&15])
		}
	}
	buf = append(append(buf, infix...), tail...)
	return append(buf, 0)
}

// hash is FNV-1a of 32 bits.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
