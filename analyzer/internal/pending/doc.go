// Package pending judges the use of files that nobody sees before a call
// publishes them, as those of the writer of this module: a file that cannot
// come to its Commit, that is written afterwards, or whose error of publishing
// is dropped.
//
// Of the analyzer it imports packages facts, knowledge, control, flow and trace.
package pending
