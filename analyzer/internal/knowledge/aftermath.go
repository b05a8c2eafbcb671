package knowledge

// IdlePackages hold functions by which nobody else learns that a file was
// written: they compute, or put texts together for people.
var IdlePackages = map[string]bool{
	"bytes":           true,
	"crypto/subtle":   true,
	"encoding/base64": true,
	"encoding/binary": true,
	"encoding/hex":    true,
	"errors":          true,
	"fmt":             true,
	"hash":            true,
	"log":             true,
	"log/slog":        true,
	"path":            true,
	"path/filepath":   true,
	"slices":          true,
	"strconv":         true,
	"strings":         true,
	"time":            true,
	"unicode/utf8":    true,
}

// IdleMethods holds the names of methods that end what has been read, or tell
// how it went.
var IdleMethods = map[string]bool{"Close": true, "Err": true, "Error": true, "Len": true, "Size": true, "Stop": true, "String": true, "Sum": true}

// Unlocks holds functions that let others in.
var Unlocks = map[string]bool{"(*sync.Mutex).Unlock": true, "(*sync.RWMutex).RUnlock": true, "(*sync.RWMutex).Unlock": true}

// Relocates holds functions after which a path may lead to another file, or to
// none, or may lead to one that it did not before.
var Relocates = map[string]bool{
	"(*os.File).Chdir":  true,
	"os.Chdir":          true,
	"os.Link":           true,
	"os.Mkdir":          true,
	"os.MkdirAll":       true,
	"os.Remove":         true,
	"os.RemoveAll":      true,
	"os.Rename":         true,
	"os.Symlink":        true,
	"syscall.Chdir":     true,
	"syscall.Chroot":    true,
	"syscall.Fchdir":    true,
	"syscall.Link":      true,
	"syscall.Mkdir":     true,
	"syscall.Mount":     true,
	"syscall.PivotRoot": true,
	"syscall.Rename":    true,
	"syscall.Rmdir":     true,
	"syscall.Symlink":   true,
	"syscall.Unlink":    true,
	"syscall.Unmount":   true,
}
