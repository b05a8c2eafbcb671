package knowledge

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
