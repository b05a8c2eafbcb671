package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/packages"
)

// fixUnit applies the fixes of a package in the way that the go command wants:
// it prints the changes, or leaves the changed files in an archive from which
// the go command copies them when everything is built.
func fixUnit(graph *checker.Graph, cfg *unitchecker.Config, cl *commandLine) int {
	p := planFixes(graph)
	if cl.diff {
		var out strings.Builder
		err := p.printDiff(&out, moduleRoot(cfg.Dir))
		if err == nil {
			err = writeStdout(cfg.Stdout, []byte(out.String()))
		}
		if err != nil {
			return fail(exitFailure, err)
		}
	} else {
		if err := checkModules(p, writerPath(cl)); err != nil {
			return failOnce(cl.patterns[0], exitFailure, err)
		}
		if err := p.archive(cfg); err != nil {
			return fail(exitFailure, err)
		}
	}
	return p.reportFailed(os.Stderr)
}

// archive writes the changed files to the archive that cfg names, or in place
// if it names none, as go vet before Go 1.26.
func (p *plan) archive(cfg *unitchecker.Config) error {
	if cfg.FixArchive == "" {
		p.write(writeFile)
		return nil
	}
	//atomiclint:ignore the go command made the name for this process alone, and removes the file afterwards
	f, err := os.Create(cfg.FixArchive)
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f)
	if err := zw.SetComment(cfg.ID); err != nil {
		return err
	}
	p.write(func(name string, data []byte) error {
		w, err := zw.Create(name)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
	if err := zw.Close(); err != nil {
		return err
	}
	return f.Close()
}

// reportFailed says which fixes could not be made, and which files not be
// written. It returns the exit code.
func (p *plan) reportFailed(w io.Writer) int {
	code := 0
	for _, f := range p.sorted() {
		if f.err != nil {
			fmt.Fprintf(w, "atomiclint: %v\n", f.err)
			code = exitFailure
		}
	}
	for _, l := range p.left {
		if l.failed {
			fmt.Fprintf(w, "%v: %s\n", l.posn, l.message)
			code = exitFailure
		}
	}
	return code
}

// failOnce fails with err, but once in a run of the go command, which starts
// this program for each package and prints a line about each that fails. The
// file describes one of them, in a directory beside those of the others, which
// go when the go command ends. The failure of a package that is wanted for its
// facts only would not count.
func failOnce(file string, code int, err error) int {
	if cfg, err := readUnit(file); err == nil && cfg.VetxOnly {
		return 0
	}
	mark := filepath.Join(filepath.Dir(filepath.Dir(file)), "atomiclint-failed")
	f, openErr := os.OpenFile(mark, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if os.IsExist(openErr) {
		return 0
	}
	if openErr == nil {
		f.Close()
	}
	return fail(code, err)
}

// moduleOf returns what the description of a package says of its module, or
// nil if it is in none.
func moduleOf(cfg *unitchecker.Config) *packages.Module {
	m := &packages.Module{GoMod: filepath.Join(moduleRoot(cfg.Dir), "go.mod")}
	switch {
	case cfg.Module != nil:
		m.Path, m.Version, m.GoVersion = cfg.Module.Path, cfg.Module.Version, cfg.Module.GoVersion
	case cfg.ModulePath != "": // before Go 1.27
		m.Path, m.Version, m.GoVersion = cfg.ModulePath, cfg.ModuleVersion, strings.TrimPrefix(cfg.GoVersion, "go")
	default:
		return nil
	}
	return m
}

// moduleRoot returns the directory with the go.mod of the module that dir is
// in, or dir if there is none.
func moduleRoot(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return root
		}
		if root == filepath.Dir(root) {
			return dir
		}
	}
}
