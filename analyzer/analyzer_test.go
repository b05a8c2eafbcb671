package analyzer

import "testing"

// TestAnalyzer checks the diagnostics of one package for each idea, the Facts
// that they need, what each directive silences, and what is said of those that
// are misused.
func TestAnalyzer(t *testing.T) {
	checkDiagnostics(t, Analyzer,
		"direct", "temporary", "staging", "stream", "special", "inplace",
		"cgroups", "generated", "held", "helperstest", "shapes", "testevidence", "reassigned", "lent", "example.com/app",
		"directives", "directives_file", "directives_package", "example.com/creates", "directives_creates", "rename_writer", "helped",
	)
}

// TestFixes applies the fixes of calls of functions that create a file, of
// renames, whole protocols of which are replaced by the writer, and of missing
// commits, in the packages of testdata/src whose names begin with commit_.
func TestFixes(t *testing.T) {
	packages := append(packagesNamed(t, "commit_*"),
		"example.com/indirect", "example.com/solouse", "rename_durable", "rename_fix", "rename_links", "rename_mode", "rename_text", "rename_behaviour")
	checkFixes(t, Analyzer, packages...)
}

// TestTrusted checks what is said of a file that code takes for finished because
// it exists.
func TestTrusted(t *testing.T) {
	a, err := New(Settings{Categories: []string{DirectWrite}})
	if err != nil {
		t.Fatal(err)
	}
	checkDiagnostics(t, a, "trusted")
}
