// Package trace follows paths and files. It answers which calls create or
// truncate a file (Sink), what a path names: an output, a temporary, something
// special (Provenance), what becomes of an open file, what a function does with
// the path or file that it is given (Summaries), and, from all of these, which
// calls leave an output file half-written (Summaries.Finding).
//
// Of the analyzer it imports packages facts, knowledge and flow.
package trace
