package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// A sink is a call that opens or writes a file by name.
type sink struct {
	cursor inspector.Cursor // of call
	call   *ast.CallExpr
	fn     *types.Func
	kind   sinkKind
	path   ast.Expr // the argument that names the file
	data   ast.Expr // the content, for wholeFile; nil if the call does not show it
	flag   ast.Expr // the open flags, or nil when fn implies createFlags

	abstract bool // one of abstractSinks
}

// A sinkKind tells what a function gives back that creates a file.
type sinkKind uint8

const (
	wholeFile   sinkKind = iota // writes the whole content: os.WriteFile
	openHandle                  // returns an *os.File: os.Create, os.OpenFile
	openNumber                  // returns a file descriptor: syscall.Open
	foreignSink                 // one of the settings; resolved by what it returns
)

// A sinkSpec tells which arguments of a function matter. An index is -1 when
// the function has no such argument.
type sinkSpec struct {
	kind             sinkKind
	path, data, flag int
}

// sinkSpecs holds the functions that create or truncate a file by name, keyed
// by types.Func.FullName.
var sinkSpecs = map[string]sinkSpec{
	"os.Create":                    {openHandle, 0, -1, -1},
	"os.OpenFile":                  {openHandle, 0, -1, 1},
	"os.WriteFile":                 {wholeFile, 0, 1, -1},
	"io/ioutil.WriteFile":          {wholeFile, 0, 1, -1},
	"(*os.Root).Create":            {openHandle, 0, -1, -1},
	"(*os.Root).OpenFile":          {openHandle, 0, -1, 1},
	"(*os.Root).WriteFile":         {wholeFile, 0, 1, -1},
	"syscall.Open":                 {openNumber, 0, -1, 1},
	"syscall.Creat":                {openNumber, 0, -1, -1},
	"golang.org/x/sys/unix.Open":   {openNumber, 0, -1, 1},
	"golang.org/x/sys/unix.Openat": {openNumber, 1, -1, 2},
	"golang.org/x/sys/unix.Creat":  {openNumber, 0, -1, -1},
}

// abstractSinks holds methods of the file system interfaces that libraries put
// between themselves and package os. What they write may be in memory, so that
// a call is no finding; but a library that hands a path to one is, by default,
// a library that writes the file.
var abstractSinks = map[string]sinkSpec{
	"(" + aferoPath + ".Fs).Create":   {openHandle, 0, -1, -1},
	"(" + aferoPath + ".Fs).OpenFile": {openHandle, 0, -1, 1},
	aferoPath + ".WriteFile":          {wholeFile, 1, 2, -1},
}

// aferoPath is the import path of the file system interface that most libraries
// use that have one.
const aferoPath = "github.com/spf13/afero"

// sinkPackages are the packages that declare the functions of sinkSpecs. A
// package that imports none of them holds no sink.
var sinkPackages = map[string]bool{
	"os":                    true,
	"io/ioutil":             true,
	"syscall":               true,
	"golang.org/x/sys/unix": true,
}

// importsSink reports whether pkg imports a package that declares a sink.
func importsSink(pkg *types.Package, extra map[string]sinkSpec) bool {
	if len(extra) > 0 {
		return true
	}
	for _, imp := range pkg.Imports() {
		if sinkPackages[imp.Path()] || imp.Path() == aferoPath {
			return true
		}
	}
	return false
}

// sinkOf returns the sink that the call at c is, if it is one.
func sinkOf(info *types.Info, c inspector.Cursor, extra map[string]sinkSpec) (sink, bool) {
	call := c.Node().(*ast.CallExpr)
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || fn.Pkg() == nil {
		return sink{}, false
	}
	fn = fn.Origin()
	var spec sinkSpec
	abstract := false
	if ok = sinkPackages[fn.Pkg().Path()]; ok {
		spec, ok = sinkSpecs[fn.FullName()]
	} else if fn.Pkg().Path() == aferoPath {
		spec, abstract = abstractSinks[fn.FullName()]
		ok = abstract
	}
	if !ok && len(extra) > 0 {
		spec, ok = extra[fn.FullName()]
	}
	if !ok || spec.path >= len(call.Args) || spec.flag >= len(call.Args) {
		return sink{}, false // the arguments are the results of one call
	}
	if spec.kind == foreignSink {
		spec.kind = resolveKind(fn)
	}
	s := sink{cursor: c, call: call, fn: fn, kind: spec.kind, path: call.Args[spec.path], abstract: abstract}
	if 0 <= spec.data && spec.data < len(call.Args) {
		s.data = call.Args[spec.data]
	}
	if 0 <= spec.flag && spec.flag < len(call.Args) {
		s.flag = call.Args[spec.flag]
	}
	return s, true
}

