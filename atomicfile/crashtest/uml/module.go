package uml

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// findModules returns the files of the modules named, and of those that they
// need, in the order of loading. What the kernel has built in is left out.
func findModules(names []string) (files []string, err error) {
	dirs, err := filepath.Glob(moduleDirs)
	if err != nil || len(dirs) != 1 {
		return nil, fmt.Errorf("want the modules of one kernel in %s, got %q; install the package user-mode-linux", moduleDirs, dirs)
	}
	text, err := os.ReadFile(filepath.Join(dirs[0], "modules.dep"))
	if err != nil {
		return nil, err
	}
	builtin, err := os.ReadFile(filepath.Join(dirs[0], "modules.builtin"))
	if err != nil {
		return nil, err
	}
	needs := make(map[string][]string)
	byName := make(map[string]string)
	for line := range strings.Lines(string(text)) {
		file, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		needs[file] = strings.Fields(rest)
		byName[strings.TrimSuffix(path.Base(file), ".ko")] = file
	}
	var load func(file string)
	load = func(file string) {
		full := filepath.Join(dirs[0], file)
		if slices.Contains(files, full) {
			return
		}
		for _, need := range needs[file] {
			load(need)
		}
		files = append(files, full)
	}
	for _, name := range names {
		file, ok := byName[name]
		if !ok && !strings.Contains(string(builtin), "/"+name+".ko") {
			return nil, fmt.Errorf("the kernel of user-mode-linux has no module %s", name)
		}
		if ok {
			load(file)
		}
	}
	return files, nil
}

// moduleDirs is where the package user-mode-linux has its modules.
const moduleDirs = "/usr/lib/uml/modules/*"
