// Package creates imports nothing that can create a file, and says that it
// does.
package creates

var remote func(op, path string)

// Save writes.
//
//atomiclint:creates path
func Save(mode int, path string) { remote("save", path) }

// A Dir is a directory elsewhere.
type Dir struct{}

//atomiclint:creates name
func (*Dir) Put(name string, data []byte) { remote("put", name) }

func local() {
	Save(0, "a") // want `creates.Save can leave "a" half-written`
	Other("b")
}

/* want `//atomiclint:creates means nothing here: write it into the doc comment of a function with a path nosuch` */ //atomiclint:creates nosuch
func Other(path string) { remote("other", path) }

/* want `means nothing here` */ //atomiclint:creates mode
func Number(mode int) {}

/* want `//atomiclint:creates needs the name of the parameter that holds the path` */ //atomiclint:creates
func Bare(path string) {
	/* want `means nothing here` */ //atomiclint:creates path
}
