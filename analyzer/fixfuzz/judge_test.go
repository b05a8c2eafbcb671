package main

import (
	"slices"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"
	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/stage"
)

func TestJudge(t *testing.T) {
	file := func(text string, mode uint32) stage.File { return stage.File{There: true, Content: text, Mode: mode} }
	var (
		complete  = file("complete", 0o644)
		part      = file("comp", 0o644)
		oldFile   = file(stage.OldText, 0o644)
		nothing   = stage.File{}
		fine      = stage.Scenario{Place: stage.Nothing}
		over      = stage.Scenario{Place: stage.Old}
		failing   = stage.Scenario{Place: stage.Nothing, Plan: feed.Plan{Fail: 1, How: feed.Plain}}
		failsOver = stage.Scenario{Place: stage.Old, Plan: feed.Plan{Fail: 1, How: feed.Plain}}
		limited   = stage.Scenario{Place: stage.Old, Limit: 4}
		rival     = stage.Scenario{Place: stage.Nothing, Event: stage.Rival, At: 1}
		blocked   = stage.Scenario{Place: stage.Nothing, Event: stage.Blocked, At: 1}
	)
	ok := func(f stage.File) stage.Record {
		return stage.Record{Outcome: "returned", Values: []string{"<nil>"}, File: f}
	}
	bad := func(f stage.File) stage.Record {
		return stage.Record{Outcome: "returned", Values: []string{"bad input"}, Err: true, Is: []string{"feed.ErrBad"}, File: f}
	}
	with := func(r stage.Record, change func(*stage.Record)) stage.Record {
		change(&r)
		return r
	}
	for _, tt := range []struct {
		name          string
		scenario      stage.Scenario
		before, after stage.Record
		want          []rule
	}{
		{"success", fine, ok(complete), ok(complete), nil},
		{"success without a file", fine, ok(complete), ok(nothing), []rule{published}},
		{"success with the old file", over, ok(complete), ok(oldFile), []rule{published}},
		{"success with a part", fine, ok(complete), ok(part), []rule{published}},
		{"success without a file, as before", fine, ok(nothing), ok(nothing), nil},
		{"new error", fine, ok(complete), bad(nothing), []rule{noNewErrors}},
		{"success by removing a directory", stage.Scenario{Place: stage.Directory}, ok(complete), bad(file("", 1<<31|0o755)), nil},
		{"error is lost", failing, bad(part), ok(part), []rule{results, improved}},
		{"failure", failing, bad(part), bad(nothing), nil},
		{"failure over an old file", failsOver, bad(part), bad(oldFile), nil},
		{"failure publishes a part", failing, bad(part), bad(part), []rule{improved}},
		{"failure publishes what was removed", failing, bad(nothing), bad(complete), []rule{rejected}},
		{"failure publishes over what was kept", failsOver, bad(oldFile), bad(complete), []rule{rejected}},
		{"failure removes what was kept", failsOver, bad(oldFile), bad(nothing), []rule{old}},
		{"failure after the file was complete", failing, bad(complete), bad(complete), nil},
		{"another error", failing, bad(part), with(bad(nothing), func(r *stage.Record) { r.Values = []string{"other"} }), []rule{results}},
		{"error of another kind", failing, bad(part), with(bad(nothing), func(r *stage.Record) { r.Is = nil }), []rule{sameErrors}},
		{"failed write is told", limited, ok(part), bad(oldFile), nil},
		{"failed write is still overlooked", limited, ok(part), ok(oldFile), []rule{told}},
		{"failed write is published", limited, ok(part), ok(part), []rule{improved}},
		{"a writer that dies leaves one file more", fine, with(bad(nothing), func(r *stage.Record) { r.Left = []string{"a"} }), with(bad(nothing), func(r *stage.Record) { r.Left = []string{"a", "b"} }), []rule{clean}},
		{"writers that meet and die leave a guard", rival, with(bad(nothing), func(r *stage.Record) { r.Left = []string{"a", "b"} }), with(bad(nothing), func(r *stage.Record) { r.Left = []string{"a", "b", "guard"} }), nil},
		{"success with a directory", blocked, with(ok(nothing), func(r *stage.Record) { r.Met = part }), ok(stage.File{There: true, Mode: 1 << 31}), []rule{told}},
		{"a directory is skipped", blocked, ok(nothing), ok(stage.File{There: true, Mode: 1 << 31}), nil},
		{"error with a directory", blocked, ok(nothing), bad(stage.File{There: true, Mode: 1 << 31}), nil},
		{"wider", fine, ok(file("complete", 0o600)), ok(complete), []rule{wider}},
		{"narrower", fine, ok(complete), ok(file("complete", 0o600)), []rule{sameMode}},
		{"left", failing, bad(part), with(bad(nothing), func(r *stage.Record) { r.Left = []string{"out.txt.atomic.tmp"} }), []rule{clean}},
		{"left as before", failing, with(bad(part), func(r *stage.Record) { r.Left = []string{"out.txt.tmp"} }), with(bad(nothing), func(r *stage.Record) { r.Left = []string{"out.txt.tmp"} }), nil},
		{"open to others", fine, ok(file("complete", 0o600)), with(ok(file("complete", 0o600)), func(r *stage.Record) { r.Open = 0o44 }), []rule{window}},
		{"panics", failing, bad(part), stage.Record{Outcome: "panicked", Values: []string{"nil"}}, []rule{results}},
		{"hangs", fine, ok(complete), stage.Record{Outcome: "hangs", File: complete}, []rule{ends}},
		{"prints", fine, ok(complete), with(ok(complete), func(r *stage.Record) { r.Output = "done\n" }), []rule{output}},
		{"the second call fails", failing, with(bad(part), func(r *stage.Record) { again := ok(complete); r.Again = &again }),
			with(bad(nothing), func(r *stage.Record) { again := bad(nothing); r.Again = &again }), []rule{repeatable}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := stage.Pair{Scenario: tt.scenario, Before: tt.before, After: tt.after}
			var got []rule
			for _, v := range judge(p, ok(complete), subject{generated: generated{results: "error"}}) {
				got = append(got, v.rule)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("broken rules %q, want %q", got, tt.want)
			}
		})
	}
}
