package analyzer

import "testing"

// TestUnsafeRename checks the flaws that are found in hand-made renames, with
// those that are reported only if asked for.
func TestUnsafeRename(t *testing.T) {
	strict, err := New(Settings{Strict: true, Categories: []string{UnsafeRename}})
	if err != nil {
		t.Fatal(err)
	}
	checkDiagnostics(t, strict, "rename_flaws", "rename_parts", "rename_apart", "rename_handed", "rename_spelled", "rename_order", "rename_kept")
}
