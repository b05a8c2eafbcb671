package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

// TestUnsafeRename checks the flaws that are found in hand-made renames, with
// those that are reported only if asked for.
func TestUnsafeRename(t *testing.T) {
	strict, err := New(Settings{Strict: true, Categories: []string{UnsafeRename}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, analysistest.TestData(), strict, "rename_flaws", "rename_parts", "rename_apart", "rename_handed")
}
