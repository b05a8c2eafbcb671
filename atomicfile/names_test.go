package atomicfile

import (
	"fmt"
	"hash/fnv"
	"strings"
	"testing"
	"unicode/utf8"
)

// No two files beside any destinations have the same name, and every one is
// known for what it is.
func TestNamesDiffer(t *testing.T) {
	long := strings.Repeat("x", nameMax)
	taken := make(map[string]string)
	for _, base := range []string{
		"a", "a.1", "a.1.0", "a.01", "a.001", "a.png", "a.1.png", "a.1.1", ".a", ".1", "1", ".a.png", "a.", "a.1.",
		long, long[1:] + "y", long[:nameMax-4] + ".png", long[:200] + ".png", "é" + long[2:],
	} {
		n := newNaming(base, nameMax)
		first, guard := n.firstAndGuard()
		if first != n.temp(0) || guard != n.guard(1) {
			t.Errorf("%.20s: firstAndGuard returns %s and %s, want %s and %s", base, first, guard, n.temp(0), n.guard(1))
		}
		for slot := range 12 {
			for what, name := range map[string]string{"temp": n.temp(slot).String(), "guard": n.guard(slot).String(), "path": n.path(slot).String()} {
				if slot == 0 && what != "temp" {
					continue // there are none
				}
				is := fmt.Sprintf("%s of %.20s in slot %d", what, base, slot)
				if other, ok := taken[name]; ok {
					t.Errorf("%.40s is both the %s and the %s", name, is, other)
				}
				taken[name] = is
				if !isTemp(name) {
					t.Errorf("%.40s, the %s, is not known for a temporary", name, is)
				}
				if len(name) > nameMax {
					t.Errorf("the %s has %d bytes, want at most %d", is, len(name), nameMax)
				}
				of, ok := guardOf(name)
				if ok != (what == "path") {
					t.Errorf("%s, the %s: a guard %v", name, is, ok)
				}
				if ok && of != n.guard(slot) {
					t.Errorf("the guard of %s is %s, want %s", name, of, n.guard(slot))
				}
			}
		}
	}
}

// Names that are cut are the same in every version, and on every machine, whose
// writers have to know each other's temporaries.
func TestLongNames(t *testing.T) {
	for _, base := range []string{
		strings.Repeat("x", nameMax), strings.Repeat("é", nameMax/2), strings.Repeat("\x80", nameMax),
		"x." + strings.Repeat("y", nameMax-2), "x" + strings.Repeat("y", 240) + ".png",
	} {
		sum := fnv.New32a()
		sum.Write([]byte(base))
		n := newNaming(base, nameMax)
		for what, name := range map[string]string{"temp": n.temp(0).String(), "guard": n.guard(1).String(), "path": n.path(2).String()} {
			head, hash, ok := strings.Cut(strings.Replace(name, ".2"+tempMark, "", 1), "~")
			if !ok || !strings.HasPrefix(base, head) || !strings.HasPrefix(hash, fmt.Sprintf("%08x", sum.Sum32())) || !strings.Contains(name, tempMark) {
				t.Errorf("%s of %.10q: got %q, want its beginning, the hash %08x and the mark", what, base, name, sum.Sum32())
			}
			if len(name) > nameMax || utf8.ValidString(base) && (len(name) < nameMax-maxInfix-1 || !utf8.ValidString(name)) {
				t.Errorf("%s of %.10q: got %q of %d bytes, want nearly as many as there is room for, and whole letters", what, base, name, len(name))
			}
		}
	}
}

func TestNames(t *testing.T) {
	for _, tt := range []struct{ base, first, second, path string }{
		{"out", "out.atomic.tmp", "out.1.atomic.tmp", "out.001.atomic.tmp"},
		{"plot.png", "plot.png.atomic.tmp", "plot.png.1.atomic.tmp", "plot.atomic.tmp.png"},
		{"a.tar.gz", "a.tar.gz.atomic.tmp", "a.tar.gz.1.atomic.tmp", "a.atomic.tmp.tar.gz"},
		{"log.1", "log.1.0.atomic.tmp", "log.1.1.atomic.tmp", "log.atomic.tmp.1"},
		{".rc", ".rc.atomic.tmp", ".rc.1.atomic.tmp", ".rc.001.atomic.tmp"},
	} {
		n := newNaming(tt.base, nameMax)
		if got := [3]string{n.temp(0).String(), n.temp(1).String(), n.path(1).String()}; got != [3]string{tt.first, tt.second, tt.path} {
			t.Errorf("%s: got %q, want %q", tt.base, got, []string{tt.first, tt.second, tt.path})
		}
	}
}
