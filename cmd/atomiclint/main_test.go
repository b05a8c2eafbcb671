package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/atomiclint/atomiclint/internal/module"
)

// tool is the path of the command, as TestMain built it.
var tool string

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	if kind := os.Getenv(withExportData); kind != "" {
		return vetWithExportData(kind, os.Args[1:])
	}
	dir, err := os.MkdirTemp("", "atomiclint")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv("ATOMICLINT_CACHE", filepath.Join(dir, "cache")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	tool = filepath.Join(dir, "atomiclint.exe")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", tool, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// A userModule is a Go module in a temporary directory.
type userModule struct {
	t   *testing.T
	dir string
	env []string
}

// newModule makes the module example.com/app out of the files of archive,
// which is in txtar format. It gets the packages of this module from the
// checkout.
func newModule(t *testing.T, archive string) *userModule {
	t.Helper()
	m := newBareModule(t, archive)
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	m.write("go.sum", string(sum))
	m.write("go.mod", m.read("go.mod")+fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", module.Path(), checkout))
	m.env = append(m.env, "GOFLAGS=-mod=mod")
	return m
}

// newBareModule makes the module example.com/app out of the files of archive.
// It requires no other.
func newBareModule(t *testing.T, archive string) *userModule {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := &userModule{t: t, dir: dir, env: append(os.Environ(), "GOFLAGS=", "GOWORK=off", "PWD="+dir)}
	m.write("go.mod", "module example.com/app\n\ngo 1.26\n")
	for _, f := range txtar.Parse([]byte(archive)).Files {
		m.write(f.Name, string(f.Data))
	}
	return m
}

func (m *userModule) write(name, text string) {
	m.t.Helper()
	file := filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		m.t.Fatal(err)
	}
}

func (m *userModule) read(name string) string {
	m.t.Helper()
	data, err := os.ReadFile(filepath.Join(m.dir, name))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(data)
}

// A result is what a process left: its output and its exit code.
type result struct {
	command        string
	stdout, stderr string
	code           int
}

func (r result) String() string {
	return fmt.Sprintf("%s: exit code %d\nstdout:\n%s\nstderr:\n%s", r.command, r.code, r.stdout, r.stderr)
}

// run runs a command in the module.
func (m *userModule) run(name string, args ...string) result {
	m.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = m.dir, m.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		m.t.Fatal(err)
	}
	return result{
		command: filepath.Base(name) + " " + strings.Join(args, " "),
		stdout:  stdout.String(),
		stderr:  stderr.String(),
		code:    cmd.ProcessState.ExitCode(),
	}
}

// must runs a command that succeeds.
func (m *userModule) must(name string, args ...string) result {
	m.t.Helper()
	r := m.run(name, args...)
	if r.code != 0 {
		m.t.Fatalf("got an error, want none: %v", r)
	}
	return r
}

// onlyLines returns the lines of text that contain part.
func onlyLines(text, part string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// broken is a package with one finding.
const broken = `
-- app.go --
package app

import "os"

func Save(data []byte) error {
	return os.WriteFile("config.json", data, 0o644)
}
`

// clean is a package without findings.
const clean = `
-- app.go --
package app

import "os"

func Load() ([]byte, error) { return os.ReadFile("config.json") }
`

// typo is a package that does not compile.
const typo = `
-- app.go --
package app

func F() { return 1 }
`
