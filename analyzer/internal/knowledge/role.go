package knowledge

import (
	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/internal/module"
)

// DurableRename is the writer's function that renames as os.Rename does, and
// flushes the content of the file before and the directory after.
var DurableRename = module.Writer() + ".Rename"

// Roles tells what functions do with their arguments where a Fact would
// be too costly or could not tell, keyed by types.Func.FullName and the index
// of the argument.
var Roles = map[string]map[int]facts.Param{
	"os.Link":                             {0: {MoveTo: 2, Link: true}},
	"os.Rename":                           {0: {MoveTo: 2}},
	"(*os.Root).Link":                     {0: {MoveTo: 2, Link: true}},
	"(*os.Root).Rename":                   {0: {MoveTo: 2}},
	"syscall.Link":                        {0: {MoveTo: 2, Link: true}},
	"syscall.Rename":                      {0: {MoveTo: 2}},
	"syscall.MoveFile":                    {0: {MoveTo: 2}},
	"golang.org/x/sys/unix.Link":          {0: {MoveTo: 2, Link: true}},
	"golang.org/x/sys/unix.Linkat":        {1: {MoveTo: 4, Link: true}},
	"golang.org/x/sys/unix.Rename":        {0: {MoveTo: 2}},
	"golang.org/x/sys/unix.Renameat":      {1: {MoveTo: 4}},
	"golang.org/x/sys/unix.Renameat2":     {1: {MoveTo: 4}},
	"golang.org/x/sys/windows.MoveFile":   {0: {MoveTo: 2}},
	"golang.org/x/sys/windows.MoveFileEx": {0: {MoveTo: 2}},
	DurableRename:                         {0: {MoveTo: 2}},

	"os.Remove":                    {0: {Removed: true}},
	"os.RemoveAll":                 {0: {Removed: true}},
	"(*os.Root).Remove":            {0: {Removed: true}},
	"(*os.Root).RemoveAll":         {0: {Removed: true}},
	"syscall.Unlink":               {0: {Removed: true}},
	"golang.org/x/sys/unix.Unlink": {0: {Removed: true}},

	"os.NewFile":                    {0: {Known: true}},
	"log.New":                       {0: {Stream: true, Known: true}},
	"log.SetOutput":                 {0: {Stream: true, Known: true}},
	"(*log.Logger).SetOutput":       {0: {Stream: true, Known: true}},
	"log/slog.NewJSONHandler":       {0: {Stream: true, Known: true}},
	"log/slog.NewTextHandler":       {0: {Stream: true, Known: true}},
	"runtime/debug.SetCrashOutput":  {0: {Stream: true, Known: true}},
	"runtime/pprof.StartCPUProfile": {0: {Stream: true, Known: true}},
	"runtime/trace.Start":           {0: {Stream: true, Known: true}},
}
