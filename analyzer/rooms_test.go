package analyzer

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestImports checks that the packages of the analyzer import only what stands
// before them in this list, and no others of the module.
func TestImports(t *testing.T) {
	const root = "github.com/atomiclint/atomiclint/analyzer"
	rooms := []struct {
		path string
		may  []string
	}{
		{"internal/facts", nil},
		{"internal/typecheck", nil}, // for tests alone, whose imports are not looked at here
		{"internal/knowledge", []string{"internal/facts"}},
		{"internal/control", []string{"internal/knowledge"}},
		{"internal/flow", []string{"internal/facts", "internal/knowledge", "internal/control"}},
		{"internal/trace", []string{"internal/facts", "internal/knowledge", "internal/control", "internal/flow"}},
		{"internal/trust", []string{"internal/facts", "internal/knowledge", "internal/flow", "internal/trace"}},
		{"internal/rename", []string{"internal/facts", "internal/knowledge", "internal/control", "internal/flow", "internal/trace"}},
		{"internal/pending", []string{"internal/facts", "internal/knowledge", "internal/control", "internal/flow", "internal/trace"}},
		{"internal/rewrite", []string{"internal/knowledge", "internal/control", "internal/flow", "internal/trace", "internal/rename", "internal/pending"}},
		{"", []string{"internal/facts", "internal/knowledge", "internal/flow", "internal/trace", "internal/trust", "internal/rename", "internal/pending", "internal/rewrite"}},
	}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", root, root+"/internal/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		path := strings.TrimPrefix(strings.TrimPrefix(fields[0], root), "/")
		i := slices.IndexFunc(rooms, func(r struct {
			path string
			may  []string
		}) bool {
			return r.path == path
		})
		if i < 0 {
			t.Errorf("package %s has no place in the order of imports", fields[0])
			continue
		}
		seen++
		for _, imp := range fields[1:] {
			if room, ok := strings.CutPrefix(imp, root+"/"); ok && !slices.Contains(rooms[i].may, room) {
				t.Errorf("package %s imports %s, which does not stand below it", fields[0], imp)
			}
		}
	}
	if seen != len(rooms) {
		t.Errorf("go list shows %d of the %d packages", seen, len(rooms))
	}
}
