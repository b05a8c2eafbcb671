// Package module knows the import paths of this module, so that nothing but
// import lines and go.mod spells them.
package module

import (
	"path"
	"reflect"
)

// Go is the go line of go.mod. A module that requires this one cannot have an
// older one.
const Go = "1.26.0"

type here struct{}

// Path returns the path of this module.
func Path() string { return path.Dir(path.Dir(reflect.TypeFor[here]().PkgPath())) }

// Writer returns the import path of the writer, package atomicfile.
func Writer() string { return Path() + "/atomicfile" }
