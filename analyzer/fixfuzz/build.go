package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A builder makes programs of generated packages with the compiler and the
// linker alone: what they import is compiled once.
type builder struct {
	dir      string            // where the programs go
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
	overlay, err := overlayExit(dir)
	if err != nil {
		return nil, err
	}
	args := append([]string{"list", "-export", "-deps", "-overlay", overlay, "-f", "{{.ImportPath}}={{.Export}}"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = module
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", cmd, err, stderr.String())
	}
	b := &builder{dir: dir, archives: make(map[string]string)}
	for line := range strings.Lines(string(out)) {
		if path, archive, ok := strings.Cut(strings.TrimSpace(line), "="); ok && archive != "" {
			b.archives[path] = archive
		}
	}
	return b, nil
}

// overlayExit writes a package os whose Exit has the hook.
func overlayExit(dir string) (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	original := filepath.Join(strings.TrimSpace(string(root)), "src", "os", "proc.go")
	text, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	const head = "\nfunc Exit(code int) {\n"
	if strings.Count(string(text), head) != 1 {
		return "", fmt.Errorf("%s: no function Exit as it was known", original)
	}
	replaced := filepath.Join(dir, "proc.go")
	if err := os.WriteFile(replaced, []byte(strings.Replace(string(text), head, exitHook, 1)), 0o644); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{original: replaced}})
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "overlay.json")
	return file, os.WriteFile(file, overlay, 0o644)
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
		if err := run(args...); err != nil {
			return "", err
		}
		fmt.Fprintf(&config, "packagefile %s=%s\n", p.path, archive)
	}
	if err := os.WriteFile(importcfg, []byte(config.String()), 0o644); err != nil {
		return "", err
	}
	program := filepath.Join(b.dir, "program")
	return program, run("tool", "link", "-importcfg", importcfg, "-s", "-w", "-o", program, archive)
}

// A source is a package that exists in memory only.
type source struct {
	path  string
	files map[string]string // by name
	dir   string
}

func run(args ...string) error {
	out, err := exec.Command("go", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args[:2], " "), err, out)
	}
	return nil
}
