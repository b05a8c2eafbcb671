package main

import (
	"runtime"
	"runtime/debug"

	"github.com/atomiclint/atomiclint/internal/module"
)

// ownVersion returns the version of this command, as go install knows it, and
// of the Go that compiled it.
func ownVersion() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path == module.Path() && info.Main.Version != "" {
		version = info.Main.Version
	}
	return version + " " + runtime.Version()
}
