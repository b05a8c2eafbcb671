// Package facts is what a package tells its importers of its functions: what
// they do with the paths and files that they are given, and what they return.
// Package is the Fact; drivers encode it with encoding/gob, so its fields are
// exported and its lists sorted.
//
// It imports no other package of the analyzer.
package facts
