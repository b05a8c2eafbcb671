//go:build integration

package main

import (
	"slices"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// TestSample runs a small campaign, on the four file systems with a journal
// or the like. Of the file systems of type ext4 it is the one that hides least.
//
// The models must reject all mutants there. A real file system does not show
// each of them each time; those that it does must be found on each file
// system, or at least on one.
func TestSample(t *testing.T) {
	onEach := []string{workload.PlainWrite, workload.NoSync, workload.NoDirSync}
	onOne := []string{workload.DirSyncOnly, workload.RandomTempers}
	c := &campaign{
		seed: 1, recordings: 1, states: 40, otherStates: 30, large: 4 << 20, machines: 2, limit: 15 * time.Minute,
		fileSystems: []string{"ext4, noauto_da_alloc", "xfs", "btrfs", "f2fs"},
		progress:    func(line string) { t.Log(line) },
		onDisk: func(w *workload.Writer) bool {
			return w.Kind == workload.Ours || slices.Contains(onEach, w.Name) || slices.Contains(onOne, w.Name)
		},
	}
	r, err := c.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.verdict(); err != nil {
		t.Error(err)
	}
	for _, w := range r.writers() {
		found := 0
		for i, column := range r.columns {
			broken := r.cell(w.Name, column).Broken
			if certain := i < r.models && w.Name != workload.RandomTempers || slices.Contains(onEach, w.Name); w.Kind == workload.Mutant && certain && broken == 0 {
				t.Errorf("%s on %s: nothing is found wrong in %d states", w.Name, column, r.cell(w.Name, column).States)
			}
			if i >= r.models {
				found += broken
			}
		}
		if slices.Contains(onOne, w.Name) && found == 0 {
			t.Errorf("%s: no file system shows anything wrong", w.Name)
		}
	}
	t.Logf("%d recordings on file systems, kernel %s", r.recorded, r.kernel)
}
