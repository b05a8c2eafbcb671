//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A lab is a copy of the module, into which the mutants are woven.
type lab struct {
	module, scratch string
	path            string // of the module, in imports
	cache           string // of the go command
	skip            string // of the tests
	limit           time.Duration
	serve           bool     // many mutants in one process
	guards          []*guard // each after those that it imports

	mu      sync.Mutex
	noticed []string // the tests that are run first
}

func newLab(root, scratch, cache string, c *campaign) (*lab, error) {
	if err := os.Chmod(scratch, 0o755); err != nil {
		return nil, err
	}
	l := &lab{module: filepath.Join(scratch, "module"), scratch: scratch, cache: cache, skip: c.skip, limit: c.limit, serve: c.serve}
	if err := copyModule(root, l.module); err != nil {
		return nil, err
	}
	list := exec.Command("go", "list", "-m")
	list.Dir = l.module
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -m: %w", err)
	}
	l.path = strings.TrimSpace(string(out))
	if err := os.Mkdir(filepath.Join(l.module, chooserDir), 0o755); err != nil {
		return nil, err
	}
	return l, os.WriteFile(filepath.Join(l.module, chooserDir, "choice.go"), chooser(), 0o644)
}

// chooserDir has, within the module, the package that chooses a mutant.
const chooserDir = "mutantchoice"

func (l *lab) choicePath() string { return l.path + "/" + chooserDir }

// mutantFile is the name of a mutant in what the compiler says of it.
var mutantFile = regexp.MustCompile(`\bmutant(\d+)\.go:`)

// weave puts the mutants into the module, and returns those that compile.
func (l *lab) weave(ms []*mutant) ([]*mutant, error) {
	originals := make(map[string][]byte)
	packages := make(map[string]string) // names, by directory
	for i, m := range ms {
		m.number = i + 1
		src, err := os.ReadFile(filepath.Join(l.module, m.file))
		if err != nil {
			return nil, err
		}
		originals[m.file], packages[m.dir()] = src, m.in.pkg
	}
	build := []string{"build"}
	for dir, name := range packages {
		build = append(build, "./"+dir)
		if err := os.WriteFile(filepath.Join(l.module, dir, "mutantchoice.go"), choice(name, l.choicePath()), 0o644); err != nil {
			return nil, err
		}
	}
	for {
		for file, src := range originals {
			of := slices.DeleteFunc(slices.Clone(ms), func(m *mutant) bool { return m.file != file })
			if err := os.WriteFile(filepath.Join(l.module, file), woven(src, of), 0o644); err != nil {
				return nil, err
			}
		}
		err := l.goRun(build...)
		if err == nil {
			return ms, nil
		}
		broken := make(map[string]bool)
		for _, match := range mutantFile.FindAllStringSubmatch(err.Error(), -1) {
			broken[match[1]] = true
		}
		if len(broken) == 0 {
			return nil, err
		}
		ms = slices.DeleteFunc(ms, func(m *mutant) bool { return broken[strconv.Itoa(m.number)] })
	}
}

func (l *lab) goRun(args ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = l.module
	cmd.Env = append(os.Environ(), "GOFLAGS=-gcflags=./...=-e") // all errors
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, out)
	}
	return nil
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
