package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/alice"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

const introduction = `# What a crash leaves

Written by

    %s

in this module (atomicfile/crashtest), in %s, with seed %d.

![matrix](matrix.svg)

A cell says in how many of the crash states that were tried something was wrong, and what:

- **torn**: the destination is no complete version, or is gone though it was never absent.
- **lost**: it is complete, but older than what was there when the writer had returned; or it is not there, though the
  writer had returned.
- **mode**: it is complete, but does not have its final mode.
- **stray**: there is more than one temporary for a destination; or, which is asked of those only who promise to clean
  up, the next writer leaves one.

%s states were tried of the writers of package atomicfile that promise all of this, on %d file systems with a journal or the
like, in %d settings; something was wrong in %s of them. %s.

`

const limits = `
## What this means, and what not

- The first columns are computed from the system calls of one run, by three models of what a file system may lose:
%s- The others are real file systems, of Linux %s, run by User Mode Linux. All writes of blocks are recorded by
  dm-log-writes. A crash state has all that was written before a flush that had ended, and since then either all writes
  up to one moment, or a part of them chosen at random. It is mounted, which replays the journal, and read; then the next
  writer works on it. Another program syncs the same file system at random moments meanwhile.
- Which states are tried of a recording is chosen at random, with seed %d, and sizes and contents follow from it. When a
  kernel writes what, does not: numbers differ from run to run. %d recordings were made.
- On btrfs a rename takes back what a sync had made durable of the mode. Package atomicfile makes its temporaries there with
  the mode that they are to have, or else syncs the whole file system before the rename.
- A number above 0 is a fact about the protocol. A 0 is not a proof: it says that nothing was found in so many states.
- Writes of blocks are whole or absent; no sector is torn. The disk does what a flush says. One writer is at work at a time.
- NTFS, APFS, network file systems and other kernels are not covered.
- Most libraries here say that they replace a file atomically, and do not say that it is durable when they return: then
  "lost" is no fault. A writer with SyncFile promises no more either, and one with SyncNone promises nothing after a
  power cut. InPlace promises that the destination or the temporary beside it is whole.
`

// page returns the results as Markdown.
func (r *results) page() string {
	var b strings.Builder
	states, wrong, systems, settings := r.proof()
	fmt.Fprintf(&b, introduction, r.command, r.took.Round(time.Minute), r.seed,
		thousands(states), systems, settings, thousands(wrong), exemptText(r.columns))
	r.table(&b, "models", r.columns[:r.models])
	r.table(&b, "file systems", r.columns[r.models:])
	var models strings.Builder
	for _, m := range alice.Models() {
		fmt.Fprintf(&models, "  - %s: %s.\n", strings.TrimPrefix(m.Name, "model: "), m.Text)
	}
	fmt.Fprintf(&b, limits, models.String(), r.kernel, r.seed, r.recorded)
	return b.String()
}

// proof counts, of our writers that promise everything and on the file systems
// where something is demanded, the states and those with anything wrong, the
// file systems and the settings of these.
func (r *results) proof() (states, wrong, systems, settings int) {
	types := make(map[string]bool)
	for _, column := range r.columns[r.models:] {
		if exempt(column) != "" {
			continue
		}
		name, _, _ := strings.Cut(column, ",")
		types[name] = true
		settings++
		for _, w := range r.writers() {
			if w.Kind == workload.Ours && w.Promise == (workload.Promise{Whole: true, Mode: true, Durable: true, Tidy: true}) {
				c := r.cell(w.Name, column)
				states, wrong = states+c.States, wrong+c.Wrong
			}
		}
	}
	return states, wrong, len(types), settings
}

func exemptText(columns []string) string {
	for _, column := range columns {
		if why := exempt(column); why != "" {
			return "The column " + column + " is not counted: " + why
		}
	}
	return "All file systems are counted"
}

// table writes a table with some of the columns.
func (r *results) table(b *strings.Builder, heading string, columns []string) {
	fmt.Fprintf(b, "\n| %s | %s |\n| --- |%s\n", heading, strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
	for _, w := range r.writers() {
		fmt.Fprintf(b, "| %s |", w.Name)
		for _, column := range columns {
			fmt.Fprintf(b, " %s |", cellText(r.cell(w.Name, column)))
		}
		b.WriteByte('\n')
	}
}

// cellText writes a result for the table.
func cellText(c *lab.Result) string {
	switch {
	case c.States == 0:
		return ""
	case c.Wrong == 0:
		return "0 of " + thousands(c.States)
	}
	return "**" + strings.Join(kindsOf(c), ", ") + "** of " + thousands(c.States)
}

// kindsOf lists what was wrong, and how often.
func kindsOf(c *lab.Result) (list []string) {
	for _, kind := range kinds {
		if n := c.Kinds[kind]; n > 0 {
			list = append(list, thousands(n)+" "+kind)
		}
	}
	return list
}

// thousands writes n with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
