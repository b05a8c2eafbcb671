package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A builder makes programs of generated packages with the compiler and the
// linker alone: what they import is compiled once.
type builder struct {
	dir      string            // where the programs go
	root     string            // the GOROOT
	archives map[string]string // compiled packages, by import path
}

// exitHook is what os.Exit calls first in the programs: most functions that end
// the program can then be run in a process with others.
const exitHook = `
// FuzzExit is called by Exit, if it is not nil.
var FuzzExit func(code int)

func Exit(code int) {
	if FuzzExit != nil {
		FuzzExit(code)
	}
`

// newBuilder compiles what the programs import: the packages that patterns
// name, with all that they import.
func newBuilder(dir, module string, patterns ...string) (*builder, error) {
	root, err := hookedRoot(dir)
	if err != nil {
		return nil, err
	}
	b := &builder{dir: dir, root: root, archives: make(map[string]string)}
	cmd := b.goCommand(append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, patterns...)...)
	cmd.Dir = module
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", cmd, err, stderr.String())
	}
	for line := range strings.Lines(string(out)) {
		if path, archive, ok := strings.Cut(strings.TrimSpace(line), "="); ok && archive != "" {
			b.archives[path] = archive
		}
	}
	return b, nil
}

// sub returns a builder like b that works in a directory of its own.
func (b *builder) sub(name string) (*builder, error) {
	own := *b
	own.dir = filepath.Join(b.dir, name)
	return &own, os.Mkdir(own.dir, 0o755)
}

// goCommand returns a command that runs the go command with package os as the
// programs have it.
func (b *builder) goCommand(args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(b.root, "bin", "go"), args...)
	cmd.Env = append(os.Environ(), "GOROOT="+b.root, "GOTOOLCHAIN=local")
	return cmd
}

// hookedRoot makes a GOROOT in dir that is the true one but for os.Exit, and
// returns its name. The -overlay flag would not do: it is refused where the
// toolchain lies in the module cache.
func hookedRoot(dir string) (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	original, hooked := strings.TrimSpace(string(out)), filepath.Join(dir, "goroot")
	for _, sub := range []string{"", "src"} {
		if err := linkAll(filepath.Join(original, sub), filepath.Join(hooked, sub)); err != nil {
			return "", err
		}
	}
	pkg := filepath.Join(hooked, "src", "os")
	if err := os.Remove(pkg); err != nil {
		return "", err
	}
	if err := os.CopyFS(pkg, os.DirFS(filepath.Join(original, "src", "os"))); err != nil {
		return "", err
	}
	return hooked, hookExit(filepath.Join(pkg, "proc.go"))
}

// linkAll makes the directory to, with a link to each entry of from. What is a
// link there already becomes a directory.
func linkAll(from, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	for _, e := range entries {
		err = errors.Join(err, os.Symlink(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())))
	}
	return err
}

// hookExit puts the hook into a file of package os.
func hookExit(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	const head = "\nfunc Exit(code int) {\n"
	if strings.Count(string(text), head) != 1 {
		return fmt.Errorf("%s: no function Exit as it was known", file)
	}
	if err := os.Remove(file); err != nil { // the copy may not be writable
		return err
	}
	return os.WriteFile(file, []byte(strings.Replace(string(text), head, exitHook, 1)), 0o644)
}

// program builds the packages at their import paths, of which the last is the
// main package, and returns the name of the program.
func (b *builder) program(packages ...source) (string, error) {
	var config strings.Builder
	for path, archive := range b.archives {
		fmt.Fprintf(&config, "packagefile %s=%s\n", path, archive)
	}
	importcfg := filepath.Join(b.dir, "importcfg")
	var archive string
	for _, p := range packages {
		if err := os.WriteFile(importcfg, []byte(config.String()), 0o644); err != nil {
			return "", err
		}
		dir := filepath.Join(b.dir, p.dir)
		if err := os.RemoveAll(dir); err != nil {
			return "", err
		}
		if err := os.Mkdir(dir, 0o755); err != nil {
			return "", err
		}
		archive = dir + ".a"
		args := []string{"tool", "compile", "-p", p.path, "-importcfg", importcfg, "-o", archive, "-c", "1",
			"-complete", "-lang", "go1.26", "-dwarf=false", "-N", "-l"}
		for _, name := range sortedKeys(p.files) {
			file := filepath.Join(dir, name)
			if err := os.WriteFile(file, []byte(p.files[name]), 0o644); err != nil {
				return "", err
			}
			args = append(args, file)
		}
		if err := b.run(args...); err != nil {
			return "", err
		}
		fmt.Fprintf(&config, "packagefile %s=%s\n", p.path, archive)
	}
	if err := os.WriteFile(importcfg, []byte(config.String()), 0o644); err != nil {
		return "", err
	}
	program := filepath.Join(b.dir, "program")
	return program, b.run("tool", "link", "-importcfg", importcfg, "-s", "-w", "-o", program, archive)
}

// A source is a package that exists in memory only.
type source struct {
	path  string
	files map[string]string // by name
	dir   string
}

func (b *builder) run(args ...string) error {
	out, err := b.goCommand(args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args[:2], " "), err, out)
	}
	return nil
}
