package place

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// moduleDirs is where the package user-mode-linux has its modules.
const moduleDirs = "/usr/lib/uml/modules/*"

// load loads modules of the kernel, and those that they need.
func load(names ...string) error {
	dirs, err := filepath.Glob(moduleDirs)
	if err != nil || len(dirs) != 1 {
		return fmt.Errorf("want the modules of one kernel in %s, got %q; install the package user-mode-linux", moduleDirs, dirs)
	}
	text, err := os.ReadFile(filepath.Join(dirs[0], "modules.dep"))
	if err != nil {
		return err
	}
	files := make(map[string][]string) // what is to be loaded for each, itself first
	for line := range strings.Lines(string(text)) {
		file, needs, _ := strings.Cut(strings.TrimSpace(line), ":")
		files[strings.TrimSuffix(path.Base(file), ".ko")] = append([]string{file}, strings.Fields(needs)...)
	}
	for _, name := range names {
		// What is not in the list is built in, or else mount(2) says so.
		for i := len(files[name]) - 1; i >= 0; i-- {
			if err := loadFile(filepath.Join(dirs[0], files[name][i])); err != nil {
				return fmt.Errorf("module %s: %w", files[name][i], err)
			}
		}
	}
	return nil
}

func loadFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.FinitModule(int(f.Fd()), "", 0); err != unix.EEXIST {
		return err
	}
	return nil
}
