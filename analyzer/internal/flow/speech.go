package flow

import (
	"go/ast"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// SpeaksBefore reports whether ret, a return statement of fn, ends a branch in
// which a message is made, such as one about a failure.
func (f *Flow) SpeaksBefore(fn, ret ast.Node) bool {
	body := control.Body(fn)
	spoken := false
	ast.Inspect(body, func(n ast.Node) bool {
		if n == nil || n == ast.Node(body) {
			return true
		}
		for _, stmt := range Statements(n) {
			if ast.Node(stmt) == ret {
				spoken = f.speaks(Statements(n))
			}
		}
		return !spoken
	})
	return spoken
}

// speaks reports whether a statement of list makes a message.
func (f *Flow) speaks(list []ast.Stmt) bool {
	for _, stmt := range list {
		n, ok := stmt.(*ast.ExprStmt)
		if !ok {
			continue
		}
		call, ok := ast.Unparen(n.X).(*ast.CallExpr)
		if !ok {
			continue
		}
		if fn := f.Callee(call); fn != nil && knowledge.MessagePackages[fn.Pkg().Path()] && !printsTo(fn.Name()) {
			return true
		}
	}
	return false
}

// printsTo reports whether a function of package fmt of this name writes to
// the writer that it is given, and not to people.
func printsTo(name string) bool {
	switch name {
	case "Fprint", "Fprintf", "Fprintln":
		return true
	}
	return false
}