// resolveKind returns the kind of a sink that the settings name: one that
// returns something with a Write method opens a file.
func resolveKind(fn *types.Func) sinkKind {
	results := fn.Signature().Results()
	if results.Len() > 0 {
		if obj, _, _ := types.LookupFieldOrMethod(results.At(0).Type(), true, nil, "Write"); obj != nil {
			return openHandle
		}
	}
	return wholeFile
}

// openFlags are the flags of open(2) in an encoding of the pass's own, because
// the values of os.O_CREATE and its like differ between systems.
type openFlags uint16

const (
	flagWrite openFlags = 1 << iota
	flagReadWrite
	flagAppend
	flagCreate
	flagExcl
	flagTrunc
	flagSync
	flagUnknown // some part of the flags could not be told

	createFlags = flagReadWrite | flagCreate | flagTrunc
)

// has reports whether all bits are set.
func (f openFlags) has(bits openFlags) bool { return f&bits == bits }

// flagNames maps the constants of packages os, syscall and unix to openFlags.
var flagNames = map[string]openFlags{
	"O_WRONLY": flagWrite,
	"O_RDWR":   flagReadWrite,
	"O_APPEND": flagAppend,
	"O_CREATE": flagCreate,
	"O_CREAT":  flagCreate,
	"O_EXCL":   flagExcl,
	"O_TRUNC":  flagTrunc,
	"O_SYNC":   flagSync,
	"O_DSYNC":  flagSync,
}

// openFlags returns the flags that s opens its file with. Flags that only some
// paths through the function set are included.
func (f *flow) openFlags(s sink) openFlags {
	if s.flag == nil {
		return createFlags
	}
	pkg := s.fn.Pkg()
	if !sinkPackages[pkg.Path()] {
		pkg = importOf(pkg, "os")
	}
	return f.flagsOf(s.flag, pkg, make(map[types.Object]bool))
}

// flagChoices returns the flags that s may open its file with, one by one where
// each caller of its function chooses some.
func (f *flow) flagChoices(s sink) []openFlags {
	ref, ok := f.param[f.objectOf(s.flag)]
	if s.flag == nil || !ok || len(f.defs[f.objectOf(s.flag)]) > 0 {
		return []openFlags{f.openFlags(s)}
	}
	var choices []openFlags
	for _, arg := range f.arguments(ref) {
		each := s
		each.flag = arg.expr
		choices = append(choices, f.openFlags(each))
	}
	if len(choices) < 2 {
		return []openFlags{f.openFlags(s)}
	}
	return choices
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

func (f *flow) flagsOf(e ast.Expr, pkg *types.Package, seen map[types.Object]bool) openFlags {
	e = ast.Unparen(e)
	if e, ok := e.(*ast.BinaryExpr); ok && (e.Op == token.OR || e.Op == token.ADD) {
		return f.flagsOf(e.X, pkg, seen) | f.flagsOf(e.Y, pkg, seen)
	}
	if c, ok := f.objectOf(e).(*types.Const); ok && c.Pkg() != nil && sinkPackages[c.Pkg().Path()] && flagNames[c.Name()] != 0 {
		return flagNames[c.Name()] // pkg may not have it, or hide it: export data has only what is used
	}
	if tv := f.info.Types[e]; tv.Value != nil {
		return decodeFlags(tv.Value, pkg)
	}
	switch e := e.(type) {
	case *ast.CallExpr: // a conversion
		if len(e.Args) == 1 && f.info.Types[e.Fun].IsType() {
			return f.flagsOf(e.Args[0], pkg, seen)
		}
	case *ast.Ident, *ast.SelectorExpr:
		obj := f.objectOf(e)
		if obj == nil || seen[obj] {
			break
		}
		seen[obj] = true
		defs, closed := f.definitions(obj)
		flags := flagUnknown
		if closed && len(defs) > 0 {
			flags = 0
		}
		for _, d := range defs {
			if d.index < 0 {
				flags |= f.flagsOf(d.expr, pkg, seen)
			} else {
				flags |= flagUnknown
			}
		}
		return flags
	}
	return flagUnknown
}

// constant returns the value of e if that is a constant, or a local variable
// that is declared with a constant and not set again.
func (f *flow) constant(e ast.Expr) constant.Value {
	if v, ok := f.objectOf(e).(*types.Var); ok && !v.IsField() && v.Parent() != f.pkg.Scope() && !f.addr[v] && len(f.defs[v]) == 1 {
		d := f.defs[v][0]
		assign, ok := assignment(d.cursor)
		if ok && assign.Node().(*ast.AssignStmt).Tok == token.DEFINE || parentKind(d.cursor) == edge.ValueSpec_Values {
			return f.info.Types[d.expr].Value
		}
	}
	return f.info.Types[e].Value
}

// decodeFlags translates the value of an open flag of the target system with
// the constants that pkg, the sink's package, declares.
func decodeFlags(value constant.Value, pkg *types.Package) openFlags {
	bits, ok := constant.Uint64Val(constant.ToInt(value))
	if !ok {
		return flagUnknown
	}
	var flags openFlags
	for name, flag := range flagNames {
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
