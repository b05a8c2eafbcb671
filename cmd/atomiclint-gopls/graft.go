package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// settingsDir is the package of gopls that has the list of its analyzers.
const settingsDir = "internal/settings"

// graftName is the file that is added to settingsDir.
const graftName = "atomiclint.go"

// graftText returns the contents of the file.
func graftText() string {
	return `package settings

import atomiclint "` + modulePath() + `/analyzer"

func init() {
	a, err := atomiclint.New(atomiclint.Settings{Editor: true, GoModUnseen: true})
	if err != nil {
		panic(err)
	}
	AllAnalyzers = append(AllAnalyzers, &Analyzer{analyzer: a})
}
`
}

// fetch makes a copy of a version of a module in the directory dir. The go
// command builds nothing that is changed in the module cache.
func fetch(ctx context.Context, g goCommand, path, version, dir string) error {
	var module struct{ Dir, Error string }
	err := g.decode(ctx, &module, "mod", "download", "-json", path+"@"+version)
	if module.Error != "" {
		err = errors.New(module.Error)
	}
	if err != nil {
		return fmt.Errorf("cannot download %s: %w", path, err)
	}
	return os.CopyFS(dir, os.DirFS(module.Dir))
}

// graft adds the analyzer to the gopls in the directory of g.
func graft(ctx context.Context, g goCommand, own origin) error {
	name := filepath.Join(g.dir, settingsDir, graftName)
	//atomiclint:ignore the copy is removed, whether the build succeeds or not
	if err := os.WriteFile(name, []byte(graftText()), 0o666); err != nil {
		return err
	}
	return editGoMod(ctx, g, own)
}

// checkSettings returns an error if the package in dir does not declare what
// graftText uses.
func checkSettings(dir string) error {
	files, err := parsePackage(dir)
	if err != nil {
		return err
	}
	var list, field bool
	for _, file := range files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range gen.Specs {
				list = list || declaresList(gen.Tok, spec)
				field = field || declaresField(spec)
			}
		}
	}
	switch {
	case !list:
		return errors.New(settingsDir + " declares no variable AllAnalyzers")
	case !field:
		return errors.New(settingsDir + " declares no struct Analyzer with a field analyzer")
	}
	return nil
}

// parsePackage parses the files of the package in dir, without its tests.
func parsePackage(dir string) ([]*ast.File, error) {
	names, err := fs.Glob(os.DirFS(dir), "*.go")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("it has no package " + settingsDir)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// declaresList reports whether spec declares the variable AllAnalyzers.
func declaresList(tok token.Token, spec ast.Spec) bool {
	value, ok := spec.(*ast.ValueSpec)
	if !ok || tok != token.VAR {
		return false
	}
	for _, name := range value.Names {
		if name.Name == "AllAnalyzers" {
			return true
		}
	}
	return false
}

// declaresField reports whether spec declares a struct Analyzer that has a
// field analyzer of type *analysis.Analyzer.
func declaresField(spec ast.Spec) bool {
	typ, ok := spec.(*ast.TypeSpec)
	if !ok || typ.Name.Name != "Analyzer" {
		return false
	}
	structType, ok := typ.Type.(*ast.StructType)
	if !ok {
		return false
	}
	for _, field := range structType.Fields.List {
		star, ok := field.Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		sel, ok := star.X.(*ast.SelectorExpr)
		if ok && sel.Sel.Name == "Analyzer" && len(field.Names) == 1 && field.Names[0].Name == "analyzer" {
			return true
		}
	}
	return false
}
