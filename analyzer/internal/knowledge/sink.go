package knowledge

// A SinkKind tells what a function gives back that creates a file.
type SinkKind uint8

const (
	WholeFile   SinkKind = iota // writes the whole content: os.WriteFile
	OpenHandle                  // returns an *os.File: os.Create, os.OpenFile
	OpenNumber                  // returns a file descriptor: syscall.Open
	ForeignSink                 // one of the settings; resolved by what it returns
)

// A Sink tells which arguments of a function matter. An index is -1 when
// the function has no such argument.
type Sink struct {
	Kind             SinkKind
	Path, Data, Flag int
}

// Sinks holds the functions that create or truncate a file by name, keyed
// by types.Func.FullName.
var Sinks = map[string]Sink{
	"os.Create":                    {OpenHandle, 0, -1, -1},
	"os.OpenFile":                  {OpenHandle, 0, -1, 1},
	"os.WriteFile":                 {WholeFile, 0, 1, -1},
	"io/ioutil.WriteFile":          {WholeFile, 0, 1, -1},
	"(*os.Root).Create":            {OpenHandle, 0, -1, -1},
	"(*os.Root).OpenFile":          {OpenHandle, 0, -1, 1},
	"(*os.Root).WriteFile":         {WholeFile, 0, 1, -1},
	"syscall.Open":                 {OpenNumber, 0, -1, 1},
	"syscall.Creat":                {OpenNumber, 0, -1, -1},
	"golang.org/x/sys/unix.Open":   {OpenNumber, 0, -1, 1},
	"golang.org/x/sys/unix.Openat": {OpenNumber, 1, -1, 2},
	"golang.org/x/sys/unix.Creat":  {OpenNumber, 0, -1, -1},
}

// AbstractSinks holds methods of the file system interfaces that libraries put
// between themselves and package os. What they write may be in memory, so that
// a call is no finding; but a library that hands a path to one is, by default,
// a library that writes the file.
var AbstractSinks = map[string]Sink{
	"(" + AferoPath + ".Fs).Create":   {OpenHandle, 0, -1, -1},
	"(" + AferoPath + ".Fs).OpenFile": {OpenHandle, 0, -1, 1},
	AferoPath + ".WriteFile":          {WholeFile, 1, 2, -1},
}

// AferoPath is the import path of the file system interface that most libraries
// use that have one.
const AferoPath = "github.com/spf13/afero"

// SinkPackages are the packages that declare the functions of Sinks. A
// package that imports none of them holds no sink.
var SinkPackages = map[string]bool{
	"os":                    true,
	"io/ioutil":             true,
	"syscall":               true,
	"golang.org/x/sys/unix": true,
}
