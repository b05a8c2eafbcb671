package main

import (
	"strings"
	"testing"
)

// TestAdd adds what two batches counted.
func TestAdd(t *testing.T) {
	batch := func(id int, text string) *stats {
		f := &fuzzer{config: config{shown: 2}, stats: newStats()}
		f.stats.generated, f.stats.reported, f.stats.fixed, f.stats.scenarios = 4, 3, 2, 10
		f.stats.invalid["declared and not used: w"] = 1
		f.violate(subject{generated{id: id, text: text}, text}, nil, violation{clean, "a temporary"})
		return f.stats
	}
	total := newStats()
	for _, s := range []*stats{batch(7, "long text"), batch(9, "text"), batch(8, "text"), batch(7, "long text")} {
		total.add(s, 2)
	}
	var out strings.Builder
	total.print(&out)
	const want = `16 functions, 12 reported, 8 fixed (50.0 %), 40 scenarios, 3 functions whose fix is wrong
     3 functions,       4 scenarios: not so: no temporary stays
     4 generated functions do not build: declared and not used: w
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	var shown []int
	for _, e := range total.shortest[clean] {
		shown = append(shown, e.id)
	}
	if len(shown) != 2 || shown[0] != 8 || shown[1] != 9 {
		t.Errorf("functions %d are shown, want 8 and 9, which are the shortest", shown)
	}
}
