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
)

// mainEnv makes the test binary behave as the command.
const mainEnv = "ATOMICLINT_GOPLS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(mainEnv) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

// modules is the module cache of all tests, so that what they build has one
// path and is compiled once.
var modules string

func runTests(m *testing.M) (code int) {
	var err error
	if modules, err = os.MkdirTemp("", "atomiclint-mod"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := removeModules(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}()
	return m.Run()
}

// removeModules removes the module cache, in which everything is read-only.
func removeModules() error {
	cmd := exec.Command("go", "clean", "-modcache")
	cmd.Env = append(os.Environ(), "GOMODCACHE="+modules)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go clean -modcache: %w\n%s", err, out)
	}
	return os.RemoveAll(modules)
}

// A session runs the command in an environment of its own.
type session struct {
	t   *testing.T
	dir string // the working directory
	tmp string // where the command makes its temporary files
	env []string
}

// newSession returns a session in this directory of the checkout.
func newSession(t *testing.T, env ...string) *session {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	env = append([]string{mainEnv + "=1", "TMPDIR=" + tmp, "TMP=" + tmp}, env...)
	return &session{t: t, dir: dir, tmp: tmp, env: env}
}

func (s *session) command(args ...string) *exec.Cmd {
	s.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), append(s.env, "PWD="+s.dir)...)
	return cmd
}

// run runs the command and returns its output and exit code. It checks that no
// temporary files stay.
func (s *session) run(args ...string) (stdout, stderr string, code int) {
	s.t.Helper()
	cmd := s.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		s.t.Fatal(err)
	}
	s.checkTmp()
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// checkTmp checks that the command has left no temporary files.
func (s *session) checkTmp() {
	s.t.Helper()
	left, err := filepath.Glob(filepath.Join(s.tmp, "*"))
	if err != nil || len(left) > 0 {
		s.t.Errorf("got %q left in the directory for temporary files (%v), want nothing", left, err)
	}
}

// fails runs the command, which must fail with the exit code, and one line that
// has each of want after what it reports of its progress.
func (s *session) fails(code int, args []string, want ...string) {
	s.t.Helper()
	stdout, stderr, got := s.run(args...)
	if got != code || stdout != "" {
		s.t.Errorf("%q: got exit code %d, output %q, error %q, want exit code %d and no output", args, got, stdout, stderr, code)
	}
	var last string
	for line := range strings.Lines(stderr) {
		last = line
		if !strings.HasPrefix(line, "atomiclint-gopls: ") {
			s.t.Errorf("%q: got line %q, want only those of the command", args, line)
		}
	}
	for _, text := range want {
		if !strings.Contains(last, text) {
			s.t.Errorf("%q: got error %q, want one with %q", args, last, text)
		}
	}
}

// proxyURL returns the URL by which GOPROXY names the directory dir.
func proxyURL(dir string) string {
	return fmt.Sprintf("file://%s%s", strings.TrimSuffix("/", filepath.ToSlash(dir)[:1]), filepath.ToSlash(dir))
}
