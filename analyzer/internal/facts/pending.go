package facts

// A Pending tells what a function does with a pending file that it is given.
type Pending struct {
	Commits  bool
	Discards bool
	Kept     bool // it may do more than these fields tell
	Known    bool // the fields above are complete
}
