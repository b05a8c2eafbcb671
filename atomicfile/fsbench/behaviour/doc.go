// Package behaviour writes files in many situations, once with package os and
// once with package atomicfile, and says what became of each.
//
// It knows nothing of file systems: it is given a directory, and works in it.
// What happens is told in words that do not change from run to run, so that
// the results of two file systems, or of two versions, can be compared.
package behaviour
