package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// closesPlainly reports whether the function calls Close other than by defer
// and after a failure.
func (h *handle) closesPlainly() bool {
	for _, cl := range h.closings {
		if cl.kind == plainClose && !h.failing(h.stmtOf(cl.call)) {
			return true
		}
	}
	return false
}

// commitAtClose makes Commit of each Close that ends the work with the file.
// The Close of a file that is left after a failure stays: it discards.
func (h *handle) commitAtClose() ([]analysis.TextEdit, string) {
	var edits []analysis.TextEdit
	first, last := token.Pos(0), token.Pos(0)
	for _, cl := range h.closings {
		stmt := h.stmtOf(cl.call)
		if cl.kind != plainClose || h.failing(stmt) {
			continue
		}
		if !h.endsWork(stmt) {
			return nil, h.name + " is closed on some paths only"
		}
		more, reason := h.commitInstead(cl, stmt)
		if reason != "" {
			return nil, reason
		}
		edits = append(edits, more...)
		if !first.IsValid() || stmt.Node().Pos() < first {
			first = stmt.Node().Pos()
		}
		last = max(last, stmt.Node().End())
	}
	if reason := h.namedBefore(first); reason != "" {
		return nil, reason
	}
	more, reason := h.discardElsewhere(last)
	return append(edits, more...), reason
}

// stmtOf returns the statement of a list that c belongs to.
func (h *handle) stmtOf(c inspector.Cursor) inspector.Cursor {
	for {
		switch kind, _ := c.ParentEdge(); kind {
		case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
			return c
		}
		c = c.Parent()
	}
}

// endsWork reports whether control reaches the statement at c, or returns
// before what follows it: it is one of h.body, or in a block that leaves.
func (h *handle) endsWork(c inspector.Cursor) bool {
	for ; c.Parent() != h.block; c = h.stmtOf(c.Parent()) {
		parent := c.Parent()
		kind, _ := parent.ParentEdge()
		if _, plain := parent.Node().(*ast.BlockStmt); plain && kind == edge.BlockStmt_List {
			continue
		}
		return h.leaves(statements(parent.Node()))
	}
	return true
}

// commitInstead returns the edits that publish the file where cl closes it.
func (h *handle) commitInstead(cl closing, stmt inspector.Cursor) ([]analysis.TextEdit, string) {
	_, i := stmt.ParentEdge()
	list := statements(stmt.Parent().Node())
	before := list[:i]
	if stmt.Parent() == h.block {
		before = h.body[:i-(len(list)-len(h.body))]
	}
	pending, lost := h.overlooked(before)
	if lost {
		return nil, "the function goes on after a failed write"
	}
	if pending != nil {
		if h.lookup(pending.Name(), stmt.Node().Pos()) != pending {
			return nil, "the function goes on after a failed write"
		}
		return h.commitIfNil(pending, stmt)
	}
	sel := ast.Unparen(cl.call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr).Sel
	if h.dropsError(cl, stmt) {
		text := h.checkedCommit(list, stmt.Node().(ast.Stmt))
		if text == "" {
			return nil, "there is no telling what to do if Commit fails"
		}
		indent := h.src.indent(stmt.Node().Pos())
		text = h.src.indented(text, indent)[len(indent):]
		return []analysis.TextEdit{h.src.replace(stmt.Node(), text)}, ""
	}
	return []analysis.TextEdit{h.src.replace(sel, "Commit")}, ""
}

// commitIfNil commits before the statement at stmt, which closes the file, if
// err, which nothing has tested so far, is nil.
func (h *handle) commitIfNil(err *types.Var, stmt inspector.Cursor) ([]analysis.TextEdit, string) {
	name := err.Name()
	text := "if " + name + " == nil {\n\t" + name + " = " + h.name + ".Commit()\n}"
	return []analysis.TextEdit{h.src.before(stmt.Node().(ast.Stmt), text)}, ""
}

// dropsError reports whether the statement at stmt ignores what Close returns.
func (h *handle) dropsError(cl closing, stmt inspector.Cursor) bool {
	switch n := stmt.Node().(type) {
	case *ast.ExprStmt:
		return ast.Unparen(n.X) == cl.call.Node()
	case *ast.AssignStmt:
		id, ok := n.Lhs[0].(*ast.Ident)
		return ok && len(n.Lhs) == 1 && id.Name == "_" && ast.Unparen(n.Rhs[0]) == cl.call.Node()
	}
	return false
}

// discardElsewhere makes sure that the file is discarded where the function
// leaves before last, the end of the statement that publishes it, without
// closing the file.
func (h *handle) discardElsewhere(last token.Pos) ([]analysis.TextEdit, string) {
	for _, cl := range h.closings {
		if cl.kind != plainClose {
			return nil, ""
		}
	}
	var open []exit
	for _, e := range h.exits(h.assign.End(), last) {
		if h.failed != nil && within(e.stmt, h.failed) || h.closedAt(e) {
			continue
		}
		if !h.failing(e.cursor) && !h.fails(e.stmt) {
			return nil, h.name + " is left open on some paths"
		}
		open = append(open, e)
	}
	if len(open) == 0 {
		return nil, ""
	}
	if !h.inLoop() {
		return h.deferClose(), ""
	}
	var edits []analysis.TextEdit
	for _, e := range open {
		edits = append(edits, h.src.before(e.stmt, h.name+".Close()"))
	}
	return edits, ""
}

// closedAt reports whether the file is closed when control gets to e: by e or
// by a statement before it in its block.
func (h *handle) closedAt(e exit) bool {
	for c := e.cursor; c != h.block; c = h.stmtOf(c.Parent()) {
		_, i := c.ParentEdge()
		for _, stmt := range statements(c.Parent().Node())[:i+1] {
			if h.closesFile(stmt) && (stmt != c.Node() || c == e.cursor || h.closedInHead(stmt)) {
				return true
			}
		}
		if c.Parent() == h.block {
			break
		}
	}
	return false
}

// closedInHead reports whether an if statement closes the file before it
// branches.
func (h *handle) closedInHead(stmt ast.Stmt) bool {
	n, ok := stmt.(*ast.IfStmt)
	return ok && (n.Init != nil && h.closesFile(n.Init) || h.closesFile(n.Cond))
}

// deferClose returns the insertion of a deferred Close after the check of the
// error of opening.
func (h *handle) deferClose() []analysis.TextEdit {
	return []analysis.TextEdit{h.src.atStart(h, "defer "+h.name+".Close()")}
}

// atStart returns the insertion of a statement before the body of h.
func (s *source) atStart(h *handle, stmt string) analysis.TextEdit {
	switch {
	case h.opened() != nil:
		return s.after(h.opened(), stmt)
	case len(h.body) > 0:
		return s.before(h.body[0], stmt)
	}
	end := h.block.Node().End() - 1
	return s.edit(end, end, "\n"+stmt+"\n")
}

// opened returns the statement of the list of h.body that comes before it and
// deals with opening the file, or nil.
func (h *handle) opened() ast.Stmt {
	list := statements(h.block.Node())
	if i := len(list) - len(h.body); i > 0 {
		return list[i-1]
	}
	return nil
}

// inLoop reports whether the file is opened in a loop of its function.
func (h *handle) inLoop() bool {
	for c := h.block; c != h.fn; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		}
	}
	return false
}
