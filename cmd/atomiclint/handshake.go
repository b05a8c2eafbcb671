package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
)

// describeFlags prints what go vet and go fix want to know of the flags that
// they may hand on (the go command's internal/vet/vetflag.go).
func describeFlags(w io.Writer, fs *flag.FlagSet) int {
	type description struct {
		Name  string
		Bool  bool
		Usage string
	}
	var all []description
	fs.VisitAll(func(f *flag.Flag) {
		switch f.Name {
		case "default", "explain", "fix", "format", "since", "tags", "test", "version": // the go command has its own, or none
			return
		}
		b, ok := f.Value.(interface{ IsBoolFlag() bool })
		all = append(all, description{f.Name, ok && b.IsBoolFlag(), f.Usage})
	})
	data, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		return fail(exitFailure, err)
	}
	return show(w, string(data)+"\n")
}

// printBuildID prints what the go command keys its cache with: this binary and
// no other has the hash (the go command's method toolID of type Builder).
func printBuildID(w io.Writer) int {
	exe, err := os.Executable()
	if err != nil {
		return fail(exitFailure, err)
	}
	f, err := os.Open(exe)
	if err != nil {
		return fail(exitFailure, err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return fail(exitFailure, err)
	}
	return show(w, fmt.Sprintf("%s version devel comments-go-here buildID=%02x\n", exe, hash.Sum(nil)))
}

// ownVersion returns the version of this command, as go install knows it, and
// of the Go that compiled it.
func ownVersion() string {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path == modulePath() && info.Main.Version != "" {
		version = info.Main.Version
	}
	return version + " " + runtime.Version()
}
