package facts

// A Tells is what it says of the file that a parameter names if the first
// result of the function is true.
type Tells uint8

const (
	Nothing Tells = iota
	Exists        // there is a file
	Absent        // there is none
)
