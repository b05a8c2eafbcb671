package knowledge

import "strings"

// TemporaryMakers holds the functions of the standard library that make a
// temporary file or directory, or name the directory for them.
var TemporaryMakers = map[string]bool{
	"io/ioutil.TempDir":         true,
	"io/ioutil.TempFile":        true,
	"os.CreateTemp":             true,
	"os.MkdirTemp":              true,
	"os.TempDir":                true,
	"(*testing.common).TempDir": true,
	"(testing.TB).TempDir":      true,
}

// TemporaryFiles holds the functions of the standard library that create a
// file under a name of their own choice, with mode 0600. Their first argument
// is the directory.
var TemporaryFiles = map[string]bool{
	"io/ioutil.TempFile": true,
	"os.CreateTemp":      true,
}

// RandomPackages are those whose functions return random numbers.
var RandomPackages = map[string]bool{"crypto/rand": true, "math/rand": true, "math/rand/v2": true}

// TemporaryVars holds the variables of the environment that name a directory for
// temporary files.
var TemporaryVars = map[string]bool{"TMPDIR": true, "TMP": true, "TEMP": true, "TEMPDIR": true, "RUNNER_TEMP": true}

// UnfinishedSuffixes are those that people give to files they have not finished.
var UnfinishedSuffixes = []string{".tmp", ".temp", ".part", ".partial", "~tmp", "_tmp"}

// temporaryDirs are the directories that systems have for temporary files.
var temporaryDirs = []string{"/tmp", "/var/tmp", "/dev/shm"}

// InTemporaryDir reports whether the path name is a directory for temporary
// files, or leads into one.
func InTemporaryDir(name string) bool {
	for _, dir := range temporaryDirs {
		if rest, ok := strings.CutPrefix(name, dir); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return false
}
