package knowledge

// MakesError holds the functions that return an error, and never nil.
var MakesError = map[string]bool{
	"errors.New":                   true,
	"fmt.Errorf":                   true,
	"github.com/pkg/errors.New":    true,
	"github.com/pkg/errors.Errorf": true,
	"golang.org/x/xerrors.New":     true,
	"golang.org/x/xerrors.Errorf":  true,
}

// WrapsError holds the functions that return nil if their first argument is,
// and else an error, as their documentation says.
var WrapsError = map[string]bool{
	"github.com/pkg/errors.WithMessage":  true,
	"github.com/pkg/errors.WithMessagef": true,
	"github.com/pkg/errors.WithStack":    true,
	"github.com/pkg/errors.Wrap":         true,
	"github.com/pkg/errors.Wrapf":        true,
}

// FalseOfNil holds the functions that report false for the error nil.
var FalseOfNil = map[string]bool{
	"errors.As":       true,
	"errors.Is":       true, // of a target that is not nil
	"os.IsExist":      true,
	"os.IsNotExist":   true,
	"os.IsPermission": true,
	"os.IsTimeout":    true,
}

// TellsOfStop holds the functions whose error tells why work has stopped, which
// may be that of a loop long before the call.
var TellsOfStop = map[string]bool{
	"(*golang.org/x/sync/errgroup.Group).Wait": true,
	"(context.Context).Err":                    true,
	"context.Cause":                            true,
}

// Existing are the names by which errors are told apart which say that a file
// exists. Those of the writer say that another one writes the file.
var Existing = map[string]bool{
	"golang.org/x/sys/unix.EEXIST": true, "io/fs.ErrExist": true, "os.ErrExist": true, "os.IsExist": true, "syscall.EEXIST": true,
}
