//go:build integration && linux

package main

import (
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// TestFixes judges the fixes of a few hundred functions. The long run is a
// command, see the documentation of the package.
func TestFixes(t *testing.T) {
	var out strings.Builder
	s, err := fuzz(config{wanted: 300, seed: 2026, batch: 350, shown: 3, only: -1, module: "."}, analyzer.Analyzer, &out)
	if err != nil {
		t.Fatal(err)
	}
	s.print(&out)
	t.Log(out.String())
	if s.violations() > 0 {
		t.Errorf("%d scenarios in which a fix breaks a rule, want none", s.violations())
	}
	if s.scenarios < 10*s.fixed {
		t.Errorf("%d scenarios for %d functions", s.scenarios, s.fixed)
	}
}
