package main

import (
	"strconv"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// BenchmarkPass runs the pass over packages that are already loaded.
func BenchmarkPass(b *testing.B) {
	s, err := loadSet(".", pinned)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	start := processorTime()
	for b.Loop() {
		if _, err := s.run(analyzer.Analyzer); err != nil {
			b.Fatal(err)
		}
	}
	used := processorTime() - start
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N*s.calls), "cpu-ns/call")
	b.ReportMetric(100*used.Seconds()/float64(b.N)/s.took.Seconds(), "%-of-type-checking")
}

// BenchmarkCalls runs the pass over one package of so many calls.
func BenchmarkCalls(b *testing.B) {
	for _, calls := range curve {
		for _, kind := range kinds {
			b.Run(kind.name+"/"+strconv.Itoa(calls), func(b *testing.B) {
				s, err := generatedSet(b.TempDir(), calls, kind.sinks)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				start := processorTime()
				for b.Loop() {
					if _, err := s.run(analyzer.Analyzer); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64((processorTime()-start).Nanoseconds())/float64(b.N*calls), "cpu-ns/call")
			})
		}
	}
}

// TestGenerate checks that what the curve is measured on is what it says.
func TestGenerate(t *testing.T) {
	for _, kind := range kinds {
		s, err := generatedSet(t.TempDir(), 1000, kind.sinks)
		if err != nil {
			t.Fatal(err)
		}
		if s.calls != 1000 {
			t.Errorf("%s: got %d calls, want 1000", kind.name, s.calls)
		}
		got, err := s.run(analyzer.Analyzer)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if kind.sinks {
			want = 200
		}
		if got != want {
			t.Errorf("%s: got %d findings, want %d", kind.name, got, want)
		}
	}
}
