package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/build"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/analyzer"
)

// vet analyzes the package that the go command describes, as unitchecker does,
// and returns the same exit code.
//
// unitchecker type-checks everything down to package runtime, because the file
// of facts that it leaves for importers has the types, too. Here those come
// from the export data that the go command has made for the compiler, and a
// dependency about which there can be no facts, such as a package of the
// standard library, costs the start of a process. Without export data the types
// are handed on here as well; see vetx.
func vet(a *analysis.Analyzer, cl *commandLine) int {
	cfg, err := readUnit(cl.patterns[0])
	if err != nil {
		return fail(exitFailure, err)
	}
	if cl.printsDiagnostics() && promotable(cfg) {
		cfg.VetxOnly = false
	}
	graph, err := vetUnit(a, cfg)
	switch {
	case err != nil && cfg.VetxOnly:
		return exitFailure // the go command goes on without the facts
	case err != nil:
		return failUnit(err)
	case graph == nil:
		return 0
	}
	for _, act := range graph.Roots {
		if act.Err != nil { // the settings are wrong, and so for all packages
			return failOnce(cl.patterns[0], exitFailure, act.Err)
		}
		leaveCalls(act, func(path string) bool { return path != "" && inModules(path, workspaceModules(cfg.Dir)) })
	}
	if cl.fix {
		return fixUnit(graph, cfg, cl)
	}
	return printUnit(graph, cfg, cl, a.URL)
}

// printsDiagnostics reports whether diagnostics go to the output that the go
// command caches. Files that -fix changes go another way.
func (cl *commandLine) printsDiagnostics() bool {
	if cl.fix {
		return cl.diff
	}
	return cl.format == "json"
}

// delayGarbageCollection lets the heap grow to five times of what is live
// before it is collected. The process has one package to analyze and nearly
// everything it loads lives to its end, so that collecting it early took an
// eighth of the time and freed next to nothing: over golang.org/x/tools no
// process needs more than 56 MiB. GOGC still has the last word.
func delayGarbageCollection() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// readUnit reads the description of a package.
func readUnit(file string) (*unitchecker.Config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	cfg := new(unitchecker.Config)
	if err := json.Unmarshal(data, cfg); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return cfg, nil
}

// vetUnit analyzes a package and writes what its importers have to know. The
// result is nil if the go command asks for no more.
func vetUnit(a *analysis.Analyzer, cfg *unitchecker.Config) (*checker.Graph, error) {
	if cfg.VetxOnly && len(cfg.PackageFile) > 0 && standardUnit(cfg) {
		return nil, new(vetx).write(cfg.VetxOutput)
	}
	facts, err := readFacts(cfg.PackageVetx)
	if err != nil {
		return nil, err
	}
	if cfg.VetxOnly && len(cfg.PackageFile) > 0 && !concerned(a, cfg, facts) {
		return nil, facts.write(cfg, nil)
	}
	pkg, err := loadUnit(cfg, facts)
	if err != nil {
		return nil, err
	}
	done, err := prepareUnit(a, pkg, facts)
	if err != nil {
		return nil, err
	}
	if err := facts.write(cfg, pkg); err != nil {
		return nil, err
	}
	if cfg.VetxOnly {
		return nil, nil
	}
	run := prepared(a, func(*types.Package) *preparation { return done })
	return checker.Analyze([]*analysis.Analyzer{run}, []*packages.Package{pkg}, nil)
}

// standardUnit reports whether the package belongs to the standard library; see
// standard.
func standardUnit(cfg *unitchecker.Config) bool {
	return cfg.ModulePath == "" && cfg.Module == nil && standardPath(cfg.ImportPath)
}

// concerned reports whether there may be facts about the package.
func concerned(a *analysis.Analyzer, cfg *unitchecker.Config, facts *vetFacts) bool {
	if a.Flags.Lookup("sinks").Value.String() != "" {
		return true
	}
	for _, path := range cfg.ImportMap {
		if analyzer.Concerns(path) || facts.about(path) {
			return true
		}
	}
	return haveDirectives(cfg.GoFiles)
}

