package module

import (
	"os"
	"strings"
	"testing"
)

// TestModule compares what is known of go.mod with it.
func TestModule(t *testing.T) {
	text, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"module " + Path(), "go " + Go} {
		if !strings.Contains("\n"+string(text), "\n"+want+"\n") {
			t.Errorf("go.mod does not say %q:\n%s", want, text)
		}
	}
	if _, err := os.Stat("../.." + strings.TrimPrefix(Writer(), Path())); err != nil {
		t.Errorf("there is no package %s: %v", Writer(), err)
	}
}
