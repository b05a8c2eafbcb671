package facts

import (
	"cmp"
	"go/types"
	"slices"
	"strings"
)

// A Param tells what a function does with one of its parameters: a
// path, or an open file or other writer.
type Param struct {
	MoveTo  int  // path: 1 + the parameter that it is renamed onto; more than there are if that is no parameter
	Link    bool // path: with MoveTo, it keeps its old name as well
	Removed bool // path: it is removed
	Created bool // path: a file is created or truncated there, in place
	ByFlag  int  // path: with Created, 1 + the parameter with the open flags that decide whether

	Only  bool   // path: with Created, nothing else is done with it, and that on all ways to success
	Whole bool   // path: with Only, one call writes all of the file
	Perm  uint32 // path: with Only, the mode of a new file, before the umask
	Also  string // path: with Created but not Only, what else is done, as soleWrite has it

	Tells Tells // path: what result 0 says of the file

	Opened bool // path: the same, and the file is result 0
	Flag   int  // path: a file is opened there and is result 0, with the flags in parameter Flag-1
	Filled bool // file: content is written to it
	Stream bool // file: it takes a log, a profile, a trace or the output of a child
	Random bool // file: it is written at random
	Mapped bool // file: it is mapped into memory
	Kept   bool // file: it is stored or returned, its fate is out of sight
	Known  bool // file: the fields above are complete

	Pending Pending // file that a call publishes: what is done to that end

	// Leaves is set if the value reaches a field, a variable outside the
	// function or a result of it. It matters within the package only.
	Leaves bool
}

// A Result tells where a result comes from.
type Result struct {
	Temporary bool // a temporary path, or a file that has one
	Private   bool // a file that only its owner may read, as os.CreateTemp makes it
	Param     int  // the parameter that holds the path, or -1
	Pending   bool // a file that a call publishes, which is up to the caller
}

// A Func is what callers need to know about a function.
type Func struct {
	Name    string // "F", or "T.M" for methods
	Params  []Param
	Traits  []Trait // by parameter, or nil if there is nothing to tell
	Made    []Trait // by result, for paths, or nil if there is nothing to tell
	Results []Result
}

// A Package is the Fact that tells importers about the functions of a
// package. It lists only functions about which there is something to tell,
// sorted by name so that its encoding is reproducible.
type Package struct {
	Funcs []Func
	Sinks []Sink // sorted by name
}

// AFact marks a Package as an analysis.Fact.
func (*Package) AFact() {}

// Content returns s.
func (s *Package) Content() *Package { return s }

// String names the functions that s tells of.
func (s *Package) String() string {
	names := make([]string, len(s.Funcs))
	for i, fn := range s.Funcs {
		names[i] = fn.Name
	}
	text := "files:" + strings.Join(names, ",")
	if len(s.Sinks) > 0 {
		text += ";sinks:"
		for i, sink := range s.Sinks {
			if i > 0 {
				text += ","
			}
			text += sink.FullName
		}
	}
	return text
}

// Lookup returns what s tells of the function with the name.
func (s *Package) Lookup(name string) (Func, bool) {
	i, ok := slices.BinarySearchFunc(s.Funcs, name, func(fn Func, name string) int {
		return cmp.Compare(fn.Name, name)
	})
	if !ok {
		return Func{}, false
	}
	return s.Funcs[i], true
}

// Name returns the name of fn in a Package.
func Name(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name() + "." + fn.Name()
	}
	return ""
}

// Tells reports whether fn holds anything that callers need to know.
func (fn Func) Tells() bool {
	if fn.Traits != nil || fn.Made != nil {
		return true
	}
	for _, p := range fn.Params {
		if p != (Param{}) {
			return true
		}
	}
	for _, r := range fn.Results {
		if r.Temporary || r.Param >= 0 || r.Pending {
			return true
		}
	}
	return false
}

// OpensPending reports whether a function of the package returns a file that a
// call publishes.
func (s *Package) OpensPending() bool {
	for _, fn := range s.Funcs {
		for _, r := range fn.Results {
			if r.Pending {
				return true
			}
		}
	}
	return false
}
