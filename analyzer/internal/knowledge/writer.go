package knowledge

import (
	"reflect"
	"strings"
)

// ModulePath returns the path of the module that declares this package, so
// that nothing but import lines and go.mod spells it.
func ModulePath() string {
	pkg := reflect.TypeFor[PendingKind]().PkgPath()
	return pkg[:strings.LastIndex(pkg, "/analyzer")]
}

// Writer returns the import path of the writer of this module.
func Writer() string { return ModulePath() + "/atomicfile" }