// haveDirectives reports whether one of the files may hold a directive.
func haveDirectives(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		text, err := os.ReadFile(name)
		return err == nil && analyzer.HasDirectives(text)
	})
}

// loadUnit parses and type-checks a package.
func loadUnit(cfg *unitchecker.Config, facts *vetFacts) (*packages.Package, error) {
	pkg := &packages.Package{
		ID:           cfg.ID,
		PkgPath:      cfg.ImportPath,
		OtherFiles:   cfg.NonGoFiles,
		IgnoredFiles: cfg.IgnoredFiles,
		Fset:         token.NewFileSet(),
		TypesInfo:    newTypesInfo(),
		TypesSizes:   types.SizesFor("gc", build.Default.GOARCH),
		Module:       moduleOf(cfg),
	}
	var err error
	if pkg.Syntax, err = parseFiles(pkg.Fset, cfg.GoFiles); err != nil {
		return nil, err
	}
	conf := types.Config{
		Importer:  unitImporter(pkg.Fset, cfg, facts),
		Sizes:     pkg.TypesSizes,
		GoVersion: cfg.GoVersion,
	}
	if pkg.Types, err = conf.Check(cfg.ImportPath, pkg.Fset, pkg.Syntax, pkg.TypesInfo); err != nil {
		return nil, err
	}
	pkg.Name = pkg.Types.Name()
	return pkg, nil
}

// unitImporter returns what the files of a package import.
func unitImporter(fset *token.FileSet, cfg *unitchecker.Config, facts *vetFacts) types.Importer {
	imports := make(map[string]*types.Package)
	return importerFunc(func(name string) (*types.Package, error) {
		path, ok := cfg.ImportMap[name]
		if !ok {
			return nil, fmt.Errorf("can't resolve import %q", name)
		}
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		if pkg := imports[path]; pkg != nil && pkg.Complete() {
			return pkg, nil
		}
		if file := cfg.PackageFile[path]; file != "" {
			return readExportFile(file, fset, imports, path)
		}
		return gcexportdata.Read(bytes.NewReader(facts.types[path]), fset, imports, path)
	})
}

// prepareUnit runs what the main analyzer requires, and leaves the facts about
// the package in facts.
func prepareUnit(main *analysis.Analyzer, pkg *packages.Package, facts *vetFacts) (*preparation, error) {
	done := &preparation{results: make(map[*analysis.Analyzer]any)}
	pass := newPass(pkg)
	pass.ImportPackageFact = func(dep *types.Package, fact analysis.Fact) bool { return facts.get(dep.Path(), fact) }
	pass.ExportPackageFact = func(fact analysis.Fact) { done.facts = append(done.facts, fact) }
	for _, a := range main.Requires {
		done.run(a, pass)
	}
	return done, facts.add(pkg.PkgPath, done.facts)
}

// printUnit prints the diagnostics of a package where the go command wants
// them.
func printUnit(graph *checker.Graph, cfg *unitchecker.Config, cl *commandLine, site string) int {
	if cl.format != "json" {
		if err := graph.PrintText(os.Stderr, cl.context); err != nil {
			return fail(exitFailure, err)
		}
		return min(exitCode(graph, cl), exitFailure) // the go command knows no code for findings
	}
	var out bytes.Buffer
	err := graph.PrintJSON(&out)
	if err == nil {
		err = writeStdout(cfg.Stdout, link(out.Bytes(), site))
	}
	if err != nil {
		return fail(exitFailure, err)
	}
	return 0
}

// writeStdout writes text to the named file, or to the standard output if
// there is no name.
func writeStdout(file string, text []byte) error {
	if file == "" {
		_, err := os.Stdout.Write(text)
		return err
	}
	//atomiclint:ignore the go command made the name for this process alone, and removes the file afterwards
	return os.WriteFile(file, text, 0o666)
}

// failUnit prints why a package could not be analyzed: what a compiler would
// say in the way of a compiler (https://go.dev/issue/34142).
func failUnit(err error) int {
	if errors.As(err, new(types.Error)) || errors.As(err, new(scanner.ErrorList)) {
		fmt.Fprintln(os.Stderr, err)
		return exitFailure
	}
	return fail(exitFailure, err)
}
