// Package trust finds where code takes a file for finished because it exists: a
// step that is skipped when its output is there, a cache that is read instead
// of being made anew. There a file that was left half-written does its harm.
//
// Of the analyzer it imports packages facts, knowledge, flow and trace.
package trust
