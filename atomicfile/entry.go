package atomicfile

import "math/rand/v2"

// An entry is the name of one file within a directory, with a NUL byte after
// it, so that Linux can be handed the bytes as they are. Every other way of
// calling the kernel copies the name to append that byte, and a write makes a
// dozen calls.
type entry string

// String returns the name without its NUL.
func (e entry) String() string { return string(e[:len(e)-1]) }

const (
	tempSuffix = ".tmp"

	// nameMax is the longest file name, in bytes, that common file systems
	// take (NAME_MAX in limits.h, statvfs(3)).
	nameMax = 255
)

// entries returns base and the name of its temporary.
func entries(base string) (dest, temp entry) {
	stem := stem(base, len(tempSuffix))
	buf := make([]byte, 0, len(base)+1+len(stem)+len(tempSuffix)+1)
	buf = append(buf, base...)
	buf = append(buf, 0)
	buf = append(buf, stem...)
	buf = append(buf, tempSuffix...)
	buf = append(buf, 0)
	both := string(buf)
	return entry(both[:len(base)+1]), entry(both[len(base)+1:])
}

// uniqueSuffixLen is the length of the suffix that uniqueEntry appends.
const uniqueSuffixLen = len(tempSuffix) + 1 + 16

// uniqueEntry returns a name for a temporary of base that no other writer
// uses: base, ".tmp." and 16 random hexadecimal digits.
func uniqueEntry(base string) entry {
	const digits = "0123456789abcdef"
	stem := stem(base, uniqueSuffixLen)
	buf := make([]byte, 0, len(stem)+uniqueSuffixLen+1)
	buf = append(buf, stem...)
	buf = append(buf, tempSuffix...)
	buf = append(buf, '.')
	for r, i := rand.Uint64(), 0; i < 16; i++ {
		buf = append(buf, digits[r&15])
		r >>= 4
	}
	return entry(append(buf, 0))
}

// stem returns base, cut to leave room for a suffix of n bytes. A cut name
// ends in "~" and eight digits of a hash of the whole, so that two long names
// with a common beginning do not share a temporary.
func stem(base string, n int) string {
	if len(base)+n <= nameMax {
		return base
	}
	const digits = "0123456789abcdef"
	sum := uint32(2166136261) // FNV-1a
	for i := range len(base) {
		sum = (sum ^ uint32(base[i])) * 16777619
	}
	tail := make([]byte, 0, 9)
	tail = append(tail, '~')
	for i := 28; i >= 0; i -= 4 {
		tail = append(tail, digits[sum>>i&15])
	}
	cut := nameMax - n - len(tail)
	for cut > 0 && base[cut]&0xC0 == 0x80 { // inside a UTF-8 sequence
		cut--
	}
	return base[:cut] + string(tail)
}
