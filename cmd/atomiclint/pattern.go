package main

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/tools/go/packages"
)

// checkPatterns returns an error, one line for each pattern that matches
// nothing, if there is nothing to analyze at all. The driver would say it
// in three lines, two of them about analyzers that could not run.
func checkPatterns(patterns []string) error {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedFiles, Tests: true}, patterns...)
	if err != nil {
		return oneLine(err.Error())
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

// oneLine returns an error with the text of a message of the go command.
func oneLine(text string) error {
	if _, stderr, ok := strings.Cut(text, "stderr: "); ok {
		text = stderr
	}
	return errors.New(strings.Join(strings.Fields(text), " "))
}
