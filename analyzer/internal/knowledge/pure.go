package knowledge

// ComputingFuncs holds functions outside of ComputingPackages, and builtins,
// that do nothing but compute their result.
var ComputingFuncs = map[string]bool{
	"(*bytes.Buffer).Bytes":     true,
	"(*bytes.Buffer).String":    true,
	"(*strings.Builder).String": true,
	"append":                    true,
	"cap":                       true,
	"fmt.Sprint":                true,
	"fmt.Sprintf":               true,
	"fmt.Sprintln":              true,
	"len":                       true,
	"make":                      true,
	"max":                       true,
	"min":                       true,
	"new":                       true,
	"path/filepath.Base":        true,
	"path/filepath.Clean":       true,
	"path/filepath.Dir":         true,
	"path/filepath.Ext":         true,
	"path/filepath.Join":        true,
}

// ComputingPackages hold functions, besides methods, that do the same.
var ComputingPackages = map[string]bool{"bytes": true, "path": true, "strconv": true, "strings": true}

// PurePackages hold functions that compute paths, or parts of them, and do
// nothing else.
var PurePackages = map[string]bool{"fmt": true, "math/rand": true, "math/rand/v2": true, "path": true, "path/filepath": true, "strconv": true, "strings": true, "time": true}
