package knowledge

import (
	"go/types"
	"slices"

	"github.com/atomiclint/atomiclint/internal/module"
)

// A PendingKind is a type of file that nobody sees under its name before it is
// published.
type PendingKind struct {
	Pkg, Name string // of the type
	Commit    string // the method that publishes it, and returns an error
	Finish    string // the method that publishes it unless *errp is set, or ""
	Discard   string // the method that removes it unless it was published
}

// PendingKinds are the writer of this module, and renameio. Of the latter see
// https://pkg.go.dev/github.com/google/renameio/v2#PendingFile: Cleanup does
// nothing after CloseAtomicallyReplace, and Close leaves the temporary there.
var PendingKinds = []PendingKind{
	{Pkg: module.Writer(), Name: "File", Commit: "Commit", Finish: "Finish", Discard: "Close"},
	{Pkg: module.Writer(), Name: "Batch", Commit: "Commit", Discard: "Close"},
	{Pkg: "github.com/google/renameio", Name: "PendingFile", Commit: "CloseAtomicallyReplace", Discard: "Cleanup"},
	{Pkg: "github.com/google/renameio/v2", Name: "PendingFile", Commit: "CloseAtomicallyReplace", Discard: "Cleanup"},
}

// PendingKindOf returns the kind that t, or what t points to, is of, or nil.
func PendingKindOf(t types.Type) *PendingKind {
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
	for i := range PendingKinds {
		if k := &PendingKinds[i]; k.Pkg == named.Obj().Pkg().Path() && k.Name == named.Obj().Name() {
			return k
		}
	}
	return nil
}

// IsBatch reports whether k is a collection of files rather than one.
func (k *PendingKind) IsBatch() bool { return k.Name == "Batch" }

// Ends reports whether a method of this name publishes or discards.
func (k *PendingKind) Ends(method string) bool {
	return method == k.Commit || method == k.Discard || method == "Close" || k.Finish != "" && method == k.Finish
}

// DefinesPending reports whether pkg is one of those that define a kind. They
// know what they do.
func DefinesPending(pkg *types.Package) bool { return PendingPackage(pkg.Path()) }

// PendingPackage reports whether the package at path defines a kind.
func PendingPackage(path string) bool {
	return slices.ContainsFunc(PendingKinds, func(k PendingKind) bool { return k.Pkg == path })
}

// ImportsPending reports whether pkg imports a package that defines a kind.
func ImportsPending(pkg *types.Package) bool {
	if DefinesPending(pkg) {
		return false
	}
	for _, imp := range pkg.Imports() {
		if DefinesPending(imp) {
			return true
		}
	}
	return false
}
