//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// Where neither the packages nor their tests change variables that outlive a
// test, no mutant needs a process of its own. Then one, a server, runs the tests
// for one mutant after another, so that what they load is loaded once.

// serverFile is the source that makes the tests of a package a server if the
// environment says so. A request is a line with the number of a mutant and the
// names of tests; the answer is the first one that fails, or "-".
const serverFile = `package %s

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	choice %q
)

func TestMain(m *testing.M) {
	if os.Getenv("MUTANTS") == "" {
		os.Exit(m.Run())
	}
	flag.Parse()
	answers := os.NewFile(3, "answers")
	requests := bufio.NewScanner(os.Stdin)
	requests.Buffer(nil, 1<<20)
	for requests.Scan() {
		fields := strings.Fields(requests.Text())
		choice.Number, _ = strconv.Atoi(fields[0])
		failed := "-"
		for _, test := range fields[1:] {
			flag.Set("test.run", "^"+test+"$")
			if m.Run() != 0 {
				failed = test
				break
			}
		}
		fmt.Fprintln(answers, failed)
	}
}
`

// makeServer adds that source to the tests of a package, and reports whether it
// could: they must not have such a function already.
func (l *lab) makeServer(g *guard) (bool, error) {
	files, err := filepath.Glob(filepath.Join(l.module, g.dir, "*_test.go"))
	if err != nil {
		return false, err
	}
	name := ""
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return false, err
		}
		if bytes.Contains(src, []byte("\nfunc TestMain(")) {
			return false, nil
		}
		for line := range strings.Lines(string(src)) {
			if pkg, ok := strings.CutPrefix(line, "package "); ok {
				name = strings.TrimSpace(pkg)
				break
			}
		}
	}
	src := fmt.Appendf(nil, serverFile, name, l.choicePath())
	return true, os.WriteFile(filepath.Join(l.module, g.dir, "mutantserver_test.go"), src, 0o644)
}

// A server is such a process.
type server struct {
	stop     func()
	requests io.WriteCloser
	answers  *bufio.Reader
	output   *os.File // what the tests print
}

func (l *lab) startServer(g *guard) (*server, error) {
	tmp, err := os.MkdirTemp(l.scratch, "tmp")
	if err != nil {
		return nil, err
	}
	output, err := os.OpenFile(filepath.Join(tmp, "output"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	answers, answer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer answer.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := l.boxed(ctx, g.binary, "-test.timeout="+g.limit.String())
	cmd.Dir = filepath.Join(l.module, g.dir)
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp, "MUTANTS=1")
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = output, output, []*os.File{answer}
	cmd.SysProcAttr.Setpgid = true // what it has started ends with it
	requests, err := cmd.StdinPipe()
	if err != nil {
		cancel()
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, err
	}
	return &server{requests: requests, answers: bufio.NewReader(answers), output: output, stop: func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		cmd.Wait()
		cancel()
		answers.Close()
		output.Close()
		os.RemoveAll(tmp)
	}}, nil
}

// ask returns the first of the tests that fails for a mutant, or "". If the
// server ends over it, so that another one is needed, it returns what it printed.
func (s *server) ask(mutant int, tests []string) (failed, ended string) {
	if err := s.output.Truncate(0); err != nil {
		return "", err.Error()
	}
	fmt.Fprintln(s.requests, mutant, strings.Join(tests, " "))
	answer, err := s.answers.ReadString('\n')
	if err == nil {
		return strings.Trim(answer, "-\n"), ""
	}
	text, err := os.ReadFile(s.output.Name())
	if err != nil {
		return "", err.Error()
	}
	return "", "it ends: " + string(text)
}

// judgeByServer lets a server run the tests of a package: first those that have
// noticed a mutant before, then the quick ones, and then the others.
func (l *lab) judgeByServer(g *guard, m *mutant) (noticed bool, detail string, err error) {
	l.mu.Lock()
	var s *server
	if n := len(g.idle); n > 0 {
		s, g.idle = g.idle[n-1], g.idle[:n-1]
	}
	rank := func(test string) int {
		switch {
		case slices.Contains(l.noticed, test):
			return 0
		case slices.Contains(g.slow, test):
			return 2
		}
		return 1
	}
	tests := slices.Clone(g.tests)
	slices.SortStableFunc(tests, func(a, b string) int { return rank(a) - rank(b) })
	l.mu.Unlock()
	if s == nil {
		if s, err = l.startServer(g); err != nil {
			return false, "", err
		}
	}
	failed, ended := s.ask(m.number, tests)
	l.mu.Lock()
	defer l.mu.Unlock()
	if ended != "" {
		s.stop()
		_, detail := firstFailure(ended)
		return true, detail, nil
	}
	g.idle = append(g.idle, s)
	if failed == "" {
		return false, "", nil
	}
	if !slices.Contains(l.noticed, failed) {
		l.noticed = append(l.noticed, failed)
	}
	return true, "by " + failed, nil
}

// stopServers stops all servers. Before, each runs its tests without a
// mutation: if one fails then, what a mutant did has outlived it, and the others
// were not judged by themselves.
func (l *lab) stopServers() (err error) {
	for _, g := range l.guards {
		for _, s := range g.idle {
			if failed, ended := s.ask(0, g.tests); failed+ended != "" && err == nil {
				err = fmt.Errorf("without any mutation, but after some, tests of %s fail: %s%s", g.dir, failed, ended)
			}
			s.stop()
		}
		g.idle = nil
	}
	return err
}
