package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// prepareUnit changes the description of the package that the go command wants
// analyzed, before the driver reads it: see promotable and printLinked. It
// returns nil if there will be no findings in JSON form to print, otherwise
// the description as it was.
func prepareUnit(cl *commandLine) (*unitchecker.Config, error) {
	if !cl.printsDiagnostics() {
		return nil, nil
	}
	file := cl.patterns[0]
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var was unitchecker.Config
	if err := json.Unmarshal(data, &was); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	cfg := was
	if promotable(&cfg) {
		cfg.VetxOnly = false
	}
	if cfg.VetxOnly {
		return nil, nil
	}
	if cl.json {
		cfg.Stdout = "" // printLinked writes that file
	}
	if data, err = json.Marshal(&cfg); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	//atomiclint:ignore the go command made the file for this process alone, and removes it afterwards
	if err := os.WriteFile(file, data, 0o666); err != nil || !cl.json {
		return nil, err
	}
	return &was, nil
}

// delayGarbageCollection lets the heap grow to five times of what is live
// before it is collected. The process has one package to analyze and nearly
// everything it loads lives to its end, so that collecting it early took a
// fifth of the time and freed next to nothing: over golang.org/x/tools the
// largest process needs a tenth more memory. GOGC still has the last word.
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
