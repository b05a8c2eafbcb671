package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/unitchecker"
)

// withExportData makes the test binary stand in for the command in go vet: it
// changes what the description of each package says of export data, as the
// function of that name does, and then runs the command.
const (
	withExportData = "ATOMICLINT_TEST_EXPORT_DATA"
	withTool       = "ATOMICLINT_TEST_TOOL"
)

// exportData has functions that change the files with export data.
var exportData = map[string]func(dir string, files map[string]string) error{
	"none": func(_ string, files map[string]string) error { clear(files); return nil },
	"new": func(dir string, files map[string]string) error {
		for path, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			_, version, ok := bytes.Cut(data, []byte("\n$$B\nu"))
			if !ok {
				return fmt.Errorf("%s has no export data", file)
			}
			version[0] = 99
			files[path] = filepath.Join(dir, strings.ReplaceAll(path, "/", "_")+".new")
			if err := os.WriteFile(files[path], data, 0o666); err != nil {
				return err
			}
		}
		return nil
	},
}

func vetWithExportData(kind string, args []string) int {
	tool := os.Getenv(withTool)
	if len(args) == 1 && args[0] == "-V=full" {
		out, err := exec.Command(tool, args...).Output()
		fmt.Printf("%s%x\n", strings.TrimSpace(string(out)), kind) // a tool of its own, to the cache
		return exitCodeOf(err)
	}
	if file := args[len(args)-1]; strings.HasSuffix(file, ".cfg") {
		if err := changeExportData(kind, file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return exitFailure
		}
	}
	cmd := exec.Command(tool, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return exitCodeOf(cmd.Run())
}

func exitCodeOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, err)
	return exitFailure
}

func changeExportData(kind, file string) error {
	cfg := new(unitchecker.Config)
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, cfg); err != nil {
		return err
	}
	if err := exportData[kind](filepath.Dir(file), cfg.PackageFile); err != nil {
		return err
	}
	if data, err = json.Marshal(cfg); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}

// TestVet checks that go vet finds the same as the command does stand-alone.
func TestVet(t *testing.T) {
	for _, args := range []string{"./...", "-tests ./..."} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			compareVet(t, goVet, strings.Fields(args)...)
		})
	}
}

// compareVet checks that w finds the same as the command does stand-alone.
func compareVet(t *testing.T, w way, args ...string) {
	t.Helper()
	m := newBareModule(t, chain)
	args = append([]string{"-json"}, args...)
	want := found(t, standAlone.in(m, args...))
	got := found(t, w.in(m, args...))
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if n := len(want); n < 3 {
		t.Errorf("got %d findings stand-alone, want three or more", n)
	}
}

// found returns what the diagnostics in the JSON output of r say, in order.
func found(t *testing.T, r result) []string {
	t.Helper()
	var all []string
	for _, d := range jsonDiagnostics(t, r) {
		all = append(all, fmt.Sprintf("%s: %s (%s, %d fixes)", d.Posn, d.Message, d.URL, len(d.SuggestedFixes)))
	}
	slices.Sort(all)
	return all
}
