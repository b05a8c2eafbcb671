package analyzer

import (
	"go/types"
	"slices"
)

// A pendingKind is a type of file that nobody sees under its name before it is
// published.
type pendingKind struct {
	pkg, name string // of the type
	commit    string // the method that publishes it, and returns an error
	finish    string // the method that publishes it unless *errp is set, or ""
	discard   string // the method that removes it unless it was published
}

// pendingKinds are the writer of this module, and renameio. Of the latter see
// https://pkg.go.dev/github.com/google/renameio/v2#PendingFile: Cleanup does
// nothing after CloseAtomicallyReplace, and Close leaves the temporary there.
var pendingKinds = []pendingKind{
	{pkg: defaultWriter(), name: "File", commit: "Commit", finish: "Finish", discard: "Close"},
	{pkg: defaultWriter(), name: "Batch", commit: "Commit", discard: "Close"},
	{pkg: "github.com/google/renameio", name: "PendingFile", commit: "CloseAtomicallyReplace", discard: "Cleanup"},
	{pkg: "github.com/google/renameio/v2", name: "PendingFile", commit: "CloseAtomicallyReplace", discard: "Cleanup"},
}

// pendingKindOf returns the kind that t, or what t points to, is of, or nil.
func pendingKindOf(t types.Type) *pendingKind {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	for i := range pendingKinds {
		if k := &pendingKinds[i]; k.pkg == named.Obj().Pkg().Path() && k.name == named.Obj().Name() {
			return k
		}
	}
	return nil
}

// isBatch reports whether k is a collection of files rather than one.
func (k *pendingKind) isBatch() bool { return k.name == "Batch" }

// ends reports whether a method of this name publishes or discards.
func (k *pendingKind) ends(method string) bool {
	return method == k.commit || method == k.discard || method == "Close" || k.finish != "" && method == k.finish
}

// definesPending reports whether pkg is one of those that define a kind. They
// know what they do.
func definesPending(pkg *types.Package) bool { return pendingPackage(pkg.Path()) }

// pendingPackage reports whether the package at path defines a kind.
func pendingPackage(path string) bool {
	return slices.ContainsFunc(pendingKinds, func(k pendingKind) bool { return k.pkg == path })
}

// importsPending reports whether pkg imports a package that defines a kind.
func importsPending(pkg *types.Package) bool {
	if definesPending(pkg) {
		return false
	}
	for _, imp := range pkg.Imports() {
		if definesPending(imp) {
			return true
		}
	}
	return false
}
