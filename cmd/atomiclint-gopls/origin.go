package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"runtime/debug"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// modulePath returns the path of the module of this command.
func modulePath() string { return path.Dir(reflect.TypeFor[atomicfile.File]().PkgPath()) }

// An origin is where the analyzer comes from: a version of its module, or the
// directory of a checkout.
type origin struct {
	version string
	dir     string // absolute; empty if version is set
}

func (o origin) String() string {
	if o.dir != "" {
		return "from " + o.dir
	}
	return o.version
}

// edits returns the flags by which "go mod edit" adds the module.
func (o origin) edits() []string {
	if o.dir == "" {
		return []string{"-require=" + modulePath() + "@" + o.version}
	}
	// The version is of no account beside the replacement.
	return []string{"-require=" + modulePath() + "@v0.0.0", "-replace=" + modulePath() + "=" + o.dir}
}

// findOrigin returns the origin of this command, which info describes, or the
// checkout in the directory source if that is not empty.
func findOrigin(ctx context.Context, source string, info *debug.BuildInfo) (origin, error) {
	if source != "" {
		return checkout(ctx, source)
	}
	// A program built from a checkout may have a version as well, taken from
	// the repository, but has no checksum.
	if main := info.Main; main.Path == modulePath() && main.Sum != "" && main.Replace == nil {
		return origin{version: main.Version}, nil
	}
	return surroundings(ctx)
}

// checkout returns the origin in the directory dir.
func checkout(ctx context.Context, dir string) (origin, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return origin{}, err
	}
	file := filepath.Join(abs, "go.mod")
	if _, err := os.Stat(file); err != nil {
		return origin{}, fmt.Errorf("-source: %w", err)
	}
	mod, err := readGoMod(ctx, goCommand{dir: abs}, file)
	if err != nil {
		return origin{}, fmt.Errorf("-source: %w", err)
	}
	if mod.Module.Path != modulePath() {
		return origin{}, fmt.Errorf("-source: %s is not a checkout of %s but of %s", dir, modulePath(), mod.Module.Path)
	}
	return origin{dir: abs}, nil
}

// surroundings returns the checkout that the working directory is in, or that
// the module of the working directory uses instead of a version.
func surroundings(ctx context.Context) (origin, error) {
	var module struct {
		Dir     string
		Main    bool
		Replace *struct{ Version string }
	}
	err := goCommand{}.decode(ctx, &module, "list", "-mod=readonly", "-m", "-json", modulePath())
	if err == nil && (module.Main || module.Replace != nil && module.Replace.Version == "") {
		return origin{dir: module.Dir}, nil
	}
	if errors.Is(err, exec.ErrNotFound) {
		return origin{}, err
	}
	return origin{}, errors.New("this command was built from a checkout and does not know where that is; -source names its directory")
}
