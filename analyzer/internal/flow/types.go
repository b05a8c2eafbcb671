package flow

import (
	"go/ast"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// IsError reports whether t is the type error.
func IsError(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

// ReturnsError reports whether the last result of call is an error.
func ReturnsError(info *types.Info, call *ast.CallExpr) bool {
	t := info.TypeOf(call)
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return false
		}
		t = tuple.At(tuple.Len() - 1).Type()
	}
	return t != nil && IsError(t)
}

// IsInterface reports whether t is an interface; it is not if nil.
func IsInterface(t types.Type) bool { return t != nil && types.IsInterface(t) }

// Has reports whether t, or a pointer to it, has an exported method of the name.
func Has(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	_, ok := obj.(*types.Func)
	return ok
}

// describesFile reports whether t is like *os.File: it has a name, or can be
// synced.
func describesFile(t types.Type) bool { return Has(t, "Sync") || Has(t, "Name") || Has(t, "Stat") }

// Buffers reports whether a writer of type t may hold back what is written to
// it until it is flushed or closed: it is not a file, fills something, and has
// a method to end that.
func Buffers(t types.Type) bool {
	if t == nil || IsInterface(t) || describesFile(t) {
		return false
	}
	return (Has(t, "Write") || Has(t, "Create")) && (Has(t, "Flush") || Has(t, "Close"))
}

// IsPath reports whether a value of type t can hold a path.
func IsPath(t types.Type) bool {
	if t == nil { // of x.(type)
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// IsFile reports whether t is *os.File.
func IsFile(t types.Type) bool {
	p, ok := t.(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "File" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "os"
}

// NamesDescriptor reports whether param is the number of an open file.
func NamesDescriptor(param *types.Var) bool {
	b, ok := param.Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	return b.Kind() == types.Uintptr || knowledge.Speaks(param.Name(), []string{"fd"})
}
