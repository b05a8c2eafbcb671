package trace

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// OpenFlags are the flags of open(2) in an encoding of the pass's own, because
// the values of os.O_CREATE and its like differ between systems.
type OpenFlags uint16

// Has reports whether all bits are set.
func (f OpenFlags) Has(bits OpenFlags) bool { return f&bits == bits }

const (
	FlagWrite OpenFlags = 1 << iota
	FlagReadWrite
	FlagAppend
	FlagCreate
	FlagExcl
	FlagTrunc
	FlagSync
	FlagUnknown // some part of the flags could not be told

	createFlags = FlagReadWrite | FlagCreate | FlagTrunc
)

// FlagNames maps the constants of packages os, syscall and unix to FlagsOf.
var FlagNames = map[string]OpenFlags{
	"O_WRONLY": FlagWrite,
	"O_RDWR":   FlagReadWrite,
	"O_APPEND": FlagAppend,
	"O_CREATE": FlagCreate,
	"O_CREAT":  FlagCreate,
	"O_EXCL":   FlagExcl,
	"O_TRUNC":  FlagTrunc,
	"O_SYNC":   FlagSync,
	"O_DSYNC":  FlagSync,
}

// FlagsOf returns the flags that s opens its file with. Flags that only some
// paths through the function set are included.
func FlagsOf(f *flow.Flow, s Sink) OpenFlags {
	if s.Flag == nil {
		return createFlags
	}
	pkg := s.Fn.Pkg()
	if !knowledge.SinkPackages[pkg.Path()] {
		pkg = importOf(pkg, "os")
	}
	return flagsIn(f, s.Flag, pkg, make(map[types.Object]bool))
}

// FlagChoices returns the flags that s may open its file with, one by one where
// each caller of its function chooses some.
func FlagChoices(f *flow.Flow, s Sink) []OpenFlags {
	ref, ok := f.Param[f.ObjectOf(s.Flag)]
	if s.Flag == nil || !ok || len(f.Defs[f.ObjectOf(s.Flag)]) > 0 {
		return []OpenFlags{FlagsOf(f, s)}
	}
	var choices []OpenFlags
	for _, arg := range f.Arguments(ref) {
		each := s
		each.Flag = arg.Expr
		choices = append(choices, FlagsOf(f, each))
	}
	if len(choices) < 2 {
		return []OpenFlags{FlagsOf(f, s)}
	}
	return choices
}

func flagsIn(f *flow.Flow, e ast.Expr, pkg *types.Package, seen map[types.Object]bool) OpenFlags {
	e = ast.Unparen(e)
	if e, ok := e.(*ast.BinaryExpr); ok && (e.Op == token.OR || e.Op == token.ADD) {
		return flagsIn(f, e.X, pkg, seen) | flagsIn(f, e.Y, pkg, seen)
	}
	if c, ok := f.ObjectOf(e).(*types.Const); ok && c.Pkg() != nil && knowledge.SinkPackages[c.Pkg().Path()] && FlagNames[c.Name()] != 0 {
		return FlagNames[c.Name()] // pkg may not have it, or hide it: export data has only what is used
	}
	if tv := f.Info.Types[e]; tv.Value != nil {
		return DecodeFlags(tv.Value, pkg)
	}
	switch e := e.(type) {
	case *ast.CallExpr: // a conversion
		if len(e.Args) == 1 && f.Info.Types[e.Fun].IsType() {
			return flagsIn(f, e.Args[0], pkg, seen)
		}
	case *ast.Ident, *ast.SelectorExpr:
		obj := f.ObjectOf(e)
		if obj == nil || seen[obj] {
			break
		}
		seen[obj] = true
		defs, closed := f.Definitions(obj)
		flags := FlagUnknown
		if closed && len(defs) > 0 {
			flags = 0
		}
		for _, d := range defs {
			if d.Index < 0 {
				flags |= flagsIn(f, d.Expr, pkg, seen)
			} else {
				flags |= FlagUnknown
			}
		}
		return flags
	}
	return FlagUnknown
}

// DecodeFlags translates the value of an open flag of the target system with
// the constants that pkg, the sink's package, declares.
func DecodeFlags(value constant.Value, pkg *types.Package) OpenFlags {
	bits, ok := constant.Uint64Val(constant.ToInt(value))
	if !ok {
		return FlagUnknown
	}
	var flags OpenFlags
	for name, flag := range FlagNames {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok { // package os has no O_DSYNC, but takes that of syscall
			c, ok = importOf(pkg, "syscall").Scope().Lookup(name).(*types.Const)
		}
		if !ok {
			continue
		}
		mask, ok := constant.Uint64Val(constant.ToInt(c.Val()))
		if ok && mask != 0 && bits&mask == mask {
			flags |= flag
		}
	}
	return flags
}

// importOf returns the package at importPath that pkg imports, or pkg.
func importOf(pkg *types.Package, importPath string) *types.Package {
	for _, imp := range pkg.Imports() {
		if imp.Path() == importPath {
			return imp
		}
	}
	return pkg
}
