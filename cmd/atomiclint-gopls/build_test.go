package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun builds a small gopls from a small checkout. TestRunVersion builds one
// with the real analyzer, as somebody does who has got the command from a module
// proxy.
func TestRun(t *testing.T) {
	p, root := newSmallProxy(t)
	p.addGopls("v0.18.1", miniature)
	p.addGopls("v0.98.0", miniature)
	p.addGopls("v0.98.1", miniature)
	p.addGopls("v0.99.0-pre.1", miniature)
	p.addGopls("v0.99.0", newerThanAny)
	env := p.env()

	t.Run("checkout", func(t *testing.T) {
		s := newSession(t, env...)
		s.dir = root
		output := filepath.Join(t.TempDir(), "gopls")
		stdout, stderr, code := s.run("-o", output)
		if want := output + " is gopls v0.98.1 with atomiclint from " + root + ".\n"; code != 0 || !strings.HasPrefix(stdout, want) {
			t.Fatalf("got exit code %d, output %q, error %q, want output %q", code, stdout, stderr, want)
		}
		if want := "atomiclint-gopls: gopls v0.98.1 with atomiclint from " + root + "\n"; !strings.Contains(stderr, want) {
			t.Errorf("got progress %q, want %q", stderr, want)
		}
		checkMiniature(t, output, "v0.98.1+atomiclint")
	})

	t.Run("query", func(t *testing.T) {
		s := newSession(t, env...)
		const these = "these can be built: v0.98.1\n"
		s.fails(1, []string{"-gopls=v0.18"}, "gopls v0.18.1 cannot carry atomiclint", these)
		s.fails(1, []string{"-gopls=v0.99.0"}, "gopls v0.99.0 needs go1.999.0", these)
		s.fails(1, []string{"-gopls=v0.97"}, `no matching versions for query "v0.97"`, these)
	})
}

// TestReplaceOutput checks that an earlier output is replaced, and made
// executable, and that it stays when the next build fails.
func TestReplaceOutput(t *testing.T) {
	p, checkout := newSmallProxy(t)
	p.addGopls("v0.96.0", miniature)
	p.addGopls("v0.97.0", strings.Replace(miniature, "AllAnalyzers =", "allAnalyzers =", 1))
	output := filepath.Join(t.TempDir(), "gopls")
	p.write(output, []byte("earlier"))
	s := newSession(t, p.env()...)
	s.fails(1, []string{"-source", checkout, "-o", output},
		"gopls v0.97.0 cannot carry atomiclint: internal/settings declares no variable AllAnalyzers; ", "these can be built: v0.96.0\n")
	if got, err := os.ReadFile(output); string(got) != "earlier" || err != nil {
		t.Errorf("after a failure: got %q, error %v, want the file that was there", got, err)
	}
	if _, stderr, code := s.run("-source", checkout, "-gopls=v0.96.0", "-o", output); code != 0 {
		t.Fatalf("got exit code %d: %s", code, stderr)
	}
	checkMiniature(t, output, "v0.96.0+atomiclint")
}

// TestBuildFails checks the error for a gopls that does not compile with the
// analyzer. What the compiler says comes before it.
func TestBuildFails(t *testing.T) {
	p, checkout := newSmallProxy(t)
	p.addGopls("v0.95.0", strings.Replace(miniature, "[]*Analyzer{{", "map[string]*Analyzer{\"a\": {", 1))
	output := filepath.Join(t.TempDir(), "gopls")
	stdout, stderr, code := newSession(t, p.env()...).run("-source", checkout, "-o", output)
	want := "\natomiclint-gopls: gopls v0.95.0 does not build with atomiclint: internal/settings/atomiclint.go:"
	if code != 1 || stdout != "" || !strings.Contains(stderr, want) {
		t.Errorf("got exit code %d, output %q, error %q, want error %q", code, stdout, stderr, want)
	}
	checkEmpty(t, filepath.Dir(output))
}

// TestPrivateTmp checks that what the go command leaves behind goes with the
// directory in which a gopls is built.
func TestPrivateTmp(t *testing.T) {
	work := t.TempDir()
	out, err := goCommand{dir: work, tmp: work}.output(t.Context(), "env", "GOTMPDIR")
	if got := strings.TrimSpace(string(out)); got != work || err != nil {
		t.Errorf("got GOTMPDIR %q, error %v, want %q", got, err, work)
	}
}

// TestInterruptBuild checks that an interrupt ends a build, and removes what was
// made until then.
func TestInterruptBuild(t *testing.T) {
	p, checkout := newSmallProxy(t)
	p.addGopls("v0.94.0", miniature)
	output := filepath.Join(t.TempDir(), "gopls")
	s := newSession(t, append(p.env(), "GOCACHE="+t.TempDir())...)
	cmd := s.command("-source", checkout, "-o", output)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		last = lines.Text()
		if strings.Contains(last, "compiling") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
		}
	}
	if want := "atomiclint-gopls: interrupted; nothing was written"; last != want {
		t.Errorf("got %q, want %q", last, want)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("got %v, want exit code 1", err)
	}
	s.checkTmp()
	checkEmpty(t, filepath.Dir(output))
}
