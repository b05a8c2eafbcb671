package main

import (
	"fmt"
	"strings"
	"time"
)

// A report is everything that one run measured.
type report struct {
	command     string
	machine     machine
	loadAfter   string
	volumes     []volume
	allocations []allocation
}

// A volume is what was measured on one file system.
type volume struct {
	fileSystem string
	results    []result
	batch      *batchResult // nil if left out
}

// A result has the times of each writer of a trial, in the order of writersOf.
type result struct {
	trial
	size  int
	times [][]time.Duration
}

// ratios compares each writer with the first one.
func (r *result) ratios() map[string]ratio {
	m := make(map[string]ratio)
	for i, w := range writersOf(r.guarantee, r.size) {
		m[w.name] = ratioOf(r.times[i], r.times[0])
	}
	return m
}

func (t trial) String() string { return t.guarantee.name + ", " + t.column() }

func (t trial) column() string {
	if t.existing {
		return "replaced"
	}
	return "new"
}

func sizeName(size int) string {
	switch {
	case size >= 1<<30:
		return fmt.Sprintf("%d GiB", size>>30)
	case size >= 1<<20:
		return fmt.Sprintf("%d MiB", size>>20)
	case size >= 1<<10:
		return fmt.Sprintf("%d KiB", size>>10)
	}
	return fmt.Sprintf("%d B", size)
}

// timeName writes d with three digits.
func timeName(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1e3)
	case d >= time.Millisecond:
		return fmt.Sprintf("%.2f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.0f µs", d.Seconds()*1e6)
}

const introduction = `# What atomicfile costs

Measured by

    %s

in this module (atomicfile/bench), which writes this page. Each round runs one operation of every writer of a table, in
random order; the first line of each table is the median time of the bare system calls, the others are multiples of it:
the median over all rounds divided by that of the bare calls, with its 95 %% confidence interval (bootstrap). What an
interval includes is not shown to differ.

`

// markdown returns the report as a page.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, introduction, r.command)
	r.machine.markdown(&b)
	fmt.Fprintf(&b, "| load average, after | %s |\n\n![chart](chart.svg)\n", r.loadAfter)
	for i := range r.volumes {
		r.volumes[i].markdown(&b)
	}
	markdownAllocations(&b, r.allocations)
	return b.String()
}

func (v *volume) markdown(b *strings.Builder) {
	for _, g := range guarantees() {
		var columns []result
		for _, r := range v.results {
			if r.guarantee == g {
				columns = append(columns, r)
			}
		}
		fmt.Fprintf(b, "\n## %s: %s\n\nBare: %s.\n\n", v.fileSystem, g.name, g.bare)
		markdownTable(b, columns)
	}
	if v.batch != nil {
		v.batch.markdown(b, v.fileSystem)
	}
}

// markdownTable writes a table with a column for each result, all of the same
// guarantee, and a line for each writer.
func markdownTable(b *strings.Builder, columns []result) {
	b.WriteString("| |")
	largest := 0
	for _, c := range columns {
		fmt.Fprintf(b, " %s %s |", sizeName(c.size), c.column())
		largest = max(largest, c.size)
	}
	b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(columns)) + "\n| " + bareName + " |")
	ratios := make([]map[string]ratio, len(columns))
	for i, c := range columns {
		ratios[i] = c.ratios()
		fmt.Fprintf(b, " %s |", timeName(median(c.times[0])))
	}
	for _, w := range writersOf(columns[0].guarantee, largest)[1:] {
		fmt.Fprintf(b, "\n| %s |", w.name)
		for i := range columns {
			if r, ok := ratios[i][w.name]; ok {
				fmt.Fprintf(b, " **%.2f** %.2f–%.2f |", r.value, r.low, r.high)
			} else {
				b.WriteString(" |")
			}
		}
	}
	b.WriteString("\n| rounds |")
	for _, c := range columns {
		fmt.Fprintf(b, " %d |", len(c.times[0]))
	}
	b.WriteByte('\n')
}
