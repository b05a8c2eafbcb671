package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A replacement is a file that one function writes under another name and
// renames when it is done, to be rewritten as one that the writer publishes.
type replacement struct {
	*Fixer
	src   *source
	move  trace.Move
	draft *rename.Draft

	fn     inspector.Cursor // the function that does it all
	start  inspector.Cursor // the statement that creates the temporary
	rename inspector.Cursor // the statement that renames it
	block  inspector.Cursor // lists the first, and the second or what holds it
	end    inspector.Cursor // what of block renames it: rename, or conditions around that

	own      bool                  // each writer has a temporary of its own
	handle   *handle               // nil if one call writes the whole file
	names    map[types.Object]bool // the variables that hold the path of the temporary
	cleaners map[types.Object]bool // the variables that hold functions which only remove it

	edits []analysis.TextEdit
	gone  []ast.Node // what the edits remove
	kept  []ast.Node // what they keep of that
}

// FixRename rewrites the whole protocol that u ends, if it has the plain
// shape: one function creates, writes, closes and renames a temporary, one
// statement after the other.
func (x *Fixer) FixRename(u rename.Unsafe) (*analysis.SuggestedFix, string) {
	src, reason := x.source(u.Move.At.Node().Pos())
	if reason != "" {
		return nil, reason
	}
	r, reason := x.newReplacement(u, src)
	if reason != "" {
		return nil, reason
	}
	verb := "WriteFile"
	if r.draft.Kind == rename.DraftWhole {
		reason = r.planWhole()
	} else {
		verb, reason = r.planHandle()
	}
	if reason == "" {
		reason = r.dropUnused()
	}
	if reason != "" {
		return nil, reason
	}
	return &analysis.SuggestedFix{
		Message:   "Replace the file atomically with " + ImportName(x.writer) + "." + verb,
		TextEdits: outermost(r.src.withLeftovers(r.edits)),
	}, ""
}

// outermost leaves out the edits of what other edits take out as a whole.
func outermost(edits []analysis.TextEdit) []analysis.TextEdit {
	return slices.DeleteFunc(slices.Clone(edits), func(e analysis.TextEdit) bool {
		return slices.ContainsFunc(edits, func(o analysis.TextEdit) bool {
			if e.Pos == e.End { // what is inserted next to them stays
				return o.Pos < e.Pos && e.End < o.End
			}
			return o.Pos <= e.Pos && e.End <= o.End && o.End-o.Pos > e.End-e.Pos
		})
	})
}

// newReplacement finds the statements of the protocol, or why they are not
// plain to see.
func (x *Fixer) newReplacement(u rename.Unsafe, src *source) (*replacement, string) {
	if name := u.Fn.FullName(); name != "os.Rename" && name != x.writer+".Rename" {
		return nil, x.renameIn(u.Fn, u.Move.At.Node().Pos())
	}
	if len(u.Drafts) != 1 {
		return nil, "there is more than one temporary"
	}
	for _, call := range []*ast.CallExpr{u.Move.At.Node().(*ast.CallExpr), u.Drafts[0].Call} {
		if reason := x.heldReason(call); reason != "" {
			return nil, reason
		}
	}
	r := &replacement{Fixer: x, src: src, move: u.Move, draft: u.Drafts[0], own: u.Own, names: make(map[types.Object]bool), cleaners: make(map[types.Object]bool)}
	r.fn = flow.FunctionAround(u.Move.At)
	maker := flow.FunctionAround(r.draft.Made)
	made := x.lineSeen(r.draft.Call.Pos(), u.Move.At.Node().Pos())
	switch {
	case maker != r.fn && flow.Within(r.fn.Node(), maker.Node()):
		return nil, "a function literal renames the temporary that is made around it (" + made + ")"
	case maker != r.fn && flow.Within(maker.Node(), r.fn.Node()):
		return nil, "a function literal creates the temporary (" + made + ")"
	case maker != r.fn || !flow.Within(r.draft.Call, r.fn.Node()):
		return nil, "another function creates the temporary (" + made + ")"
	case r.draft.Call.End() > u.Move.At.Node().Pos():
		return nil, "the rename comes before the writing"
	}
	if !r.findBlock() {
		return nil, fmt.Sprintf("the temporary is not renamed in the block that creates it (line %d)", x.line(r.draft.Call.Pos()))
	}
	if src.shareLine(flow.Statements(r.block.Node())) || src.shareLine(flow.Statements(r.rename.Parent().Node())) {
		return nil, "statements share a line"
	}
	if reason := r.settled(u.Move.Dst); reason != "" {
		return nil, reason
	}
	if r.uses(knowledge.MakesLinks) {
		return nil, "the package makes symbolic links: the rename replaces one, the writer the file that it leads to"
	}
	if call := r.dirCall(); call != nil {
		return nil, fmt.Sprintf("line %d calls %s, which may make or list the directory, before the rename", r.line(call.Pos()), types.ExprString(call.Fun))
	}
	if call := r.takesOldAway(); call != nil {
		return nil, fmt.Sprintf("line %d takes the old file away, and the new one may not be complete yet", r.line(call.Pos()))
	}
	r.kept = append(r.kept, u.Move.Dst)
	for _, e := range []ast.Expr{u.Move.Src, r.draft.Path} {
		if e != nil {
			r.addName(e)
		}
	}
	return r, ""
}

