package main

import (
	"runtime"
	"runtime/debug"
)

// ownVersion returns the version of this command, as go install knows it, and
// of the Go that compiled it.
func ownVersion() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path == modulePath() && info.Main.Version != "" {
		version = info.Main.Version
	}
	return version + " " + runtime.Version()
}
