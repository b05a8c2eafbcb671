package analyzer

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// A sinkName is an item of Settings.Sinks.
type sinkName struct {
	fullName string // as types.Func.FullName has it
	pkg      string // import path
	receiver string // name of its type, empty if it has none
	name     string
	index    int // of the argument that holds the path
}

// parseSink parses an item of Settings.Sinks.
func parseSink(item string) (sinkName, error) {
	var s sinkName
	var number string
	var found bool
	if s.fullName, number, found = strings.Cut(item, ":"); found {
		var err error
		if s.index, err = strconv.Atoi(number); err != nil || s.index < 0 {
			return s, fmt.Errorf("sink %q: want the index of an argument after the colon, counted from 0", item)
		}
	}
	rest := s.fullName
	if receiver, method, ok := strings.Cut(strings.TrimPrefix(rest, "("), ")."); ok && rest[0] == '(' {
		rest, s.name = strings.TrimPrefix(receiver, "*"), method
	}
	slash := strings.LastIndexByte(rest, '/') + 1
	path, name, ok := strings.Cut(rest[slash:], ".")
	s.pkg = rest[:slash] + path
	if s.name == "" {
		s.name = name
	} else {
		s.receiver = name
	}
	if !ok || name == "" || s.pkg == "" {
		return s, fmt.Errorf("sink %q: want an import path and a function, such as example.com/fsx.Save, or a method, such as (*example.com/fsx.Dir).Put", item)
	}
	return s, nil
}

// SinkPackage returns the import path in an item of Settings.Sinks.
func SinkPackage(item string) (string, error) {
	s, err := parseSink(item)
	return s.pkg, err
}

// check returns an error if pkg, which has the import path of s, has no such
// function, or one whose argument is no string.
func (s sinkName) check(pkg *types.Package) error {
	fn := s.find(pkg)
	if fn == nil {
		return fmt.Errorf("setting sinks: there is no function %s in %s", s.fullName, s.pkg)
	}
	if full := fn.FullName(); full != s.fullName {
		return fmt.Errorf("setting sinks: %s is spelled %s", s.fullName, full)
	}
	params := fn.Signature().Params()
	if s.index >= params.Len() {
		return fmt.Errorf("setting sinks: %s has no argument %d; they are counted from 0", s.fullName, s.index)
	}
	if param := params.At(s.index); !flow.IsPath(param.Type()) {
		return fmt.Errorf("setting sinks: argument %d of %s is no path but %s; they are counted from 0", s.index, s.fullName, param.Type())
	}
	return nil
}

// find returns the function in pkg, or nil.
func (s sinkName) find(pkg *types.Package) *types.Func {
	if s.receiver == "" {
		fn, _ := pkg.Scope().Lookup(s.name).(*types.Func)
		return fn
	}
	typ, ok := pkg.Scope().Lookup(s.receiver).(*types.TypeName)
	if !ok {
		return nil
	}
	obj, _, _ := types.LookupFieldOrMethod(typ.Type(), true, pkg, s.name)
	fn, _ := obj.(*types.Func)
	return fn
}

// checkSinks returns an error if a sink cannot be what the settings say, as far
// as pkg and what it imports tell.
func (s *Settings) checkSinks(pkg *types.Package) error {
	for _, item := range s.Sinks {
		sink, err := parseSink(item)
		if err != nil {
			return err
		}
		for _, imp := range append(pkg.Imports(), pkg) {
			if imp.Path() != sink.pkg {
				continue
			}
			if err := sink.check(imp); err != nil {
				return err
			}
		}
	}
	return nil
}