// findBlock finds the statements that create and rename the temporary, and
// reports whether one block lists both. A handle may be renamed on conditions:
//
//	if err == nil {
//		err = os.Rename(f.Name(), name)
//	}
func (r *replacement) findBlock() bool {
	var plain, alsoPlain bool
	r.start, plain = flow.StatementAround(r.draft.Made)
	r.rename, alsoPlain = flow.StatementAround(r.move.At)
	r.block, r.end = r.start.Parent(), r.rename
	for r.draft.Kind != rename.DraftWhole && r.end.Parent() != r.block {
		kind, _ := r.end.Parent().ParentEdge()
		if kind != edge.IfStmt_Body {
			break
		}
		r.end = r.end.Parent().Parent()
	}
	return plain && alsoPlain && r.end.Parent() == r.block
}

// renameIn says why a call of fn, which renames the file, is not replaced, and
// where it does so if that is in this package.
func (x *Fixer) renameIn(fn *types.Func, from token.Pos) string {
	if local := flow.Only(x.flow.ByObj[fn]); local != nil {
		for c := range local.Cursor.Preorder((*ast.CallExpr)(nil)) {
			call := c.Node().(*ast.CallExpr)
			if callee := x.flow.Callee(call); callee != nil && callee.FullName() == "os.Rename" {
				return fmt.Sprintf("the rename is in %s, %s", trace.CalleeText(fn), x.lineSeen(call.Pos(), from))
			}
		}
	}
	return trace.CalleeText(fn) + " is not os.Rename"
}

// addName adds the variable that e is to those that hold the path of the
// temporary.
func (r *replacement) addName(e ast.Expr) {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return
	}
	if v, ok := r.pass.TypesInfo.Uses[id].(*types.Var); ok && r.ownVar(v) && len(r.flow.Defs[v]) == 1 {
		r.names[v] = true
	}
}

// ownVar reports whether v is a local variable of the function, and no
// parameter.
func (r *replacement) ownVar(v *types.Var) bool {
	body := control.Body(r.fn.Node())
	return !v.IsField() && body.Pos() <= v.Pos() && v.Pos() < body.End() && !r.flow.Addr[v]
}

// settled returns why the destination cannot be named where the temporary is
// created: it is not known there, or may change until the rename.
func (r *replacement) settled(dst ast.Expr) (reason string) {
	if dst == nil {
		return "the destination is out of sight"
	}
	if call := r.impure(dst, 0); call != nil {
		return "the destination is the result of a call"
	}
	from, to := r.start.Node().Pos(), r.rename.Node().End()
	for id := range bareNames(dst) {
		if obj := r.pass.TypesInfo.Uses[id]; obj != nil && r.lookup(id.Name, from) != obj {
			return "the destination is not known yet when the temporary is created"
		}
	}
	if r.changes(dst, from, to) {
		return "the destination changes"
	}
	return ""
}

// changes reports whether something between from and to may set what e is
// computed of.
func (r *replacement) changes(e ast.Expr, from, to token.Pos) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if made := r.madeBy(n); made != nil {
				found = found || r.changes(made, from, to)
			}
		case *ast.Ident:
			obj := r.pass.TypesInfo.Uses[n]
			found = found || obj != nil && r.setBetween(obj, from, to)
		}
		return !found
	})
	return found
}

// bareNames returns the identifiers in e that no selector qualifies.
func bareNames(e ast.Expr) iter.Seq[*ast.Ident] {
	return func(yield func(*ast.Ident) bool) {
		var visit func(ast.Node) bool
		more := true
		visit = func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				ast.Inspect(n.X, visit)
				return false
			case *ast.Ident:
				more = more && yield(n)
			}
			return more
		}
		ast.Inspect(e, visit)
	}
}

