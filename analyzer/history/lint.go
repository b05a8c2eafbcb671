package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A finding is what atomiclint reports. The file is named from the root of the
// repository.
type finding struct {
	file, category, message string
	line                    int
	fix                     bool
}

// lint runs the atomiclint of path bin on packages, which are directories
// below root, module by module.
func lint(ctx context.Context, bin string, strict bool, root string, packages []string) ([]finding, error) {
	var found []finding
	modules, err := byModule(root, packages)
	if err != nil {
		return nil, err
	}
	for _, m := range modules {
		cmd := exec.CommandContext(ctx, bin, append([]string{"-json", "-test=false", fmt.Sprintf("-strict=%t", strict)}, m.patterns...)...)
		cmd.Dir = filepath.Join(root, filepath.FromSlash(m.dir))
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS="+modFlag(cmd.Dir))
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		if err := cmd.Run(); err != nil {
			return nil, errors.Join(ctx.Err(), fmt.Errorf("%w: %s", err, lastLine(stderr.String())))
		}
		f, err := parse(stdout.Bytes(), root)
		if err != nil {
			return nil, err
		}
		found = append(found, f...)
	}
	return found, nil
}

// A module is one with packages to look at.
type module struct {
	dir      string // from the root of the repository
	patterns []string
}

// byModule groups packages by the modules below root that they belong to.
func byModule(root string, packages []string) ([]module, error) {
	var modules []module
	for _, p := range packages {
		dir, err := moduleOf(root, p)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(modules, func(m module) bool { return m.dir == dir })
		if i < 0 {
			i = len(modules)
			modules = append(modules, module{dir: dir})
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return nil, err
		}
		modules[i].patterns = append(modules[i].patterns, "./"+filepath.ToSlash(rel))
	}
	return modules, nil
}

// moduleOf returns the directory with the go.mod of a package.
func moduleOf(root, dir string) (string, error) {
	for d := dir; ; d = path.Dir(d) {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(d), "go.mod")); err == nil {
			return d, nil
		}
		if d == "." {
			return "", fmt.Errorf("%s is in no module", dir)
		}
	}
}

// modFlag makes the go command use the vendored packages of a module, or mend
// an incomplete go.sum, as that of an old commit may be.
func modFlag(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt")); err == nil {
		return "-mod=vendor"
	}
	return "-mod=mod"
}

// parse reads the findings that atomiclint prints as JSON.
func parse(out []byte, root string) ([]finding, error) {
	var byPackage map[string]map[string]json.RawMessage
	if err := json.Unmarshal(out, &byPackage); err != nil {
		return nil, err
	}
	var found []finding
	for _, byAnalyzer := range byPackage {
		for _, raw := range byAnalyzer {
			var failed struct{ Error string }
			if json.Unmarshal(raw, &failed) == nil && failed.Error != "" {
				return nil, errors.New(failed.Error)
			}
			var ds []struct {
				Posn, Category, Message string
				SuggestedFixes          []json.RawMessage `json:"suggested_fixes"`
			}
			if err := json.Unmarshal(raw, &ds); err != nil {
				return nil, err
			}
			for _, d := range ds {
				file, line, err := splitPosn(d.Posn, root)
				if err != nil {
					return nil, err
				}
				found = append(found, finding{file, d.Category, d.Message, line, len(d.SuggestedFixes) > 0})
			}
		}
	}
	slices.SortFunc(found, func(a, b finding) int {
		if c := strings.Compare(a.file, b.file); c != 0 {
			return c
		}
		return a.line - b.line
	})
	return found, nil
}

// splitPosn splits file:line:column, and names the file from root.
func splitPosn(posn, root string) (file string, line int, err error) {
	rest, _, _ := cutLast(posn)
	name, number, ok := cutLast(rest)
	if !ok {
		return "", 0, fmt.Errorf("position %q", posn)
	}
	if line, err = strconv.Atoi(number); err != nil {
		return "", 0, err
	}
	rel, err := filepath.Rel(root, name)
	return filepath.ToSlash(rel), line, err
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
