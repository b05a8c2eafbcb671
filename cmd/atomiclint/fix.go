package main

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/linediff"
	"github.com/atomiclint/atomiclint/cmd/atomiclint/internal/rewrite"
)

// fix applies the fixes of what is found in the packages, or prints what they
// would change, and says what it has done and what is left. It returns the exit
// code.
func fix(a *analysis.Analyzer, cl *commandLine, stdout, stderr io.Writer) int {
	graph, faults, err := analyze(a, cl)
	if err != nil {
		return fail(exitFailure, err)
	}
	p := planFixes(graph)
	refusal := checkModules(p, writerPath(cl))
	switch {
	case cl.diff:
		err = p.printDiff(stdout, "")
	case refusal == nil:
		p.write(writeFile)
	default:
		err = refusal
	}
	if err != nil {
		return max(fail(exitFailure, err), printFaults(stderr, faults))
	}
	code := max(printFaults(stderr, faults), p.report(stderr, cl.diff))
	if !cl.diff {
		advise(p, writerPath(cl), stderr)
	} else if refusal != nil {
		fail(code, refusal)
	}
	return code
}

// writeFile replaces a source file.
func writeFile(name string, data []byte) error { return atomicfile.WriteFile(name, data, 0o666) }

// A plan is the fixes to apply, and what they do not reach.
type plan struct {
	files map[string]*fixedFile // by name
	left  []leftover
}

// A fixedFile is a file that fixes change.
type fixedFile struct {
	name     string
	module   *packages.Module // nil if it is in none
	old, new string
	fixes    []appliedFix
	edits    []rewrite.Edit
	pkg      *types.Package // one that has the file
	err      error          // the file could not be written
}

// An appliedFix is a fix, and where its finding is.
type appliedFix struct {
	line    int
	message string
}

// A leftover is a finding that is not fixed.
type leftover struct {
	posn    token.Position
	message string
	failed  bool // it has a fix that could not be made
}

// planFixes chooses the fixes that can be made side by side. Of several for one
// finding it takes the first.
func planFixes(graph *checker.Graph) *plan {
	p := &plan{files: make(map[string]*fixedFile)}
	for _, act := range graph.Roots {
		for _, d := range act.Diagnostics {
			posn := act.Package.Fset.Position(d.Pos)
			if len(d.SuggestedFixes) == 0 {
				p.left = append(p.left, leftover{posn, d.Message, false})
			} else if err := p.add(act.Package, d); err != nil {
				p.left = append(p.left, leftover{posn, fmt.Sprintf("%s (%v)", d.Message, err), true})
			}
		}
	}
	for _, f := range p.files {
		f.new = rewrite.Apply(f.old, f.edits, importsOf{f.pkg})
	}
	return p
}

// add adds the first fix of d, all of it or nothing.
func (p *plan) add(pkg *packages.Package, d analysis.Diagnostic) error {
	edits := make(map[*fixedFile][]rewrite.Edit)
	for _, e := range d.SuggestedFixes[0].TextEdits {
		file := pkg.Fset.File(e.Pos)
		f, err := p.file(pkg, file)
		if err != nil {
			return err
		}
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		edits[f] = append(edits[f], rewrite.Edit{Start: file.Offset(e.Pos), End: file.Offset(end), New: string(e.NewText)})
	}
	for f, list := range edits {
		rewrite.Sort(list)
		merged, ok := rewrite.Merge(f.edits, list)
		if !ok {
			return errors.New("its fix meets another one: run this again")
		}
		edits[f] = merged
	}
	for f, merged := range edits {
		f.edits = merged
	}
	f := p.files[pkg.Fset.File(d.Pos).Name()]
	if f != nil {
		line := pkg.Fset.PositionFor(d.Pos, false).Line
		f.fixes = append(f.fixes, appliedFix{line, d.SuggestedFixes[0].Message})
	}
	return nil
}

// file returns the file that fixes change, which is read when it is first asked
// for.
func (p *plan) file(pkg *packages.Package, file *token.File) (*fixedFile, error) {
	if f := p.files[file.Name()]; f != nil {
		return f, nil
	}
	data, err := os.ReadFile(file.Name())
	if err != nil {
		return nil, err
	}
	if len(data) != file.Size() {
		return nil, errors.New("the file has changed meanwhile: run this again")
	}
	module := pkg.Module
	if module == nil { // of files that are named one by one
		module = moduleAround(filepath.Dir(file.Name()))
	}
	f := &fixedFile{name: file.Name(), module: module, old: string(data), pkg: pkg.Types}
	p.files[f.name] = f
	return f, nil
}

// sorted returns the files by name, but for those without edits.
func (p *plan) sorted() []*fixedFile {
	files := slices.SortedFunc(maps.Values(p.files), func(a, b *fixedFile) int { return strings.Compare(a.name, b.name) })
	return slices.DeleteFunc(files, func(f *fixedFile) bool { return len(f.edits) == 0 })
}

// write writes the changed files.
func (p *plan) write(writeFile func(name string, data []byte) error) {
	for _, f := range p.sorted() {
		f.err = writeFile(f.name, []byte(f.new))
	}
}

// contents returns what the changed files hold afterwards, by name.
func (p *plan) contents() map[string][]byte {
	contents := make(map[string][]byte)
	for _, f := range p.sorted() {
		contents[f.name] = []byte(f.new)
	}
	return contents
}

// printDiff prints what would change. Names are relative to the directory from,
// which is the working directory if it is empty.
func (p *plan) printDiff(w io.Writer, from string) error {
	for _, f := range p.sorted() {
		name := shortName(f.name)
		if rel, err := filepath.Rel(from, f.name); from != "" && err == nil {
			name = rel
		}
		if _, err := io.WriteString(w, linediff.Unified(filepath.ToSlash(name), f.old, f.new)); err != nil {
			return err
		}
	}
	return nil
}

// importsOf is what a package imported before a fix changed its files.
type importsOf struct{ pkg *types.Package }

func (i importsOf) PackageName(path string) string {
	if imp := i.imported(path); imp != nil {
		return imp.Name()
	}
	return ""
}

func (i importsOf) Declares(path, name string) bool {
	imp := i.imported(path)
	return imp != nil && imp.Scope().Lookup(name) != nil
}

func (i importsOf) imported(path string) *types.Package {
	for _, imp := range i.pkg.Imports() {
		if imp.Path() == path {
			return imp
		}
	}
	return nil
}
