package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/internal/module"
)

// advise says what else it takes to build what was fixed, a line for each
// module.
func advise(p *plan, writer string, w io.Writer) {
	var dirs []string
	for _, f := range p.sorted() {
		if dir := filepath.Dir(f.module.GoMod); f.err == nil && strings.Contains(f.new, `"`+writer+`"`) && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	for _, dir := range dirs {
		if steps := stepsToBuild(dir, writer); steps != "" {
			fmt.Fprintf(w, "atomiclint: %s lacks what it takes to build %s; run: %s\n", filepath.Join(dir, "go.mod"), writer, steps)
		}
	}
}

// stepsToBuild returns the command after which the module in dir can build
// writer, or "" if it can.
func stepsToBuild(dir, writer string) string {
	if knows(dir, writer) {
		return ""
	}
	if _, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt")); err != nil {
		return goGet(dir, writer)
	}
	vendor := goIn(dir) + "mod vendor"
	if knows(dir, writer, "-mod=mod") {
		return vendor
	}
	return goGet(dir, writer) + " && " + vendor
}

// knows reports whether the module in dir knows where to get writer, and what
// it imports: for a tool, go.sum need not know all that the other packages of
// its module import.
func knows(dir, writer string, flags ...string) bool {
	list := exec.Command("go", slices.Concat([]string{"list"}, flags, []string{"-deps", writer})...)
	list.Dir = dir
	return list.Run() == nil
}

// writerPath returns the import path of the package that the fixes use.
func writerPath(cl *commandLine) string {
	if cl.writer != "" {
		return cl.writer
	}
	return module.Writer()
}

// goGet returns the command that adds the package to the module in dir.
func goGet(dir, pkg string) string { return goIn(dir) + "get " + pkg + "@" + releaseOf(pkg) }

// goIn returns how a command line begins that runs the go command in dir.
func goIn(dir string) string {
	if wd, err := os.Getwd(); err != nil || !within(wd, dir) {
		return "go -C " + dir + " "
	}
	return "go "
}

// within reports whether dir is root or below it, in no module of its own.
func within(dir, root string) bool {
	for ; dir != root; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil || dir == filepath.Dir(dir) {
			return false
		}
	}
	return true
}

// releaseOf returns the version of pkg to ask for: that of this command, if it
// has one and pkg belongs to its module, otherwise the latest.
func releaseOf(pkg string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != module.Path() || !strings.HasPrefix(pkg, module.Path()+"/") {
		return "latest"
	}
	if v := info.Main.Version; strings.HasPrefix(v, "v") && !strings.Contains(v, "+") {
		return v
	}
	return "latest"
}
