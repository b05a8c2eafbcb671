package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
)

// promoteUnit changes the description of the package that the go command wants
// fixed, before the driver reads it: see promotable.
func promoteUnit(cl *commandLine) error {
	file := cl.patterns[0]
	cfg, err := readUnit(file)
	if err != nil || !cl.printsDiagnostics() || !promotable(cfg) {
		return err
	}
	cfg.VetxOnly = false
	data, err := json.Marshal(cfg)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	//atomiclint:ignore the go command made the file for this process alone, and removes it afterwards
	return os.WriteFile(file, data, 0o666)
}

// delayGarbageCollection lets the heap grow to five times of what is live
// before it is collected. The process has one package to analyze and nearly
// everything it loads lives to its end, so that collecting it early took an
// eighth of the time and freed next to nothing: over golang.org/x/tools no
// process needs more than 56 MiB. GOGC still has the last word.
func delayGarbageCollection() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// printsDiagnostics reports whether diagnostics go to the output that the go
// command caches. Files that -fix changes go another way.
func (cl *commandLine) printsDiagnostics() bool {
	if cl.fix {
		return cl.diff
	}
	return cl.json
}
