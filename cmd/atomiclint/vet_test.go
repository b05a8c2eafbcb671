package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// withoutExportData makes the test binary stand in for the command in go vet:
// it takes the export data from the description of each package, and then runs
// the command, which it names.
const withoutExportData = "ATOMICLINT_TEST_WITHOUT_EXPORT_DATA"

func vetWithoutExportData(tool string, args []string) int {
	if len(args) == 1 && args[0] == "-V=full" {
		out, err := exec.Command(tool, args...).Output()
		fmt.Printf("%s0\n", strings.TrimSpace(string(out))) // a tool of its own, to the cache
		return exitCodeOf(err)
	}
	if file := args[len(args)-1]; strings.HasSuffix(file, ".cfg") {
		if err := dropExportData(file); err != nil {
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

func dropExportData(file string) error {
	cfg, err := readUnit(file)
	if err != nil {
		return err
	}
	cfg.PackageFile = nil
	data, err := json.Marshal(cfg)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o666)
}

// TestVet checks that go vet finds the same as the command does stand-alone,
// whether there is export data or not.
func TestVet(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bare := way{"go vet without export data", func(m *module) []string {
		m.env = append(m.env, withoutExportData+"="+tool)
		return []string{"go", "vet", "-vettool=" + exe}
	}}
	for _, args := range [][]string{{"./..."}, {"-tests", "./..."}} {
		for _, w := range []way{goVet, bare} {
			t.Run(w.name+" "+args[0], func(t *testing.T) {
				t.Parallel()
				m := newBareModule(t, chain)
				args := append([]string{"-json"}, args...)
				want := found(t, standAlone.in(m, args...))
				got := found(t, w.in(m, args...))
				if !slices.Equal(got, want) {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
				}
				if n := len(want); n < 3 {
					t.Errorf("got %d findings stand-alone, want three or more", n)
				}
			})
		}
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
