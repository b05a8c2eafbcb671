package main

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"
)

// settleCalls treats the calls of other modules of a workspace (go.work) as
// calls inside one module. What is reported in the callee is not reported once
// more where it is called; and no call is wrapped whose callee is to be fixed
// itself.
func settleCalls(graph *checker.Graph, initial []*packages.Package, skipped func(*packages.Package) bool) {
	run, main := make(map[string]bool), make(map[string]bool)
	packages.Visit(initial, nil, func(pkg *packages.Package) { main[pkg.PkgPath] = pkg.Module != nil && pkg.Module.Main })
	for _, pkg := range initial {
		run[pkg.PkgPath] = !skipped(pkg)
	}
	for _, act := range graph.Roots {
		act.Diagnostics = slices.DeleteFunc(act.Diagnostics, func(d analysis.Diagnostic) bool {
			path := calleePackage(act.Package, d)
			return main[path] && run[path]
		})
		leaveCalls(act, func(path string) bool { return main[path] })
	}
}

// leaveCalls removes the fix of each finding about a call of a package that is
// ours: it is the callee that is to be fixed.
func leaveCalls(act *checker.Action, ours func(path string) bool) {
	for i := range act.Diagnostics {
		if d := &act.Diagnostics[i]; len(d.SuggestedFixes) > 0 && ours(calleePackage(act.Package, *d)) {
			d.SuggestedFixes = nil
			d.Message += " (by hand: the function is in another module of the workspace, where it is to be fixed)"
		}
	}
}

// calleePackage returns the import path of the function that d, an
// indirect-write, is about the call of, or "".
func calleePackage(pkg *packages.Package, d analysis.Diagnostic) string {
	if d.Category != "indirect-write" {
		return ""
	}
	path := ""
	for _, file := range pkg.Syntax {
		if d.Pos < file.FileStart || file.FileEnd <= d.Pos {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || call.Pos() != d.Pos || call.End() != d.End {
				return path == ""
			}
			if fn := typeutil.Callee(pkg.TypesInfo, call); fn != nil && fn.Pkg() != nil {
				path = fn.Pkg().Path()
			}
			return false
		})
	}
	return path
}

// workspaceModules returns the paths of the modules in the workspace that dir
// is in. The go command tells a vet tool nothing of it.
func workspaceModules(dir string) []string {
	file := workFile(dir)
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	work, err := modfile.ParseWork(file, data, nil)
	if err != nil {
		return nil
	}
	var paths []string
	for _, use := range work.Use {
		root := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(root) {
			root = filepath.Join(filepath.Dir(file), root)
		}
		if m := moduleAround(root); m != nil {
			paths = append(paths, m.Path)
		}
	}
	return paths
}

// workFile returns the go.work that holds in dir, or "".
func workFile(dir string) string {
	switch file := os.Getenv("GOWORK"); file {
	case "":
	case "off":
		return ""
	default:
		return file
	}
	for ; ; dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Stat(file); err == nil {
			return file
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// inModules reports whether the package belongs to one of the modules.
func inModules(path string, modules []string) bool {
	return slices.ContainsFunc(modules, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
}
