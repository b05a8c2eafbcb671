package knowledge

// KeepsPath holds functions whose result names the same file as an argument,
// or one beside it, with the index of that argument.
var KeepsPath = map[string]int{
	"path/filepath.Abs":          0,
	"path/filepath.Clean":        0,
	"path/filepath.Dir":          0,
	"path/filepath.EvalSymlinks": 0,
	"path/filepath.FromSlash":    0,
	"path/filepath.Glob":         0,
	"path/filepath.ToSlash":      0,
	"path.Clean":                 0,
	"path.Dir":                   0,
	"os.ExpandEnv":               0,
	"os.OpenRoot":                0,
	"strings.Clone":              0,
	"strings.Replace":            0,
	"strings.ReplaceAll":         0,
	"strings.ToLower":            0,
	"strings.TrimPrefix":         0,
	"strings.TrimRight":          0,
	"strings.TrimSpace":          0,
	"strings.TrimSuffix":         0,
}

// SameFile holds functions that return another name of the very same file.
var SameFile = map[string]bool{
	"os.Open":                    true,
	"path/filepath.Abs":          true,
	"path/filepath.Clean":        true,
	"path/filepath.EvalSymlinks": true,
	"path/filepath.FromSlash":    true,
	"path/filepath.ToSlash":      true,
	"path.Clean":                 true,
	"strings.TrimSpace":          true,
}

// BaseNames holds the functions that return the last element of a path. A
// rename that is relative to an open directory is given such names.
var BaseNames = map[string]bool{"path.Base": true, "path/filepath.Base": true}

// Walkers holds the functions that call the function in their second argument
// with the paths of what lies below the directory in their first.
var Walkers = map[string]bool{"path/filepath.Walk": true, "path/filepath.WalkDir": true}

// StringFlags holds the functions that define a flag of the command line, with
// its default value as their second argument.
var StringFlags = map[string]bool{"flag.String": true, "(*flag.FlagSet).String": true}
