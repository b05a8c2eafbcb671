// History measures the analyzer by what people mended by hand.
//
// history.tsv lists commits of public repositories in which a person replaced
// a direct write by a temporary and a rename, or mended such a protocol. At the
// parent of the commit atomiclint has to report what the person then changed.
//
//	go run ./analyzer/history -repos DIR [-clone]
//
// DIR has a bare clone of each repository, as DIR/owner/name.git; -clone makes
// those that are missing. The parents are checked out, atomiclint looks at the
// packages of the table, and history prints the recall of each kind, the rows
// that are missed, and all else that is reported in these packages, to be
// judged by a reader. Modules that the packages need come from the module
// proxy. What cannot be loaded any more is listed, and counts neither way.
//
// The columns of history.tsv:
//
//	repo      owner/name on GitHub
//	commit    the commit of the person
//	kind      direct: a write in place; rename: a temporary and a rename
//	file      where it was before, from the root of the repository
//	line      the call that creates or writes the file, or the one that renames it
//	what      what the person did
//	expected  flag: atomiclint reports the line; none: it must not
//	note      what is special, or -
//
// A row is written before atomiclint is run on its commit, and not changed to
// fit what it says.
package main
