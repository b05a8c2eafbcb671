package main

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// rehearse finds out what there is to fix as list does, without loading
// dependencies from source, and returns an analyzer without facts that reports
// just that, and the packages in which it does. So singlechecker, which can
// apply fixes, need load those packages only, and nothing that they depend on.
//
// It reports false if there is anything wrong with the packages.
func rehearse(a *analysis.Analyzer, cl *commandLine) (replay *analysis.Analyzer, patterns []string, ok bool) {
	graph, ok := analyze(a, cl)
	if !ok {
		return nil, nil, false
	}
	var found []foundFix
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, nil, false
		}
		if list := fixable(act); len(list) > 0 {
			found = append(found, list...)
			patterns = append(patterns, pattern(act.Package))
		}
	}
	slices.Sort(patterns)
	patterns = slices.Compact(patterns)
	if slices.Contains(patterns, "") {
		patterns = cl.patterns
	}
	again := *a
	again.Requires, again.FactTypes = nil, nil
	again.Run = reportOnce(func(pass *analysis.Pass) (any, error) {
		report(pass, found)
		return nil, nil
	})
	return &again, patterns, true
}

// pattern returns one that stands for pkg, or "" if it is of files that were
// named one by one.
func pattern(pkg *packages.Package) string {
	switch {
	case pkg.ForTest != "":
		return pkg.ForTest
	case pkg.PkgPath == "command-line-arguments":
		return ""
	}
	return pkg.PkgPath
}

// A foundFix is a diagnostic with a fix, and what its positions refer to.
type foundFix struct {
	analysis.Diagnostic
	fset *token.FileSet
}

func fixable(act *checker.Action) (list []foundFix) {
	for _, d := range act.Diagnostics {
		if len(d.SuggestedFixes) > 0 {
			list = append(list, foundFix{d, act.Package.Fset})
		}
	}
	return list
}

// report reports again what was found in the files of pass.
func report(pass *analysis.Pass, found []foundFix) {
	files := make(map[string]*token.File)
	for _, f := range pass.Files {
		file := pass.Fset.File(f.FileStart)
		files[file.Name()] = file
	}
	for _, f := range found {
		was := f.fset.File(f.Pos)
		now := files[was.Name()]
		if now == nil || now.Size() != was.Size() {
			continue
		}
		d := f.Diagnostic
		d.Related = nil // nobody prints it
		d.SuggestedFixes = slices.Clone(d.SuggestedFixes)
		for i := range d.SuggestedFixes {
			d.SuggestedFixes[i].TextEdits = moved(d.SuggestedFixes[i].TextEdits, was, now)
		}
		move(&d.Pos, was, now)
		move(&d.End, was, now)
		pass.Report(d)
	}
}

// moved returns the edits of the file was for the same file, read again. All
// fixes stay in the file of their diagnostic.
func moved(edits []analysis.TextEdit, was, now *token.File) []analysis.TextEdit {
	edits = slices.Clone(edits)
	for i := range edits {
		move(&edits[i].Pos, was, now)
		move(&edits[i].End, was, now)
	}
	return edits
}

func move(pos *token.Pos, was, now *token.File) {
	if pos.IsValid() {
		*pos = now.Pos(was.Offset(*pos))
	}
}
