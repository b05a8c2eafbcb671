package trace

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A Sink is a call that opens or writes a file by name.
type Sink struct {
	Cursor inspector.Cursor // of call
	Call   *ast.CallExpr
	Fn     *types.Func
	Kind   knowledge.SinkKind
	Path   ast.Expr // the argument that names the file
	Data   ast.Expr // the content, for WholeFile; nil if the call does not show it
	Flag   ast.Expr // the open flags, or nil when fn implies createFlags

	Abstract bool         // one of AbstractSinks
	Value    types.Object // the variable, field or parameter by which fn is called, or nil
}

// ImportsSink reports whether pkg imports a package that declares a sink.
func ImportsSink(pkg *types.Package, extra map[string]knowledge.Sink) bool {
	if len(extra) > 0 {
		return true
	}
	for _, imp := range pkg.Imports() {
		if knowledge.SinkPackages[imp.Path()] || imp.Path() == knowledge.AferoPath {
			return true
		}
	}
	return false
}

// SinkOf returns the sink that the call at c is, if it is one.
func SinkOf(info *types.Info, c inspector.Cursor, extra map[string]knowledge.Sink) (Sink, bool) {
	call := c.Node().(*ast.CallExpr)
	fn, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok {
		return Sink{}, false
	}
	return sinkBy(fn.Origin(), c, extra)
}

// Sink is like SinkOf, and knows the functions that variables hold.
func (s *Summaries) Sink(c inspector.Cursor) (Sink, bool) {
	if k, ok := SinkOf(s.Flow.Info, c, s.Extra); ok {
		return k, true
	}
	call := c.Node().(*ast.CallExpr)
	value := s.Flow.ObjectOf(call.Fun)
	if value == nil {
		return Sink{}, false
	}
	fn := s.Flow.Runs(call)
	if fn == nil || fn.Signature().Recv() != nil {
		return Sink{}, false
	}
	k, ok := sinkBy(fn, c, s.Extra)
	k.Value = value
	return k, ok
}

// sinkBy returns the sink that the call at c of fn is, if it is one.
func sinkBy(fn *types.Func, c inspector.Cursor, extra map[string]knowledge.Sink) (Sink, bool) {
	if fn.Pkg() == nil {
		return Sink{}, false
	}
	call := c.Node().(*ast.CallExpr)
	var ok bool
	var spec knowledge.Sink
	abstract := false
	if ok = knowledge.SinkPackages[fn.Pkg().Path()]; ok {
		spec, ok = knowledge.Sinks[fn.FullName()]
	} else if fn.Pkg().Path() == knowledge.AferoPath {
		spec, abstract = knowledge.AbstractSinks[fn.FullName()]
		ok = abstract
	}
	if !ok && len(extra) > 0 {
		spec, ok = extra[fn.FullName()]
	}
	if !ok || spec.Path >= len(call.Args) || spec.Flag >= len(call.Args) {
		return Sink{}, false // the arguments are the results of one call
	}
	if spec.Kind == knowledge.ForeignSink {
		spec.Kind = resolveKind(fn)
	}
	s := Sink{Cursor: c, Call: call, Fn: fn, Kind: spec.Kind, Path: call.Args[spec.Path], Abstract: abstract}
	if 0 <= spec.Data && spec.Data < len(call.Args) {
		s.Data = call.Args[spec.Data]
	}
	if spec.Flag >= 0 {
		s.Flag = call.Args[spec.Flag]
	}
	return s, true
}

// resolveKind returns the kind of a sink that the settings name: one that
// returns something with a Write method opens a file.
func resolveKind(fn *types.Func) knowledge.SinkKind {
	results := fn.Signature().Results()
	if results.Len() > 0 {
		if obj, _, _ := types.LookupFieldOrMethod(results.At(0).Type(), true, nil, "Write"); obj != nil {
			return knowledge.OpenHandle
		}
	}
	return knowledge.WholeFile
}
