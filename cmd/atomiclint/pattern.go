package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"golang.org/x/tools/go/packages"
)

// checkPatterns returns an error, one line for each pattern that matches
// nothing, if there is nothing to analyze at all. The driver would say it
// in three lines, two of them about analyzers that could not run.
func checkPatterns(patterns []string) error {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles, Tests: true}, patterns...)
	if err != nil {
		return loadError(err)
	}
	if len(pkgs) == 0 {
		return fmt.Errorf("%s matched no packages", strings.Join(patterns, " "))
	}
	var errs []error
	for _, pkg := range pkgs {
		if len(pkg.GoFiles) > 0 || len(pkg.Errors) == 0 {
			return nil
		}
		errs = append(errs, oneLine(pkg.Errors[0].Msg))
	}
	return errors.Join(errs...)
}

// loadError returns what kept the go command from listing the packages, in one
// line: what it said itself, or how it ended if it said nothing.
func loadError(err error) error {
	if _, err := exec.LookPath("go"); err != nil {
		return fmt.Errorf("the go command, which lists the packages, cannot be run: %w", err)
	}
	how, said, _ := strings.Cut(err.Error(), "stderr: ")
	if strings.TrimSpace(said) != "" {
		return oneLine(said)
	}
	how = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(how), "err: "), ":")
	return oneLine("the go command, which lists the packages, failed: " + how)
}

// oneLine returns an error with text on one line.
func oneLine(text string) error { return errors.New(strings.Join(strings.Fields(text), " ")) }
