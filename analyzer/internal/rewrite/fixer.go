package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
)

// A Fixer makes the suggested fixes of one package.
//
// The edits are as small as they can be, because drivers drop a fix whose
// edits overlap those of another one: of a call, only the function changes.
type Fixer struct {
	pass   *analysis.Pass
	flow   *flow.Flow
	paths  *trace.Provenance // for what paths are spelled like
	writer string            // the import path of the package that fixes aim at
	files  map[*ast.File]*source

	imports *importIndex // once something asks for it

	// The calls that lose files, that look for them, whose results are compared, and
	// that may change files.
	lost, sought, compared, worked *pathUse

	dynamic map[*flow.Function][]inspector.Cursor // the calls that run a function and do not name it, once callsOf was asked

	comparing map[*ast.CallExpr]bool // what comparisons has returned

	// What reaches has answered: for calls that end the program, that take names of
	// files, and that compare files.
	quitting, looking, comparers map[*flow.Function]bool
}

// New returns what makes the fixes of the package of pass, which index
// is of. Writer is the import path of the package that they aim at.
func New(pass *analysis.Pass, index *flow.Flow, writer string) *Fixer {
	x := &Fixer{pass: pass, flow: index, paths: &trace.Provenance{Flow: index}, writer: writer, files: make(map[*ast.File]*source),
		quitting: make(map[*flow.Function]bool), looking: make(map[*flow.Function]bool), comparers: make(map[*flow.Function]bool)}
	x.lost, x.sought, x.compared, x.worked = newPathUse(x.lostBy), newPathUse(x.soughtBy), newPathUse(x.comparedBy), newPathUse(x.workedBy)
	return x
}

// Fix returns the rewrite of s, or the reason why there is none, as a clause
// that fits behind "rewrite by hand: ".
func (x *Fixer) Fix(s trace.Sink) (fix *analysis.SuggestedFix, reason string) {
	src, reason := x.source(s.Call.Pos())
	if reason != "" {
		return nil, reason
	}
	if reason := x.heldReason(s.Call); reason != "" {
		return nil, reason
	}
	switch s.Kind {
	case knowledge.WholeFile:
		return x.fixWriteFile(s, src)
	case knowledge.OpenHandle:
		if x.writer != module.Writer() {
			return nil, fmt.Sprintf("only calls that write a whole file can be turned into calls of %s", x.writer)
		}
		return x.fixHandle(s, src)
	case knowledge.OpenNumber:
		return nil, "it works on a file descriptor"
	}
	return nil, "the function is not one of package os"
}

// source returns the file around pos if fixes may change it, or the reason why
// they may not.
func (x *Fixer) source(pos token.Pos) (*source, string) {
	if x.pass.Pkg.Path() == x.writer {
		return nil, "a package cannot import itself"
	}
	for _, file := range x.pass.Files {
		if !(file.FileStart <= pos && pos < file.FileEnd) {
			continue
		}
		if src := x.files[file]; src != nil {
			return src, ""
		}
		switch {
		case Generated(file):
			return nil, "the file is generated"
		case ast.IsGenerated(file), importsC(file):
			return nil, "the file uses cgo"
		}
		src, err := x.readSource(file)
		if err != nil {
			return nil, "the source cannot be read"
		}
		if src.crowded() {
			return nil, "the package clause or an import shares its line with other code"
		}
		x.files[file] = src
		return src, ""
	}
	return nil, "the source is not at hand"
}

// importsC reports whether cgo makes the file that the compiler sees from file.
func importsC(file *ast.File) bool {
	for _, spec := range file.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

// scopeAt returns the innermost scope around pos.
func (x *Fixer) scopeAt(pos token.Pos) *types.Scope {
	for _, file := range x.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			if s := x.pass.TypesInfo.Scopes[file].Innermost(pos); s != nil {
				return s
			}
			return x.pass.TypesInfo.Scopes[file]
		}
	}
	return x.pass.Pkg.Scope()
}

// lookup returns the object that name stands for at pos.
func (x *Fixer) lookup(name string, pos token.Pos) types.Object {
	_, obj := x.scopeAt(pos).LookupParent(name, pos)
	return obj
}
