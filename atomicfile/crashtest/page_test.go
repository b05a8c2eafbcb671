package main

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// sampleResults has one writer that is fine, one that is not, and vfat.
func sampleResults() *results {
	r := newResults(&campaign{seed: 7, fileSystems: []string{"ext4", "vfat"}})
	r.command, r.kernel, r.recorded, r.took = "go run .", "6.1.0", 5, 3*time.Minute
	for _, column := range r.columns {
		r.add(workload.Spec{Writer: "atomicfile"}, column, &lab.Result{States: 1234})
		r.add(workload.Spec{Writer: workload.NoSync}, column, &lab.Result{States: 60, Wrong: 30, Broken: 30, Kinds: map[string]int{workload.Torn: 12, workload.Lost: 20}})
	}
	return r
}

func TestPage(t *testing.T) {
	page := sampleResults().page()
	for _, want := range []string{
		"| atomicfile | 0 of 1,234 | 0 of 1,234 |\n",
		"| rename, no fsync | **12 torn, 20 lost** of 60 | **12 torn, 20 lost** of 60 |\n",
		"1,234 states were tried", "on 1 file systems with", "seed 7", "Linux 6.1.0", "The column vfat is not counted: FAT has no journal", "in 1 settings",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q:\n%s", want, page)
		}
	}
}

func TestMatrix(t *testing.T) {
	svg := sampleResults().matrix()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
	}
	for _, want := range []string{colourFine, colourTorn, "12 torn, 20 lost", "of 1,234", "prefers-color-scheme:dark"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture does not have %q", want)
		}
	}
}

func TestVerdict(t *testing.T) {
	tests := []struct {
		name   string
		change func(*results)
		want   string // part of the error, "" for none
	}{
		{"good", func(*results) {}, ""},
		{"broken promise", func(r *results) { r.cell("atomicfile", "ext4").Broken = 1 }, "atomicfile on ext4: the promise is broken"},
		{"broken on vfat", func(r *results) { r.cell("atomicfile", "vfat").Broken = 1 }, ""},
		{"nothing tried", func(r *results) { r.cell("atomicfile", "ext4").States = 0 }, "no state was tried"},
		{"mutant passes", func(r *results) {
			for _, c := range r.cells[workload.NoSync] {
				c.Broken = 0
			}
		}, "nothing is found wrong"},
		{"failure", func(r *results) { r.failures = []string{"no mount"} }, "no mount"},
	}
	for _, test := range tests {
		r := sampleResults()
		test.change(r)
		err := r.verdict()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}
