package analyzer

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/internal/concern"
)

// TestConcerns checks that every package counts of which a call can matter, by
// the tables of the analyzer.
func TestConcerns(t *testing.T) {
	var names []string // of functions, as types.Func.FullName spells them
	names = slices.AppendSeq(names, maps.Keys(knowledge.Sinks))
	names = slices.AppendSeq(names, maps.Keys(knowledge.AbstractSinks))
	for _, k := range knowledge.PendingKinds {
		names = append(names, k.Pkg+"."+k.Name)
	}
	for _, name := range names {
		name = strings.TrimLeft(name, "(*")
		dir, base := name[:strings.LastIndexByte(name, '/')+1], name[strings.LastIndexByte(name, '/')+1:]
		base, _, _ = strings.Cut(base, ".")
		if !concern.Import(dir + base) {
			t.Errorf("got that the import of %s, which has %s, is no reason to analyze a package", dir+base, name)
		}
	}
	for _, path := range []string{"fmt", "io", "example.com/os", "C", "unsafe"} {
		if concern.Import(path) {
			t.Errorf("got that the import of %s is a reason to analyze a package", path)
		}
	}
}
