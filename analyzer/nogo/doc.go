// Package nogo tests the analyzer in nogo, which is the driver of the Bazel
// rules for Go, and holds the example of the README. It is a module of its own
// so that users of the analyzer do not get its requirements.
package nogo
