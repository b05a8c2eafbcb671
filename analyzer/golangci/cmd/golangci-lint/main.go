// The golangci-lint command is golangci-lint with the linter atomiclint in it,
// for where golangci-lint custom cannot clone the repository that it builds.
package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/atomiclint/atomiclint/analyzer/golangci"
)

func main() {
	info, err := buildInfo()
	if err == nil {
		err = commands.Execute(info)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "golangci-lint:", err)
		os.Exit(exitcodes.Failure)
	}
}

// buildInfo returns what golangci-lint version prints.
//
// The version holds a hash of this binary. Findings are cached under the
// version, and must not come back from the cache when a linter has changed.
func buildInfo() (commands.BuildInfo, error) {
	info := commands.BuildInfo{GoVersion: runtime.Version(), Date: "(unknown)"}
	hash, err := hashSelf()
	if err != nil {
		return info, err
	}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return info, errors.New("built without module support")
	}
	info.Commit = build.Main.Path
	for _, dep := range build.Deps {
		if dep.Path == "github.com/golangci/golangci-lint/v2" {
			info.Version = fmt.Sprintf("%s-atomiclint-%.8x", strings.TrimPrefix(dep.Version, "v"), hash)
		}
	}
	return info, nil
}

func hashSelf() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return nil, err
	}
	return hash.Sum(nil), nil
}
