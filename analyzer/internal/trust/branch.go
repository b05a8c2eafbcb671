package trust

import (
	"go/ast"
	"go/token"
	"iter"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// A condition decides which statements of a function are carried out.
type condition struct {
	at    inspector.Cursor // the *ast.IfStmt or *ast.CaseClause
	expr  ast.Expr
	body  block // if it is true
	other block // if it is not, as far as the statement shows
}

// A block is a list of statements, or what stands in its place.
type block struct{ list []ast.Stmt }

// conditions yields those of the function at c: of if statements, and of the
// clauses of switches that have no tag.
func conditions(c inspector.Cursor) iter.Seq[condition] {
	return func(yield func(condition) bool) {
		for at := range c.Preorder((*ast.IfStmt)(nil), (*ast.CaseClause)(nil)) {
			switch n := at.Node().(type) {
			case *ast.IfStmt:
				cond := condition{at: at, expr: n.Cond, body: block{n.Body.List}}
				if n.Else != nil {
					cond.other = block{[]ast.Stmt{n.Else}}
				}
				if !yield(cond) {
					return
				}
			case *ast.CaseClause:
				if sw, ok := at.Parent().Parent().Node().(*ast.SwitchStmt); ok && sw.Tag == nil && len(n.List) == 1 {
					if !yield(condition{at: at, expr: n.List[0], body: block{n.Body}}) {
						return
					}
				}
			}
		}
	}
}

// otherwise returns what is carried out if the condition is not true.
func (cond condition) otherwise() block {
	if len(cond.other.list) > 0 || !cond.body.ends() {
		return cond.other
	}
	if _, ok := cond.at.Node().(*ast.CaseClause); ok {
		return block{}
	}
	return block{flow.Following(cond.at)}
}

// meanwhile returns what is carried out where the file exists, so that n, which
// creates it, is not.
func (cond condition) meanwhile(n ast.Node) []ast.Stmt {
	list := append([]ast.Stmt{&ast.ExprStmt{X: cond.expr}}, cond.instead(n).list...)
	if _, ok := cond.at.Node().(*ast.IfStmt); ok {
		list = append(list, flow.Following(cond.at)...)
	}
	return list
}

// instead returns the parts of the statement that do not hold n.
func (cond condition) instead(n ast.Node) block {
	var parts block
	for _, b := range []block{cond.body, cond.other} {
		if !b.holds(n) {
			parts.list = append(parts.list, b.list...)
		}
	}
	return parts
}

// precedes reports whether the condition is looked at before the call at c, and
// decides of it: in a list of statements that holds both, or, as with a flag
// that turns the question off, in the branch of an if statement in that list.
func (cond condition) precedes(c inspector.Cursor) bool {
	stmt := cond.at
	if _, ok := cond.at.Node().(*ast.CaseClause); ok {
		stmt = cond.at.Parent().Parent()
	}
	for {
		for flow.ParentKind(stmt) == edge.IfStmt_Else {
			stmt = stmt.Parent()
		}
		for _, next := range flow.Following(stmt) {
			if flow.Within(c.Node(), next) {
				return true
			}
		}
		if branch := stmt.Parent(); flow.ParentKind(branch) == edge.IfStmt_Body || flow.ParentKind(branch) == edge.IfStmt_Else {
			stmt = branch.Parent()
			continue
		}
		return false
	}
}

// holds reports whether n stands in the block.
func (b block) holds(n ast.Node) bool {
	return slices.ContainsFunc(b.list, func(stmt ast.Stmt) bool { return flow.Within(n, stmt) })
}

// last returns the last statement, or nil.
func (b block) last() ast.Stmt {
	if len(b.list) == 0 {
		return nil
	}
	last := b.list[len(b.list)-1]
	if inner, ok := last.(*ast.BlockStmt); ok {
		return block{inner.List}.last()
	}
	return last
}

// ends reports whether nothing behind the block is carried out after it.
func (b block) ends() bool {
	switch n := b.last().(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return n.Tok == token.CONTINUE || n.Tok == token.BREAK
	}
	return false
}

// comparesWithNil reports whether cond looks at an error, or its like, alone.
func comparesWithNil(cond ast.Expr) bool {
	n, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	id, ok := ast.Unparen(n.Y).(*ast.Ident)
	return ok && id.Name == "nil"
}
