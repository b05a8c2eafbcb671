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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A campaign says what is tried.
type campaign struct {
	pkg      string
	sample   int
	seed     uint64
	only     *regexp.Regexp // nil for all
	limit    time.Duration
	workers  int
	progress func(line string)
}

// run makes the mutants and tests them.
func (c *campaign) run() (*report, error) {
	root, err := goEnv("GOMOD")
	if err != nil {
		return nil, err
	}
	if root == "" || root == os.DevNull {
		return nil, errors.New("this must be run within the module")
	}
	cache, err := goEnv("GOCACHE")
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
	var labs []*lab
	for range c.workers {
		l, err := newLab(filepath.Dir(root), scratch, cache, c)
		if err != nil {
			return nil, err
		}
		labs = append(labs, l)
	}
	files, err := labs[0].list(c.pkg, "{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}")
	if err != nil {
		return nil, err
	}
	all, err := mutants(labs[0].module, files)
	if err != nil {
		return nil, err
	}
	guards, err := labs[0].guards()
	if err != nil {
		return nil, err
	}
	for _, l := range labs {
		l.tested = guards
	}
	slow, err := labs[0].slowTests()
	if err != nil {
		return nil, err
	}
	for _, l := range labs {
		l.slow = slow
	}
	return c.try(labs, c.draw(all))
}

