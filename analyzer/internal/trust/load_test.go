package trust

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// load returns a Finder for a package of one file.
func load(t *testing.T, text string) (*Finder, *typecheck.Package) {
	t.Helper()
	pkg := typecheck.Source(t, `package p

import (
	"errors"
	"io/fs"
	"log"
	"os"
	"path/filepath"
)

var (
	_ = errors.Is
	_ fs.FileInfo
	_ = log.Fatal
	_ = os.Stat
	_ = filepath.Join
)

`+text)
	s := trace.New(func(*types.Package) *facts.Package { return nil }, map[string]knowledge.Sink{})
	s.Prepare(pkg.Types, pkg.Info, func() inspector.Cursor { return pkg.Root })
	if !s.Load() {
		t.Fatal("the package is not indexed")
	}
	return New(s), pkg
}
