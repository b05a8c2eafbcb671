package trace

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// This file holds what names alone suggest. Data flow decides first; a name
// only tips the balance where the flow leaves the package.

// SuffixHint returns staging if text, the end of a path of origin o, is a
// suffix that people give to files they have not finished.
func SuffixHint(text string, o origin) origin {
	text = strings.TrimRight(text, "*%dsvxX-.0123456789")
	if slices.ContainsFunc(knowledge.UnfinishedSuffixes, func(suffix string) bool { return strings.HasSuffix(text, suffix) }) {
		return Staging
	}
	return o
}

// hinted returns the origin that name, that of a variable or function about
// which the flow tells only o, suggests, or o.
func hinted(name string, o origin) origin {
	ws := knowledge.Words(name)
	for i, w := range ws {
		switch {
		case slices.Contains(knowledge.KernelWords, w):
			return Special
		case slices.Contains(knowledge.TempPathWords, w):
			return Temporary
		case slices.Contains(knowledge.TempWords, w) && (i == len(ws)-1 || knowledge.PathWord[ws[i+1]]):
			return Temporary
		}
	}
	return o
}

// aside reports whether a path that ends in tail, or a name, is that of a file
// that was moved out of the way.
func aside(name, tail string) bool {
	return knowledge.Speaks(name, knowledge.AsideWords) || slices.Contains(knowledge.AsideExtensions, path.Ext(tail))
}

// controlsKernel reports whether the package at pkgPath works on control files
// of the kernel, going by its path.
func controlsKernel(pkgPath string) bool { return hinted(pkgPath, Unknown) == Special }

// MakesTemporary reports whether the call of fn returns something temporary.
func MakesTemporary(info *types.Info, fn *types.Func, call *ast.CallExpr) bool {
	name := fn.FullName()
	if knowledge.TemporaryMakers[name] {
		// A temporary in a directory of the caller's choice is as temporary:
		// what matters is that its name is fresh and unknown to readers.
		return true
	}
	if (name == "os.Getenv" || name == "os.LookupEnv") && len(call.Args) == 1 {
		tv := info.Types[call.Args[0]]
		return tv.Value != nil && knowledge.TemporaryVars[constant.StringVal(tv.Value)]
	}
	return false
}
