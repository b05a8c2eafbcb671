// Package concern tells drivers which packages the analyzer may have anything
// to say about, before they load one. If none of the imports of a package is a
// reason to look at it, and none has Facts, none of its files has a directive,
// and no sinks are set, then there are no diagnostics and no Facts about it.
package concern

import (
	"bytes"

	"github.com/atomiclint/atomiclint/internal/module"
)

// imports holds the packages that declare functions which create files, and
// the types of files that a call publishes. The tables of the analyzer name
// them; a test of the analyzer looks for each package of theirs here.
var imports = map[string]bool{
	"os":                            true,
	"io/ioutil":                     true,
	"syscall":                       true,
	"golang.org/x/sys/unix":         true,
	"github.com/spf13/afero":        true,
	"github.com/google/renameio":    true,
	"github.com/google/renameio/v2": true,
	module.Writer():                 true,
}

// Import reports whether it is a reason to look at a package that it imports
// the one at path.
func Import(path string) bool { return imports[path] }

// Text reports whether the text of a Go file may hold a directive.
func Text(text []byte) bool { return bytes.Contains(text, []byte("//atomiclint:")) }
