package behaviour

import "time"

// A Behaviour is one situation in which a file is written.
type Behaviour struct {
	Name string

	setup func(*scene) // makes what is there before
	ways  [2]way       // by API
	look  string       // the directory that is looked at, within the scene
	after func(*scene) string
}

// An API is one of the two that are compared.
type API int

// The order is that in which they are tried.
const (
	OS API = iota
	Atomicfile
)

func (a API) String() string { return [...]string{"os", "atomicfile"}[a] }

// A way is what one API does in a situation: a few acts, one after the other,
// each in a process of its own. If there is none, told is what is known of it
// beforehand, for example that it is a matter of chance.
type way struct {
	acts []act
	told string
}

// An act writes. The working directory is that of the scene.
type act func(*stage) error

// limit is how long one act may take. Nothing is measured by it: it is there
// so that what hangs is found out.
const limit = 30 * time.Second

// All returns the behaviours in the order in which they are shown.
func All() []Behaviour {
	var all []Behaviour
	for _, group := range [][]Behaviour{plain(), kept(), names(), paths(), refused(), meanwhile(), interrupted()} {
		all = append(all, group...)
	}
	return all
}

// named returns the behaviour of that name, or nil.
func named(name string) *Behaviour {
	for _, b := range All() {
		if b.Name == name {
			return &b
		}
	}
	return nil
}

// both makes the two ways of a behaviour that needs one act of each API.
func both(std, ours act) [2]way {
	return [2]way{{acts: []act{std}}, {acts: []act{ours}}}
}

// writes is both for a file f of the usual content and mode.
func writes() [2]way { return writesTo("f", 0o644) }
