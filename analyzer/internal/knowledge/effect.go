package knowledge

// Destroys holds functions that take away what cannot be had back.
var Destroys = map[string]bool{
	"(*os.Root).Remove":    true,
	"(*os.Root).RemoveAll": true,
	"(*os.Root).Rename":    true,
	"os.Remove":            true,
	"os.RemoveAll":         true,
	"os.Rename":            true,
	"os.Truncate":          true,
	"syscall.Rename":       true,
	"syscall.Truncate":     true,
	"syscall.Unlink":       true,
}

// Signals holds functions by which others learn that something is done. They may
// look for the file, or end the program, as soon as they are told.
var Signals = map[string]bool{
	"(*sync.Cond).Broadcast":      true,
	"(*sync.Cond).Signal":         true,
	"(*sync.Mutex).Unlock":        true,
	"(*sync.RWMutex).Unlock":      true,
	"(*sync.WaitGroup).Done":      true,
	"(*sync/atomic.Bool).Store":   true,
	"(*sync/atomic.Int32).Add":    true,
	"(*sync/atomic.Int32).Store":  true,
	"(*sync/atomic.Int64).Add":    true,
	"(*sync/atomic.Int64).Store":  true,
	"(*sync/atomic.Uint32).Store": true,
	"(*sync/atomic.Uint64).Store": true,
	"(*sync/atomic.Value).Store":  true,
}

// LooksFor holds functions by which a file is found under its name, and not made.
var LooksFor = map[string]bool{"os.Lstat": true, "os.Open": true, "os.ReadFile": true, "os.Stat": true}

// MakesLinks holds the functions that make symbolic links. A rename replaces a
// link, the writer the file that it leads to.
var MakesLinks = map[string]bool{"golang.org/x/sys/unix.Symlink": true, "os.Symlink": true, "syscall.Symlink": true}

// KeepsContent holds functions that change a file, but not what is in it.
var KeepsContent = map[string]bool{"os.Chmod": true, "os.Chown": true, "os.Chtimes": true, "os.Lchown": true}

// FilePackages hold functions that take names of files.
var FilePackages = map[string]bool{"io/ioutil": true, "os": true, "path/filepath": true}

// MessagePackages hold functions that put their arguments into texts for
// people.
var MessagePackages = map[string]bool{
	"errors":                     true,
	"fmt":                        true,
	"github.com/go-logr/logr":    true,
	"github.com/pkg/errors":      true,
	"github.com/rs/zerolog":      true,
	"github.com/sirupsen/logrus": true,
	"go.uber.org/zap":            true,
	"k8s.io/klog/v2":             true,
	"log":                        true,
	"log/slog":                   true,
}
