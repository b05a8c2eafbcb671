package trust

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// AddTo adds to the summaries of the parameters of fn what the function tells
// of the files that they name.
func (f *Finder) AddTo(sums []facts.Param, fn *flow.Function) {
	for i := range sums {
		sums[i].Tells = f.Tells(flow.ParamRef{Fn: fn, Index: i})
	}
}

// Tells returns what the first result of a function, if it is true, tells of
// the file that a parameter names.
func (f *Finder) Tells(ref flow.ParamRef) facts.Tells {
	if tells, ok := f.told[ref]; ok {
		return tells
	}
	f.told[ref] = facts.Nothing // of a function that calls itself
	tells := f.find(ref)
	f.told[ref] = tells
	return tells
}

func (f *Finder) find(ref flow.ParamRef) facts.Tells {
	sig := ref.Fn.Sig
	if ref.Index >= sig.Params().Len() || sig.Results().Len() == 0 || !isBool(sig.Results().At(0).Type()) {
		return facts.Nothing
	}
	param := sig.Params().At(ref.Index)
	if len(f.Defs[param]) > 0 {
		return facts.Nothing
	}
	var use ast.Expr // of the parameter, to compare with
	for _, c := range f.Uses[param] {
		use, _ = c.Node().(*ast.Ident)
	}
	if use == nil {
		return facts.Nothing
	}
	tells := facts.Nothing
	for _, ret := range ref.Fn.Returns {
		t := f.ofReturn(ret, use)
		if t != facts.Nothing && tells != facts.Nothing && t != tells {
			return facts.Nothing
		}
		tells = max(tells, t)
	}
	return tells
}

// ofReturn returns what it tells of the file at path that the return statement
// at c returns true: by its result, or by the condition that it stands under.
func (f *Finder) ofReturn(c inspector.Cursor, path ast.Expr) facts.Tells {
	ret := c.Node().(*ast.ReturnStmt)
	if len(ret.Results) == 0 {
		return facts.Nothing
	}
	if a := f.answer(ret.Results[0], path); a.known() {
		return factOf(a)
	}
	value, ok := f.constantBool(ret.Results[0])
	if !ok {
		return facts.Nothing
	}
	cond, ok := c.Parent().Parent().Node().(*ast.IfStmt)
	if !ok || !flow.Within(ret, cond.Body) {
		return facts.Nothing
	}
	a := f.answer(cond.Cond, path)
	switch {
	case a.ifTrue == unknown:
		return facts.Nothing
	case (a.ifTrue == exists) == value:
		return facts.Exists
	}
	return facts.Absent
}

// factOf returns what it says that a result with the answer is true.
func factOf(a answer) facts.Tells {
	switch {
	case a.ifTrue == exists, a.ifFalse == absent:
		return facts.Exists
	case a.ifTrue == absent, a.ifFalse == exists:
		return facts.Absent
	}
	return facts.Nothing
}
