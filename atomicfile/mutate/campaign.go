//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A campaign says what is tried.
type campaign struct {
	pkg      string
	sample   int
	seed     uint64
	only     string
	limit    time.Duration
	progress func(line string)
}

// run makes the mutants and tests them.
func (c *campaign) run() (*report, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	if err := os.Chmod(scratch, 0o755); err != nil {
		return nil, err
	}
	l := &lab{module: filepath.Join(scratch, "module"), scratch: scratch, pkg: c.pkg, limit: c.limit}
	if err := copyModule(root, l.module, c.pkg); err != nil {
		return nil, err
	}
	files, err := l.files()
	if err != nil {
		return nil, err
	}
	all, err := mutants(l.module, files)
	if err != nil {
		return nil, err
	}
	if v, detail := l.judge(); v != survived {
		return nil, fmt.Errorf("without any mutation: %s\n%s", v, detail)
	}
	return c.try(l, c.draw(all))
}

// draw puts the mutants in the order of trial: those that are always tried
// come first.
func (c *campaign) draw(all []mutant) (order []mutant) {
	var rest []mutant
	for _, m := range all {
		switch {
		case !strings.Contains(m.String(), c.only):
		case m.operator == emptied:
			order = append(order, m)
		default:
			rest = append(rest, m)
		}
	}
	random := rand.New(rand.NewPCG(c.seed, 0))
	random.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return append(order, rest...)
}

// try tests the mutants in order, until enough of those that were drawn have
// compiled.
func (c *campaign) try(l *lab, order []mutant) (*report, error) {
	r := new(report)
	drawn := 0
	for _, m := range order {
		if m.operator != emptied && drawn == c.sample {
			break
		}
		v, detail, err := l.mutate(&m)
		if err != nil {
			return nil, err
		}
		if v != broken && m.operator != emptied {
			drawn++
		}
		switch v {
		case broken:
			r.broken++
			continue
		case killed:
			r.killed++
		case survived:
			r.survivors = append(r.survivors, m)
		}
		c.progress(fmt.Sprintf("%s: %s %s", v, m, detail))
	}
	return r, nil
}

// A verdict is what the tests say.
type verdict string

const (
	broken   verdict = "does not compile"
	killed   verdict = "noticed"
	survived verdict = "survived"
)

// A lab is the copy of the module in which mutants live.
type lab struct {
	module, scratch string
	pkg             string
	limit           time.Duration
}

// mutate makes a mutant, tests it, and takes the change back.
func (l *lab) mutate(m *mutant) (v verdict, detail string, err error) {
	name := filepath.Join(l.module, m.file)
	src, err := os.ReadFile(name)
	if err != nil {
		return "", "", err
	}
	if err := os.WriteFile(name, m.apply(src), 0o644); err != nil {
		return "", "", err
	}
	v, detail = l.judge()
	return v, detail, os.WriteFile(name, src, 0o644)
}

// judge builds the tests and runs them.
func (l *lab) judge() (verdict, string) {
	binary := filepath.Join(l.scratch, "mutant.test")
	build := exec.Command("go", "test", "-c", "-o", binary, "./"+l.pkg)
	build.Dir = l.module
	if out, err := build.CombinedOutput(); err != nil {
		return broken, string(out)
	}
	if test, failed := l.test(binary); failed {
		return killed, test
	}
	return survived, ""
}

// test runs the tests until one fails, and returns its name.
func (l *lab) test(binary string) (test string, failed bool) {
	ctx, cancel := context.WithTimeout(context.Background(), l.limit+time.Minute)
	defer cancel()
	tmp, err := os.MkdirTemp(l.scratch, "tmp")
	if err != nil {
		return err.Error(), true
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o777|os.ModeSticky); err != nil {
		return err.Error(), true
	}
	cmd := l.boxed(ctx, binary, "-test.failfast", "-test.timeout="+l.limit.String())
	cmd.Dir = filepath.Join(l.module, l.pkg)
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.SysProcAttr.Setpgid = true // what it has started ends with it
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	if cmd.Process != nil {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	return firstFailure(out.String()), err != nil
}

// firstFailure returns the name of the test that failed, or what else there is
// to be seen of it.
func firstFailure(output string) string {
	for line := range strings.Lines(output) {
		if _, name, ok := strings.Cut(line, "--- FAIL: "); ok {
			return "by " + strings.Fields(name)[0]
		}
	}
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			return "by " + strings.TrimSpace(line)
		}
	}
	return "at the end: " + strings.TrimSpace(output[max(0, len(output)-200):])
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	name := strings.TrimSpace(string(out))
	if name == "" || name == os.DevNull {
		return "", errors.New("this must be run within the module")
	}
	return filepath.Dir(name), nil
}

// files returns the files of the package, and of the packages within it that
// it is made of, as this system builds it.
func (l *lab) files() (files []string, err error) {
	list := exec.Command("go", "list", "-deps", "-f", "{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}", "./"+l.pkg)
	list.Dir = l.module
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for name := range strings.Lines(string(out)) {
		if rel, ok := strings.CutPrefix(strings.TrimSpace(name), l.module+"/"); ok {
			files = append(files, rel)
		}
	}
	return files, nil
}

// copyModule copies what the tests of the package need: the directory of the
// package, without the modules that are nested in it.
func copyModule(from, to, pkg string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(from, name))
		if err != nil && name == "go.mod" {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o644); err != nil {
			return err
		}
	}
	dst := filepath.Join(to, pkg)
	if err := os.CopyFS(dst, os.DirFS(filepath.Join(from, pkg))); err != nil {
		return err
	}
	nested, err := filepath.Glob(filepath.Join(dst, "*", "go.mod"))
	for _, name := range nested {
		err = errors.Join(err, os.RemoveAll(filepath.Dir(name)))
	}
	return err
}
