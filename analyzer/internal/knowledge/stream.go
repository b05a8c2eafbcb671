package knowledge

import "regexp"

// Copiers holds functions that copy their second argument to the first.
var Copiers = map[string]bool{"io.Copy": true, "io.CopyBuffer": true}

// SetsStream holds the names that libraries give to functions which take the
// writer for a log or for the output of a command.
var SetsStream = map[string]bool{
	"SetErr":    true,
	"SetOut":    true,
	"SetOutput": true,
	"SetStderr": true,
	"SetStdout": true,
}

// interrupt matches the ways to write the key that interrupts a program.
var interrupt = regexp.MustCompile(`(?i:\b(ctrl|control)[-+ ]c\b)|\^C\b`)

// NamesInterrupt reports whether text names the key that interrupts a program,
// as those do that write until somebody presses it.
func NamesInterrupt(text string) bool { return interrupt.MatchString(text) }
