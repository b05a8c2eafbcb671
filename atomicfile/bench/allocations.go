package main

import (
	"fmt"
	"runtime"
	"strings"
)

// An allocation is what one operation of a writer takes from the heap.
type allocation struct {
	writer writer
	size   int
	count  uint64 // of objects
	bytes  uint64
}

// countAllocations counts for each writer, in a directory within parent.
func countAllocations(parent string) ([]allocation, error) {
	var list []allocation
	for _, size := range []int{1 << 10, 4 << 20} {
		p, err := newPlace(parent, size)
		if err != nil {
			return nil, err
		}
		defer p.remove()
		for _, g := range guarantees() {
			for _, w := range writersOf(g, size) {
				a, err := allocationsOf(w, p, allocationRuns)
				if err != nil {
					return nil, err
				}
				list = append(list, a)
			}
		}
	}
	return list, nil
}

// uint64(runs) is how many operations of each writer are counted.
const allocationRuns = 20

// allocationsOf returns the mean of some operations of w.
func allocationsOf(w writer, p *place, runs int) (allocation, error) {
	j := p.job(0)
	if err := w.write(j); err != nil {
		return allocation{}, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		if err := w.write(j); err != nil {
			return allocation{}, err
		}
	}
	runtime.ReadMemStats(&after)
	return allocation{
		writer: w,
		size:   len(p.data),
		count:  (after.Mallocs - before.Mallocs) / uint64(runs),
		bytes:  (after.TotalAlloc - before.TotalAlloc) / uint64(runs),
	}, nil
}

func markdownAllocations(b *strings.Builder, list []allocation) {
	b.WriteString("\n## Memory of one operation\n\nWhat a writer takes from the heap does not depend on the file system.\n\n" +
		"| writer | guarantee | content | bytes | allocations |\n| --- | --- | --- | --- | --- |\n")
	for _, a := range list {
		fmt.Fprintf(b, "| %s | %s | %s | %d | %d |\n", a.writer.name, a.writer.guarantee.name, sizeName(a.size), a.bytes, a.count)
	}
}
