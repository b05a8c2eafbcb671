package main

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// A report is everything that one run measured.
type report struct {
	command   string
	pass      passResult
	curve     []curveResult
	processes *comparison // nil if left out
}

// A passResult tells what the pass takes over packages that are loaded.
type passResult struct {
	calls         int // in the packages asked for
	packages      int // of these
	loading, pass time.Duration
}

// A curveResult tells what the pass takes over a package with so many calls.
type curveResult struct {
	kind  string
	calls int
	took  time.Duration
}

func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What the pass costs\n\nMeasured by\n\n    %s\n\nin this module (analyzer/bench), which writes this page. "+
		"Times are processor time, user and system.\n\n", r.command)
	fmt.Fprintf(&b, "| | |\n| --- | --- |\n| date | %s |\n| processor | %s, %d CPUs |\n| kernel | %s %s |\n| Go | %s |\n",
		time.Now().UTC().Format(time.DateOnly), submatch("/proc/cpuinfo", `model name\s*: (.*)`), runtime.NumCPU(),
		runtime.GOOS, submatch("/proc/sys/kernel/osrelease", `(.*)`), runtime.Version())
	fmt.Fprintf(&b, "\n## The pass alone\n\n%d packages, %s, with %d calls, and what they depend on.\n\n| | |\n| --- | --- |\n", r.pass.packages, pinned, r.pass.calls)
	fmt.Fprintf(&b, "| parsing and type-checking | %s |\n| the pass | %s |\n| share | **%.1f %%** |\n",
		timeName(r.pass.loading), timeName(r.pass.pass), 100*r.pass.pass.Seconds()/r.pass.loading.Seconds())
	b.WriteString("\n## One package, by the number of calls\n\n| | calls | time | for each call |\n| --- | --- | --- | --- |\n")
	for _, c := range r.curve {
		fmt.Fprintf(&b, "| %s | %d | %s | %.1f µs |\n", c.kind, c.calls, timeName(c.took), float64(c.took.Nanoseconds())/1e3/float64(c.calls))
	}
	if r.processes != nil {
		r.processes.markdown(&b)
	}
	return b.String()
}

func (c *comparison) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n## Whole processes\n\nThe packages of golang.org/x/tools %s and their tests, everything compiled before. "+
		"Medians of %d rounds; in brackets, multiples of the first line of the kind.\n\n"+
		"| | first run | again | memory |\n| --- | --- | --- | --- |\n", c.version, len(c.cold[0]))
	for i, p := range c.processes {
		base := slices.IndexFunc(c.processes, func(q process) bool { return q.name == p.base })
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", p.name,
			timeCell(c.cold[i], c.cold[base], i != base), timeCell(c.again[i], c.again[base], i != base), memoryCell(c.cold[i], c.cold[base], i != base))
	}
}

func timeCell(list, base []usage, compared bool) string {
	if len(list) == 0 {
		return ""
	}
	cpu := func(u usage) time.Duration { return u.cpu }
	cell := timeName(median(list, cpu))
	if compared {
		cell += fmt.Sprintf(" (**%.2f**)", median(list, cpu).Seconds()/median(base, cpu).Seconds())
	}
	return cell
}

func memoryCell(list, base []usage, compared bool) string {
	peak := func(u usage) int64 { return u.peak }
	cell := fmt.Sprintf("%d MiB", median(list, peak)>>20)
	if compared {
		cell += fmt.Sprintf(" (**%.2f**)", float64(median(list, peak))/float64(median(base, peak)))
	}
	return cell
}

// median returns that of a field of the usages, the lower one of two.
func median[T cmp.Ordered](list []usage, field func(usage) T) T {
	values := make([]T, len(list))
	for i, u := range list {
		values[i] = field(u)
	}
	slices.Sort(values)
	return values[(len(values)-1)/2]
}

// timeName writes d with three digits.
func timeName(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf("%.3g ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.3g µs", d.Seconds()*1e6)
}

// submatch returns what the group of the pattern matches first in a file.
func submatch(name, pattern string) string {
	data, err := os.ReadFile(name)
	if m := regexp.MustCompile(pattern).FindSubmatch(data); err == nil && m != nil {
		return string(m[1])
	}
	return "unknown"
}
