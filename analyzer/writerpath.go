package analyzer

import (
	"reflect"
	"strings"
)

// modulePath returns the path of the module that declares this package, so
// that nothing but import lines and go.mod spells it.
func modulePath() string {
	pkg := reflect.TypeFor[pendingKind]().PkgPath()
	return pkg[:strings.LastIndex(pkg, "/analyzer")]
}

// defaultWriter returns the import path of the writer of this module.
func defaultWriter() string { return modulePath() + "/atomicfile" }
