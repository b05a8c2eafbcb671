//go:build integration

package alice

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// TestExplore computes the crash states of every writer in every scenario.
// Writers that promise something must keep it, and each mutant must be found
// out in the scenario of an overwritten file, with each model.
func TestExplore(t *testing.T) {
	dir := t.TempDir()
	guest := filepath.Join(dir, "guest")
	build := exec.Command("go", "build", "-o", guest, "../guest")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	n := 0
	for _, w := range workload.Writers() {
		for _, s := range workload.Scenarios() {
			if !s.Takes(&w) || w.Kind != workload.Ours && s.Name != workload.Overwrite && s.Name != workload.Create {
				continue
			}
			n++
			spec := workload.Spec{Writer: w.Name, Scenario: s.Name, Seed: 1, Rounds: 2, Large: 5 << 18}
			t.Run(spec.String(), func(t *testing.T) {
				testExplore(t, guest, spec, filepath.Join(dir, fmt.Sprint(n)))
			})
		}
	}
}

func testExplore(t *testing.T, guest string, spec workload.Spec, dir string) {
	rec, err := Record(guest, spec, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := rec.history.Run.Writer()
	for _, m := range Models() {
		states, findings := rec.Explore(m)
		broken := 0
		var example *Finding
		for i := range findings {
			if len(w.Promise.Breaks(findings[i].Violations)) > 0 {
				broken++
				example = &findings[i]
			}
		}
		t.Logf("%s: %d calls, %d states, %d with something wrong, %d against what is promised", m.Name, rec.Calls, states, len(findings), broken)
		if states < 10 {
			t.Errorf("%s: only %d states were tried", m.Name, states)
		}
		switch {
		case w.Kind == workload.Ours && broken > 0:
			t.Errorf("%s: for example %s: %v", m.Name, example.State, example.Violations)
		case w.Kind == workload.Mutant && broken == 0 && spec.Scenario == workload.Overwrite && w.Name != workload.RandomTempers:
			t.Errorf("%s: nothing is found wrong", m.Name)
		case broken > 0:
			t.Logf("for example %s: %v", example.State, example.Violations)
		}
	}
}
