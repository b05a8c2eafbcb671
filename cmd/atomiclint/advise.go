package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer"
)

// fixAndAdvise applies the fixes and then says what else it takes to build
// the result. It returns the driver's exit code.
func fixAndAdvise(cl *commandLine) int {
	code := runDriver(cl, os.Stdout)
	for _, dir := range lackingWriter(cl.patterns, writerPath(cl)) {
		fmt.Fprintf(os.Stderr, "atomiclint: %s lacks what it takes to build %s; run: %s\n",
			filepath.Join(dir, "go.mod"), writerPath(cl), goGet(dir, writerPath(cl)))
	}
	return code
}

// writerPath returns the import path of the package that the fixes use.
func writerPath(cl *commandLine) string {
	if cl.writer != "" {
		return cl.writer
	}
	return modulePath() + "/atomicfile"
}

// modulePath returns the path of the module of this command.
func modulePath() string { return path.Dir(reflect.TypeFor[analyzer.Settings]().PkgPath()) }

// lackingWriter returns the directories of the modules of which a package
// imports writer, but which do not know where to get it, or what it imports:
// for a tool, go.sum need not know all that the other packages of its module
// import.
func lackingWriter(patterns []string, writer string) []string {
	list := exec.Command("go", append([]string{"list", "-e", "-json=Imports,TestImports,XTestImports,Module", "--"}, patterns...)...)
	out, err := list.Output()
	if err != nil {
		return nil
	}
	var dirs []string
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct {
			Imports, TestImports, XTestImports []string
			Module                             *struct{ Dir string }
		}
		if err := dec.Decode(&pkg); err == io.EOF {
			break
		} else if err != nil {
			return nil
		}
		imports := slices.Concat(pkg.Imports, pkg.TestImports, pkg.XTestImports)
		if pkg.Module != nil && slices.Contains(imports, writer) && !slices.Contains(dirs, pkg.Module.Dir) {
			dirs = append(dirs, pkg.Module.Dir)
		}
	}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		list := exec.Command("go", "list", "-deps", writer)
		list.Dir = dir
		return list.Run() == nil
	})
}

// goGet returns the command that adds the package to the module in dir.
func goGet(dir, pkg string) string {
	get := "go get "
	if wd, err := os.Getwd(); err != nil || !within(wd, dir) {
		get = "go -C " + dir + " get "
	}
	return get + pkg + "@" + releaseOf(pkg)
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
	if !ok || info.Main.Path != modulePath() || !strings.HasPrefix(pkg, modulePath()+"/") {
		return "latest"
	}
	if v := info.Main.Version; strings.HasPrefix(v, "v") && !strings.Contains(v, "+") {
		return v
	}
	return "latest"
}
