package facts

// A Sink is what a package tells its importers of a function with a
// createsDirective.
type Sink struct {
	FullName string // as types.Func.FullName has it
	Path     int    // the index of the argument with the path
}
