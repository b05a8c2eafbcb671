package main

import (
	"testing"
)

// BenchmarkWriter runs each writer by itself. On a busy machine its times
// compare badly; its allocations do not.
func BenchmarkWriter(b *testing.B) {
	for _, size := range []int{1 << 10, 64 << 10, 16 << 20} {
		b.Run(sizeName(size), func(b *testing.B) {
			for _, g := range guarantees() {
				for _, w := range writersOf(g, size) {
					b.Run(g.flag+"/"+w.name, func(b *testing.B) { benchmarkWriter(b, w, size) })
				}
			}
		})
	}
}

func benchmarkWriter(b *testing.B, w writer, size int) {
	p, err := newPlace(b.TempDir(), size)
	if err != nil {
		b.Fatal(err)
	}
	j := p.job(0)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		if err := w.write(j); err != nil {
			b.Fatal(err)
		}
	}
}
