package knowledge

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
