package atomicfile

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"github.com/atomiclint/atomiclint/atomicfile/internal/fsys"
)

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
// name of a temporary. FAT and Windows ignore case, dots and spaces at the end;
// HFS+ and directories of ext4 that ignore case (chattr +F) also what cannot be
// seen, such as a joiner.
func isTemp(base string) bool {
	base = visible(base)
	for i := 0; i+len(tempMark) <= len(base); i++ {
		rest := base[i+len(tempMark):]
		if base[i] == '.' && strings.EqualFold(base[i:i+len(tempMark)], tempMark) &&
			(strings.HasPrefix(rest, ".") || strings.Trim(rest, " .") == "") {
			return true
		}
	}
	return false
}

// visible returns base without characters that cannot be seen (Unicode Standard
// Annex 44, Default_Ignorable_Code_Point).
func visible(base string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) {
			return -1
		}
		return r
	}, base)
}

// A naming makes the names of the files beside one destination.
//
// The temporary in the first slot, 0, has the name of the destination with
// tempMark after it; in another slot, its number comes between. A name that
// ends in a number itself, like that of a rotated log, has that of the first
// slot as well: of out.1 it is out.1.0, because out.1 is the second slot of
// out. Numbers that begin with a zero are no slots, and so free for the rest.
type naming struct {
	base string // of the destination, or what stands for it
}

// maxInfix is the longest that comes between a name and tempMark.
const maxInfix = len(".009999")

// newNaming returns the naming for base, in names of at most limit bytes. One
// that is too long is cut before its first dot, and then has "~" and eight digits
// of a hash of the whole, so that two long names with a common beginning do not
// share a temporary.
func newNaming(base string, limit int) naming {
	room := limit - maxInfix - len(tempMark)
	if len(base) <= room {
		return naming{base}
	}
	_, tail := splitName(base)
	cut := room - len(tail) - 1 - 8
	if cut < 1 {
		tail, cut = "", room-1-8
	}
	for cut > 0 && !utf8.RuneStart(base[cut]) {
		cut--
	}
	return naming{string(appendHash([]byte(base[:cut]+"~"), hash(base))) + tail}
}

// splitName splits a name before its first dot but one at the beginning.
func splitName(base string) (head, tail string) {
	if dot := strings.IndexByte(base[1:], '.') + 1; dot > 0 {
		return base[:dot], base[dot:]
	}
	return base, ""
}

// temp returns the name of the temporary in a slot.
func (n *naming) temp(slot int) fsys.Name { return fsys.Name(n.appendTemp(nil, slot)) }

func (n *naming) appendTemp(buf []byte, slot int) []byte {
	if slot == 0 && !endsInNumber(n.base) {
		return n.append(buf, n.base, "", "")
	}
	return n.append(buf, n.base, "."+strconv.Itoa(slot), "")
}

// guard returns the name of the file whose lock holds a slot, see slots.go.
func (n *naming) guard(slot int) fsys.Name { return fsys.Name(n.appendGuard(nil, slot)) }

func (n *naming) appendGuard(buf []byte, slot int) []byte {
	return n.append(buf, n.base, ".0"+strconv.Itoa(slot), "")
}

// path returns the name of the temporary in a slot that is handed out by its
// path. The mark goes before the first dot, because programs tell by what
// follows it what to write. The number is left out in the second slot, 1, which
// for these is the first.
func (n *naming) path(slot int) fsys.Name {
	head, tail := splitName(n.base)
	switch {
	case tail == "":
		return fsys.Name(n.append(nil, head, ".00"+strconv.Itoa(slot), ""))
	case slot == 1:
		return fsys.Name(n.append(nil, head, "", tail))
	}
	return fsys.Name(n.append(nil, head, "."+strconv.Itoa(slot), tail))
}

// firstAndGuard returns the names of the first temporary and of the second
// slot's guard, in one piece of memory.
func (n *naming) firstAndGuard() (first, guard fsys.Name) {
	buf := make([]byte, 0, 2*(len(n.base)+len(".01")+len(tempMark)+1))
	buf = n.appendTemp(buf, 0)
	i := len(buf)
	buf = n.appendGuard(buf, 1)
	all := unsafe.String(unsafe.SliceData(buf), len(buf)) // buf is not written to any more
	return fsys.Name(all[:i]), fsys.Name(all[i:])
}

// append appends a name to buf, and a NUL.
func (*naming) append(buf []byte, head, infix, tail string) []byte {
	buf = append(append(append(append(buf, head...), infix...), tempMark...), tail...)
	return append(buf, 0)
}

// endsInNumber reports whether name is another with a number after it.
func endsInNumber(name string) bool {
	rest := strings.TrimRight(name, "0123456789")
	return len(rest) < len(name) && len(rest) > 1 && rest[len(rest)-1] == '.'
}

func appendHash(buf []byte, sum uint32) []byte {
	const digits = "0123456789abcdef"
	for i := 28; i >= 0; i -= 4 {
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

// guardOf returns the name of the guard of a temporary that was handed out by
// its path, or false if base cannot be the name of one.
func guardOf(base string) (fsys.Name, bool) {
	i := strings.LastIndex(base, tempMark)
	if i < 1 {
		return "", false
	}
	head, tail, slot := base[:i], base[i+len(tempMark):], 1
	if endsInNumber(head) {
		dot := strings.LastIndexByte(head, '.')
		slot, _ = strconv.Atoi(head[dot+1:])
		head = head[:dot]
	}
	of := naming{head + tail}
	return of.guard(slot), of.path(slot).String() == base
}
