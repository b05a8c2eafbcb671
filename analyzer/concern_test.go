package analyzer

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestConcerns checks that every package counts of which a call can matter.
func TestConcerns(t *testing.T) {
	var names []string // of functions, as types.Func.FullName spells them
	names = slices.AppendSeq(names, maps.Keys(sinkSpecs))
	names = slices.AppendSeq(names, maps.Keys(abstractSinks))
	for _, k := range pendingKinds {
		names = append(names, k.pkg+"."+k.name)
	}
	for _, name := range names {
		name = strings.TrimLeft(name, "(*")
		dir, base := name[:strings.LastIndexByte(name, '/')+1], name[strings.LastIndexByte(name, '/')+1:]
		base, _, _ = strings.Cut(base, ".")
		if !Concerns(dir + base) {
			t.Errorf("got that the import of %s, which has %s, is no reason to analyze a package", dir+base, name)
		}
	}
	for _, path := range []string{"fmt", "io", "example.com/os", "C", "unsafe"} {
		if Concerns(path) {
			t.Errorf("got that the import of %s is a reason to analyze a package", path)
		}
	}
}