// draw puts the mutants in the order of trial: those that are always tried
// come first.
func (c *campaign) draw(all []mutant) (order []mutant) {
	var rest []mutant
	for _, m := range all {
		switch {
		case c.only != nil && !c.only.MatchString(m.String()), m.isEquivalent():
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
func (c *campaign) try(labs []*lab, order []mutant) (*report, error) {
	r := new(report)
	var mu sync.Mutex
	var failed error
	next, drawn := 0, 0
	take := func() *mutant {
		mu.Lock()
		defer mu.Unlock()
		if next == len(order) || failed != nil || order[next].operator != emptied && drawn >= c.sample {
			return nil
		}
		next++
		return &order[next-1]
	}
	var wg sync.WaitGroup
	for _, l := range labs {
		wg.Go(func() {
			for m := take(); m != nil; m = take() {
				v, detail, err := l.mutate(m)
				mu.Lock()
				if failed = errors.Join(failed, err); v != broken && m.operator != emptied {
					drawn++
				}
				r.add(m, v)
				if v != broken {
					c.progress(fmt.Sprintf("%s: %s %s", v, m, detail))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return r, failed
}

// A verdict is what the tests say.
type verdict string

const (
	broken   verdict = "does not compile"
	killed   verdict = "noticed"
	survived verdict = "survived"
)

// A lab is the copy of the module in which a mutant lives.
type lab struct {
	module, scratch string
	cache           string // of the go command
	pkg             string
	limit           time.Duration
	tested          []guard
	slow            []string // the tests that are run last
	noticed         []string // the tests that are run first
}

func newLab(root, scratch, cache string, c *campaign) (*lab, error) {
	dir, err := os.MkdirTemp(scratch, "lab")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	l := &lab{module: filepath.Join(dir, "module"), scratch: dir, cache: cache, pkg: c.pkg, limit: c.limit}
	return l, copyModule(root, l.module)
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
	v, detail = l.judge(filepath.Dir(m.file))
	return v, detail, os.WriteFile(name, src, 0o644)
}

// A guard is a package whose tests may notice a mutant.
type guard struct {
	dir     string   // within the module
	imports []string // the directories of the packages that it is made of, and itself
	limit   time.Duration
}

// guards returns the packages that have tests, each after those that it
// imports.
func (l *lab) guards() (all []guard, err error) {
	dirs, err := l.list(l.pkg, "{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}\n{{end}}")
	for _, dir := range dirs {
		imports, listErr := l.list(dir, "{{.Dir}}\n")
		err = errors.Join(err, listErr)
		all = append(all, guard{dir, imports, l.limit})
	}
	return all, err
}

// judge runs the tests of the package in dir, which has a mutant, and then
// those of the packages that import it.
func (l *lab) judge(dir string) (verdict, string) {
	if err := l.goRun("build", "./"+dir); err != nil {
		return broken, err.Error()
	}
	for i, g := range l.tested {
		if !slices.Contains(g.imports, dir) {
			continue
		}
		if err := l.build(i); err != nil {
			return broken, err.Error()
		}
		if noticed, detail := l.judgeBy(i); noticed {
			return killed, detail
		}
	}
	return survived, ""
}

// judgeBy runs the tests of guard i: first those that have noticed a mutant
// before, then the quick ones, and then the others.
func (l *lab) judgeBy(i int) (noticed bool, detail string) {
	for _, which := range [][]string{
		{"-test.run=" + pattern(l.noticed)},
		{"-test.skip=" + pattern(slices.Concat(l.noticed, l.slow))},
		{"-test.run=" + pattern(l.slow), "-test.skip=" + pattern(l.noticed)},
	} {
		if output, failed := l.test(i, which...); failed {
			name, detail := firstFailure(output)
			if name != "" && !slices.Contains(l.noticed, name) {
				l.noticed = append(l.noticed, name)
			}
			return true, detail
		}
	}
	return false, ""
}

// pattern returns one that fits these tests alone.
func pattern(tests []string) string { return "^(" + strings.Join(tests, "|") + ")$" }

// build builds the tests of guard i.
func (l *lab) build(i int) error {
	return l.goRun("test", "-c", "-vet=off", "-ldflags=-w", "-o", l.binary(i), "./"+l.tested[i].dir)
}

func (l *lab) goRun(args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = l.module
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, out)
	}
	return nil
}

// binary returns the name of the program that has the tests of guard i.
func (l *lab) binary(i int) string { return filepath.Join(l.scratch, strconv.Itoa(i)+".test") }

// slowTests runs the tests without any mutation and returns those that take
// long. What takes much longer with one has noticed.
func (l *lab) slowTests() (slow []string, err error) {
	for i := range l.tested {
		if err := l.build(i); err != nil {
			return nil, err
		}
		start := time.Now()
		output, failed := l.test(i, "-test.v")
		l.tested[i].limit = min(l.limit, 10*time.Second+20*time.Since(start))
		if failed {
			_, detail := firstFailure(output)
			return nil, fmt.Errorf("without any mutation a test fails: %s", detail)
		}
		for line := range strings.Lines(output) {
			rest, ok := strings.CutPrefix(line, "--- PASS: ")
			if name, seconds, _ := strings.Cut(rest, " ("); ok && !strings.HasPrefix(seconds, "0.") {
				slow = append(slow, name)
			}
		}
	}
	return slow, nil
}

// test runs tests of guard i until one fails, and returns what they print.
func (l *lab) test(i int, which ...string) (output string, failed bool) {
	limit := l.tested[i].limit
	ctx, cancel := context.WithTimeout(context.Background(), limit+time.Minute)
	defer cancel()
	tmp, err := os.MkdirTemp(l.scratch, "tmp")
	if err != nil {
		return err.Error(), true
	}
	defer os.RemoveAll(tmp)
	if err := os.Chmod(tmp, 0o777|os.ModeSticky); err != nil {
		return err.Error(), true
	}
	cmd := l.boxed(ctx, l.binary(i), append(which, "-test.failfast", "-test.timeout="+limit.String())...)
	cmd.Dir = filepath.Join(l.module, l.tested[i].dir)
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
	return out.String(), err != nil
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

func goEnv(name string) (string, error) {
	out, err := exec.Command("go", "env", name).Output()
	return strings.TrimSpace(string(out)), err
}

// list returns the names, within the module, that a template gives of a package
// and of those that it is made of, as this system builds it.
func (l *lab) list(pkg, template string) (names []string, err error) {
	list := exec.Command("go", "list", "-deps", "-f", template, "./"+pkg)
	list.Dir = l.module
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for name := range strings.Lines(string(out)) {
		if rel, ok := strings.CutPrefix(strings.TrimSpace(name), l.module+"/"); ok {
			names = append(names, rel)
		}
	}
	return names, nil
}

// copyModule copies the module, but for what has a name that begins with a dot.
func copyModule(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		src, dst := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			err = errors.Join(err, os.CopyFS(dst, os.DirFS(src)))
		case e.Type().IsRegular():
			data, readErr := os.ReadFile(src)
			err = errors.Join(err, readErr, os.WriteFile(dst, data, 0o644))
		}
	}
	return err
}
