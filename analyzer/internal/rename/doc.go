// Package rename judges hand-made atomic writes: a file is created under one
// name and renamed to another. It finds the drafts that a rename publishes,
// follows what happens to them before, and lists the flaws: no flush to the
// disk, an error that nobody looks at, a temporary that stays behind.
//
// Of the analyzer it imports packages facts, knowledge, control, flow and trace.
package rename
