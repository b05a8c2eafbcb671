package knowledge

// NeedsFile holds functions that fail if there is no file at the path in their
// first argument, and mostly only then.
var NeedsFile = map[string]bool{
	"io/ioutil.ReadFile":  true,
	"os.Lstat":            true,
	"os.Open":             true,
	"os.ReadFile":         true,
	"os.Stat":             true,
	"(*os.Root).Lstat":    true,
	"(*os.Root).Open":     true,
	"(*os.Root).ReadFile": true,
	"(*os.Root).Stat":     true,
}

// SaysAbsent holds the functions that tell whether an error says that there is
// no file.
var SaysAbsent = map[string]bool{"os.IsNotExist": true}

// SaysExists holds the functions that tell whether an error says that there is
// a file already.
var SaysExists = map[string]bool{"os.IsExist": true}

// ExistNames holds, by import path and name, what code mentions to ask whether
// an error says that there is a file already.
var ExistNames = map[string]bool{
	"os.IsExist": true, "os.ErrExist": true, "io/fs.ErrExist": true,
	"syscall.EEXIST": true, "golang.org/x/sys/unix.EEXIST": true,
}