// dirCall returns a call between the creation of the temporary and the rename
// that may make the directory of the destination, or see what is in it, going by
// the name of the function. What the creation is given is looked at elsewhere.
func (r *replacement) dirCall() *ast.CallExpr {
	for c := range r.block.Preorder((*ast.CallExpr)(nil)) {
		n := c.Node().(*ast.CallExpr)
		if n.Pos() < r.start.Node().Pos() || n.Pos() > r.rename.Node().End() || n.Pos() > r.draft.Call.Pos() && n.End() <= r.draft.Call.End() {
			continue
		}
		if name := flow.CalleeName(n); knowledge.Speaks(name, knowledge.MakingWords) || name != "Dir" && knowledge.Speaks(name, knowledge.DirWords) {
			return n
		}
	}
	return nil
}

// takesOldAway returns a call between the creation of the temporary and the
// rename that removes the destination or gives it another name. What fails when
// the temporary is closed fails before that, what the writer does for Commit
// would fail after it.
func (r *replacement) takesOldAway() *ast.CallExpr {
	for c := range r.block.Preorder((*ast.CallExpr)(nil)) {
		n := c.Node().(*ast.CallExpr)
		fn := r.flow.Callee(n)
		if fn == nil || n.Pos() < r.start.Node().Pos() || n.Pos() > r.rename.Node().End() || n == r.move.At.Node() {
			continue
		}
		for i, role := range knowledge.Roles[fn.FullName()] {
			if (role.Removed || role.MoveTo > 0 && !role.Link) && i < len(n.Args) && r.sameFile(n.Args[i], r.move.Dst) {
				return n
			}
		}
	}
	return nil
}

// setBetween reports whether something between from and to may set obj.
func (r *replacement) setBetween(obj types.Object, from, to token.Pos) bool {
	if r.flow.Addr[obj] {
		return true
	}
	for _, d := range r.flow.Defs[obj] {
		if from <= d.Expr.Pos() && d.Expr.Pos() < to {
			return true
		}
	}
	return false
}

// pure reports whether call does nothing but compute its result.
func (r *replacement) pure(call *ast.CallExpr) bool {
	if tv := r.pass.TypesInfo.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return true
	}
	fn := r.flow.Callee(call)
	return fn != nil && computesPath(fn) || r.isFileName(call)
}

// impure returns a call in e that may do more than compute its result, which
// functions of this package may do by an expression without one.
func (r *replacement) impure(e ast.Expr, depth int) *ast.CallExpr {
	var found *ast.CallExpr
	ast.Inspect(e, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || r.pure(call) || found != nil {
			return found == nil
		}
		if made := r.madeBy(call); made == nil || depth > maxCallees || r.impure(made, depth+1) != nil {
			found = call
		}
		return found == nil
	})
	return found
}

// computesPath reports whether fn does nothing but compute its result, which
// may be a part of a path.
func computesPath(fn *types.Func) bool {
	return knowledge.PurePackages[fn.Pkg().Path()] || fn.FullName() == "os.Getpid"
}

// isFileName reports whether call is f.Name(), for the temporary f.
func (r *replacement) isFileName(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && r.handle != nil && sel.Sel.Name == "Name" && r.isObject(sel.X, r.handle.v)
}

// isTemp reports whether e is the path of the temporary.
func (r *replacement) isTemp(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return r.names[r.pass.TypesInfo.Uses[e]]
	case *ast.CallExpr:
		if r.isFileName(e) {
			return true
		}
	}
	return r.draft.Path != nil && types.ExprString(e) == types.ExprString(r.draft.Path)
}

// remove takes the statement n out. It returns why it cannot.
func (r *replacement) remove(n ast.Stmt) string {
	for _, g := range r.gone {
		if flow.Within(n, g) {
			return ""
		}
	}
	edits := r.src.dropLines(n)
	if edits == nil {
		return "statements share a line"
	}
	r.edits = append(r.edits, edits...)
	r.gone = append(r.gone, n)
	return ""
}

// replace puts text in the place of n.
func (r *replacement) replace(n ast.Node, text string) {
	r.edits = append(r.edits, r.src.replace(n, text))
	r.gone = append(r.gone, n)
}

// isGone reports whether n is in what the edits remove, and not in what they
// keep of that.
func (r *replacement) isGone(n ast.Node) bool {
	for _, k := range r.kept {
		if flow.Within(n, k) {
			return false
		}
	}
	for _, g := range r.gone {
		if flow.Within(n, g) {
			return true
		}
	}
	return false
}
