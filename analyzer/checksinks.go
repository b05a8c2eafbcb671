package analyzer

import (
	"fmt"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/internal/setting"
)

// checkSinkIn returns an error if pkg, which has the import path of s, has no
// such function, or one whose argument is no string.
func checkSinkIn(pkg *types.Package, s setting.Sink) error {
	fn := findSink(pkg, s)
	if fn == nil {
		return fmt.Errorf("setting sinks: there is no function %s in %s", s.FullName, s.Pkg)
	}
	if full := fn.FullName(); full != s.FullName {
		return fmt.Errorf("setting sinks: %s is spelled %s", s.FullName, full)
	}
	params := fn.Signature().Params()
	if s.Index >= params.Len() {
		return fmt.Errorf("setting sinks: %s has no argument %d; they are counted from 0", s.FullName, s.Index)
	}
	if param := params.At(s.Index); !flow.IsPath(param.Type()) {
		return fmt.Errorf("setting sinks: argument %d of %s is no path but %s; they are counted from 0", s.Index, s.FullName, param.Type())
	}
	return nil
}

// findSink returns the function in pkg, or nil.
func findSink(pkg *types.Package, s setting.Sink) *types.Func {
	if s.Receiver == "" {
		fn, _ := pkg.Scope().Lookup(s.Name).(*types.Func)
		return fn
	}
	typ, ok := pkg.Scope().Lookup(s.Receiver).(*types.TypeName)
	if !ok {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(typ.Type(), true, pkg, s.Name)
	fn, _ := obj.(*types.Func)
	return fn
}

// checkSinks returns an error if a sink cannot be what the settings say, as far
// as pkg and what it imports tell.
func (s *Settings) checkSinks(pkg *types.Package) error {
	for _, item := range s.Sinks {
		sink, err := setting.ParseSink(item)
		if err != nil {
			return err
		}
		for _, imp := range append(pkg.Imports(), pkg) {
			if imp.Path() != sink.Pkg {
				continue
			}
			if err := checkSinkIn(imp, sink); err != nil {
				return err
			}
		}
	}
	return nil
}
