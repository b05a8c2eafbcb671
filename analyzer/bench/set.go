package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/packages"
)

// A set is packages that are parsed and type-checked, each after those that it
// imports, as a driver has them before it runs an analyzer.
type set struct {
	packages []*packages.Package
	asked    map[*packages.Package]bool // matches the patterns: is reported about
	inspect  map[*packages.Package]any  // the result of inspect.Analyzer
	calls    int                        // in the packages asked for
	took     time.Duration              // processor time, to parse and type-check all
}

// loadSet loads the packages that match the patterns, in the module of dir, and
// all that they depend on.
func loadSet(dir string, patterns ...string) (*set, error) {
	list, err := packages.Load(&packages.Config{
		Dir:  dir,
		Mode: packages.NeedName | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule | packages.NeedTypesSizes,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	s := &set{inspect: make(map[*packages.Package]any), asked: make(map[*packages.Package]bool)}
	for _, pkg := range list {
		s.asked[pkg] = true
	}
	packages.Visit(list, nil, func(pkg *packages.Package) {
		for _, e := range pkg.Errors {
			err = fmt.Errorf("%s: %w", pkg.ID, e)
		}
		s.packages = append(s.packages, pkg)
	})
	if err != nil {
		return nil, err
	}
	start := processorTime()
	for _, pkg := range s.packages {
		if err := check(pkg); err != nil {
			return nil, err
		}
	}
	s.took = processorTime() - start
	for _, pkg := range s.packages {
		if err := s.add(pkg); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// add makes what is not timed.
func (s *set) add(pkg *packages.Package) error {
	if s.asked[pkg] {
		s.calls += countCalls(pkg)
	}
	result, err := inspect.Analyzer.Run(newPass(inspect.Analyzer, pkg))
	s.inspect[pkg] = result
	return err
}

func countCalls(pkg *packages.Package) (n int) {
	for _, file := range pkg.Syntax {
		ast.Inspect(file, func(node ast.Node) bool {
			if _, ok := node.(*ast.CallExpr); ok {
				n++
			}
			return true
		})
	}
	return n
}

// check parses and type-checks pkg, whose imports have been.
func check(pkg *packages.Package) error {
	pkg.Types = types.Unsafe
	if pkg.PkgPath == "unsafe" {
		return nil
	}
	pkg.Fset = token.NewFileSet()
	for _, name := range pkg.CompiledGoFiles {
		file, err := parser.ParseFile(pkg.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg.Syntax = append(pkg.Syntax, file)
	}
	return typeCheck(pkg)
}

func typeCheck(pkg *packages.Package) (err error) {
	pkg.TypesInfo = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	conf := types.Config{Importer: importer(pkg.Imports), Sizes: pkg.TypesSizes}
	pkg.Types, err = conf.Check(pkg.PkgPath, pkg.Fset, pkg.Syntax, pkg.TypesInfo)
	return err
}

// An importer has the packages that one imports.
type importer map[string]*packages.Package

func (imports importer) Import(path string) (*types.Package, error) {
	if pkg := imports[path]; pkg != nil {
		return pkg.Types, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func newPass(a *analysis.Analyzer, pkg *packages.Package) *analysis.Pass {
	pass := &analysis.Pass{
		Analyzer: a, Fset: pkg.Fset, Files: pkg.Syntax, Pkg: pkg.Types, TypesInfo: pkg.TypesInfo, TypesSizes: pkg.TypesSizes,
		Module: new(analysis.Module),
		Report: func(analysis.Diagnostic) {},
	}
	if m := pkg.Module; m != nil {
		pass.Module = &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
	}
	return pass
}

// run does what drivers do: it runs the analyzers that make facts on each
// package, and the main one on those asked for. The result of inspect.Analyzer
// is there already. It returns the number of diagnostics.
func (s *set) run(a *analysis.Analyzer) (diagnostics int, err error) {
	facts := make(map[*types.Package]analysis.Fact)
	for _, pkg := range s.packages {
		if pkg.PkgPath == "unsafe" {
			continue
		}
		results := map[*analysis.Analyzer]any{inspect.Analyzer: s.inspect[pkg]}
		for _, a := range append(slices.Clone(a.Requires), a) {
			if a == inspect.Analyzer || len(a.FactTypes) == 0 && !s.asked[pkg] {
				continue
			}
			pass := newPass(a, pkg)
			pass.ResultOf = results
			pass.Report = func(analysis.Diagnostic) { diagnostics++ }
			pass.ExportPackageFact = func(fact analysis.Fact) { facts[pkg.Types] = fact }
			pass.ImportPackageFact = func(pkg *types.Package, ptr analysis.Fact) bool {
				fact, ok := facts[pkg]
				if ok {
					reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
				}
				return ok
			}
			if results[a], err = a.Run(pass); err != nil {
				return 0, err
			}
		}
	}
	return diagnostics, nil
}
