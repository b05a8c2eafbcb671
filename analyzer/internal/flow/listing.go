package flow

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// listsDirectory reports whether fn may list a directory, going by what is
// known of it, or by its name if it belongs neither to the standard library
// nor to this package.
func (f *Flow) listsDirectory(fn *types.Func) bool {
	if knowledge.DirectoryReaders[fn.FullName()] {
		return true
	}
	if fn.Pkg() == f.Pkg {
		return false
	}
	if fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type()) {
		return knowledge.ListingNames[fn.Name()] // whatever implements it
	}
	return !knowledge.IsStd(fn.Pkg().Path()) && (knowledge.ListingNames[fn.Name()] || fn.Name() == "Walk" && takesPath(fn.Signature()))
}

// takesPath reports whether a parameter of sig may hold a path.
func takesPath(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if IsPath(v.Type()) {
			return true
		}
	}
	return false
}

// A mention is a place where code names a function of interest.
type mention struct {
	Pos token.Pos
	Fn  *types.Func
}

// ListingIn finds a mention in n of a function that lists a directory, itself
// or through functions of this package, that stands between from and to.
func (f *Flow) ListingIn(n ast.Node, from, to token.Pos) (mention, bool) {
	return f.MentionIn(n, from, to, f.listsDirectory, make(map[*Function]bool))
}

// MentionIn finds a mention in n of a function that is wanted, there or in the
// functions of this package that are mentioned there.
func (f *Flow) MentionIn(n ast.Node, from, to token.Pos, wanted func(*types.Func) bool, seen map[*Function]bool) (found mention, ok bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, isIdent := n.(*ast.Ident)
		if !isIdent || ok || id.Pos() < from || to <= id.Pos() {
			return !ok
		}
		obj := f.Info.Uses[id]
		if fn, isFunc := obj.(*types.Func); isFunc {
			obj = fn.Origin()
			if wanted(fn.Origin()) {
				found, ok = mention{id.Pos(), fn.Origin()}, true
				return false
			}
		}
		for _, fn := range append(f.Implementations(obj), f.ByObj[obj]...) {
			if seen[fn] || !HasBody(fn) {
				continue
			}
			seen[fn] = true
			body := BodyOf(fn.Cursor).Node()
			if inner, within := f.MentionIn(body, body.Pos(), body.End(), wanted, seen); within {
				found, ok = mention{id.Pos(), inner.Fn}, true
				return false
			}
		}
		return true
	})
	return found, ok
}
