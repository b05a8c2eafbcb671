package trace

// A Stage is how far a file has come on some way.
type Stage uint8

const (
	Unopened  Stage = iota
	Pending         // open, and not published
	Visible         // published
	Refused         // publishing it has failed
	Discarded       // closed before it was published
)
