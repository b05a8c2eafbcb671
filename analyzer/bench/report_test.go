package main

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestMarkdown(t *testing.T) {
	text := (&report{
		command: "go run .",
		pass:    passResult{calls: 10, packages: 2, loading: time.Second, pass: 20 * time.Millisecond},
		curve:   []curveResult{{"kind", 1000, 2 * time.Millisecond}},
		processes: &comparison{
			version:   "v1",
			processes: []process{{name: "base", base: "base"}, {name: "ours", base: "base"}},
			cold:      [][]usage{{{cpu: 10 * time.Second, peak: 100 << 20}}, {{cpu: 11 * time.Second, peak: 150 << 20}}},
			again:     [][]usage{{{cpu: time.Second}}, nil},
		},
	}).markdown()
	for _, want := range []string{
		"| share | **2.0 %** |",
		"| kind | 1000 | 2 ms | 2.0 µs |",
		"| base | 10.0 s | 1.00 s | 100 MiB |",
		"| ours | 11.0 s (**1.10**) |  | 150 MiB (**1.50**) |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("got no line %q in\n%s", want, text)
		}
	}
}

func TestMedian(t *testing.T) {
	list := []usage{{peak: 3}, {peak: 1}, {peak: 7}, {peak: 5}}
	if got := median(list, func(u usage) int64 { return u.peak }); got != 3 {
		t.Errorf("got %d, want 3", got)
	}
}

// TestMeasure checks what is measured of a process, by one that is known.
func TestMeasure(t *testing.T) {
	const variable = "BENCH_TEST_CHILD"
	if os.Getenv(variable) != "" {
		data := make([]byte, 64<<20)
		for i := range data {
			data[i] = byte(i)
		}
		os.Exit(3)
	}
	args := []string{os.Args[0], "-test.run=^TestMeasure$"}
	u, err := measure(t.TempDir(), args, []string{variable + "=1"}, []int{3})
	if err != nil {
		t.Fatal(err)
	}
	if u.cpu <= 0 || u.clock <= 0 || u.peak < 64<<20 {
		t.Errorf("got %+v, want times, and at least 64 MiB", u)
	}
	if _, err := measure(t.TempDir(), args, []string{variable + "=1"}, []int{0}); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("got error %v for an exit code that was not expected, want one that says exit status 3", err)
	}
}
