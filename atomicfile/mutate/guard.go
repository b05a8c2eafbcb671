//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A guard is a package whose tests may notice a mutant.
type guard struct {
	dir     string   // within the module
	imports []string // the directories of the packages that it is made of, and itself
	binary  string   // the program that has its tests
	tests   []string
	slow    []string  // those that are run last
	serves  bool      // the program runs them for one mutant after another
	idle    []*server // those that wait for a mutant
	limit   time.Duration
}

// findGuards finds the packages below pkg that have tests, each after those
// that it imports, and builds the tests of those to which the mutants belong.
func (l *lab) findGuards(pkg string, ms []*mutant) error {
	dirs, err := l.list(pkg, "{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}\n{{end}}")
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		imports, err := l.list(dir, "{{.Dir}}\n")
		if err != nil {
			return err
		}
		g := &guard{dir: dir, imports: imports, binary: filepath.Join(l.scratch, strconv.Itoa(len(l.guards))+".test"), limit: l.limit}
		if !slices.ContainsFunc(ms, g.watches) {
			continue
		}
		if l.serve {
			if g.serves, err = l.makeServer(g); err != nil {
				return err
			}
		}
		if err := errors.Join(l.goRun("test", "-c", "-vet=off", "-ldflags=-w", "-o", g.binary, "./"+dir), l.rehearse(g)); err != nil {
			return err
		}
		l.guards = append(l.guards, g)
	}
	return nil
}

// watches reports whether the mutant is in what the package is made of.
func (g *guard) watches(m *mutant) bool { return slices.Contains(g.imports, m.dir()) }

// rehearse runs the tests without any mutation, to know those that take long.
// What takes much longer with one has noticed.
func (l *lab) rehearse(g *guard) error {
	start := time.Now()
	output, failed, err := l.test(g, 0, selection{})
	if err != nil {
		return err
	}
	if failed {
		_, detail := firstFailure(output)
		return fmt.Errorf("without any mutation a test of %s fails: %s", g.dir, detail)
	}
	g.limit = min(l.limit, 10*time.Second+20*time.Since(start))
	for line := range strings.Lines(output) {
		rest, ok := strings.CutPrefix(line, "--- PASS: ")
		name, seconds, _ := strings.Cut(rest, " (")
		if ok {
			g.tests = append(g.tests, name)
		}
		if ok && !strings.HasPrefix(seconds, "0.") {
			g.slow = append(g.slow, name)
		}
	}
	return nil
}

// judge runs the tests of the package that has the mutant, and then those of
// the packages that import it, until one notices.
func (l *lab) judge(m *mutant) (noticed bool, detail string, err error) {
	for _, g := range l.guards {
		if !g.watches(m) {
			continue
		}
		if noticed, detail, err = l.judgeBy(g, m); noticed || err != nil {
			return noticed, detail, err
		}
	}
	return false, "", nil
}

// judgeBy runs the tests of a package.
func (l *lab) judgeBy(g *guard, m *mutant) (noticed bool, detail string, err error) {
	if g.serves {
		return l.judgeByServer(g, m)
	}
	for _, which := range l.selections(g) {
		output, failed, err := l.test(g, m.number, which)
		if err != nil {
			return false, "", err
		}
		if !failed {
			continue
		}
		name, detail := firstFailure(output)
		l.mu.Lock()
		defer l.mu.Unlock()
		if name != "" && !slices.Contains(l.noticed, name) {
			l.noticed = append(l.noticed, name)
		}
		return true, detail, nil
	}
	return false, "", nil
}

// A selection says which tests are run, by patterns.
type selection struct{ run, skip string }

// selections returns the tests of a package in the order in which they are run:
// first those that have noticed a mutant before, then the quick ones, and then
// the others. If all are quick, one program that runs them is quicker yet.
func (l *lab) selections(g *guard) []selection {
	if len(g.slow) == 0 {
		return []selection{{}}
	}
	l.mu.Lock()
	first := slices.Clone(l.noticed)
	l.mu.Unlock()
	return []selection{
		{run: pattern(first)},
		{skip: pattern(slices.Concat(first, g.slow))},
		{run: pattern(g.slow), skip: pattern(first)},
	}
}

// pattern returns one that fits these tests alone.
func pattern(tests []string) string { return "^(" + strings.Join(tests, "|") + ")$" }

// test runs tests of a package on a mutant until one fails, and returns what
// they print. The mutant 0 is the original.
func (l *lab) test(g *guard, mutant int, which selection) (output string, failed bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), g.limit+time.Minute)
	defer cancel()
	tmp, err := os.MkdirTemp(l.scratch, "tmp")
	if err != nil {
		return "", false, err
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o777|os.ModeSticky); err != nil {
		return "", false, err
	}
	if l.skip != "" {
		which.skip = strings.TrimPrefix(which.skip+"|"+l.skip, "|")
	}
	cmd := l.boxed(ctx, g.binary, "-test.v", "-test.run="+which.run, "-test.skip="+which.skip, "-test.failfast", "-test.timeout="+g.limit.String())
	cmd.Dir = filepath.Join(l.module, g.dir)
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp, chosen+"="+strconv.Itoa(mutant))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr.Setpgid = true // what it has started ends with it
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	failed = cmd.Run() != nil
	if cmd.Process != nil {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	return out.String(), failed, nil
}

// firstFailure returns the name of the test that failed, if it has one, and
// what there is to be seen of it.
func firstFailure(output string) (name, detail string) {
	for line := range strings.Lines(output) {
		if _, rest, ok := strings.Cut(line, "--- FAIL: "); ok {
			name = strings.Fields(rest)[0]
			return name, "by " + name
		}
	}
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return "", "by " + strings.TrimSpace(line)
		}
	}
	return "", "at the end: " + strings.TrimSpace(output[max(0, len(output)-200):])
}
