package rewrite

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// This file tells what the calls of a function have to do with the file that
// it writes, and with the content of that.

// touches reports whether call itself may write to the file, or make a writer
// on top of it: one of its operands is, or leads to, the file.
func (h *handle) touches(call *ast.CallExpr) bool {
	if h.closesOrNames(call) {
		return false
	}
	for _, e := range append([]ast.Expr{call.Fun}, call.Args...) {
		if h.leadsTo(e) {
			return true
		}
	}
	return false
}

// closesOrNames reports whether call is the method Close or Name of the file.
func (h *handle) closesOrNames(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && h.isObject(sel.X, h.v) && (sel.Sel.Name == "Close" || sel.Sel.Name == "Name")
}

// leadsTo reports whether the value of e may lead to the file: it mentions
// what may write to it, other than in a call whose result cannot.
func (h *handle) leadsTo(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || h.writesThrough(n.Body)
			return false
		case *ast.CallExpr:
			if t := h.pass.TypesInfo.TypeOf(n); t != nil && !holds(t) {
				return false
			}
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				return false
			}
		case *ast.Ident:
			found = found || h.carriers[h.pass.TypesInfo.Uses[n]]
		}
		return !found
	})
	return found
}

// touchesOnly reports whether call, which touches the file, does not change
// its content.
func (h *handle) touchesOnly(call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || !h.isObject(sel.X, h.v) {
		return false
	}
	switch sel.Sel.Name {
	case "Chmod", "Chown", "Read", "ReadAt", "Seek", "Stat", "Sync", "SyscallConn":
		return true
	}
	return false
}

// watching tells whether an error of call, which writes to the file, comes up
// again when the file is published, because only the file can be its cause.
func (h *handle) watching(call *ast.CallExpr) control.Watching {
	if h.madeByWriter(call) {
		return control.Sticky
	}
	fn := h.flow.Callee(call)
	switch {
	case fn == nil:
		return control.MustBeSeen
	case fn.FullName() == "(*os.File).ReadFrom" && !h.inMemory(call.Args[0]): // the error may be one of reading
		return control.MustBeSeen
	case knowledge.OnlyWriteErrors[fn.FullName()], fn.Pkg().Path() == "os" && fn.Signature().Recv() != nil:
		return control.Sticky
	case knowledge.WriteErrorPackages[fn.Pkg().Path()] && !knowledge.ReadsToWrite[fn.Name()]:
		return control.Sticky
	case (fn.FullName() == "io.Copy" || fn.FullName() == "io.CopyBuffer") && h.inMemory(call.Args[1]):
		return control.Sticky
	}
	return control.MustBeSeen
}

// madeByWriter reports whether call is a method of an interface value which a
// function has made that only passes errors of writing on, as hex.Dumper does.
func (h *handle) madeByWriter(call *ast.CallExpr) bool {
	recv := h.receiver(call)
	if recv == nil || !types.IsInterface(h.pass.TypesInfo.TypeOf(recv)) {
		return false
	}
	defs := h.flow.Defs[h.flow.ObjectOf(recv)]
	if len(defs) != 1 {
		return false
	}
	maker, ok := ast.Unparen(defs[0].Expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	made := h.flow.Callee(maker)
	return made != nil && knowledge.WriteErrorPackages[made.Pkg().Path()]
}

// inMemory reports whether reading e cannot fail.
func (h *handle) inMemory(e ast.Expr) bool {
	t := h.pass.TypesInfo.TypeOf(e)
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		t = h.pass.TypesInfo.TypeOf(call)
	}
	switch types.TypeString(t, nil) {
	case "*bytes.Buffer", "*bytes.Reader", "*strings.Reader":
		return true
	}
	return false
}

// acts reports whether call does something that cannot be taken back: to another
// file, or that others who wait for the file are told by.
func (h *handle) acts(call *ast.CallExpr) bool {
	fn := h.flow.Callee(call)
	if fn == nil {
		return h.pass.TypesInfo.Types[call.Fun].IsBuiltin() && flow.CalleeName(call) == "close"
	}
	return knowledge.Signals[fn.FullName()] || knowledge.Destroys[fn.FullName()] && !h.removesDestination(call)
}

// answersPeer reports whether call writes to a connection, or to the response of
// an HTTP server, and not only reads from it.
func (h *handle) answersPeer(call *ast.CallExpr) bool {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && h.pass.TypesInfo.Selections[sel] != nil && strings.HasPrefix(sel.Sel.Name, "Write") && isPeer(h.pass.TypesInfo.TypeOf(sel.X)) {
		return true
	}
	sig, ok := h.pass.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
	return ok && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		if !isPeer(h.pass.TypesInfo.TypeOf(arg)) {
			return false
		}
		t := parameter(sig, slices.Index(call.Args, arg))
		return types.IsInterface(t) && flow.Has(t, "Write")
	})
}

// isPeer reports whether who is written to by a value of type t is another
// program.
func isPeer(t types.Type) bool {
	return t != nil && flow.Has(t, "Write") && (flow.Has(t, "RemoteAddr") || flow.Has(t, "WriteHeader"))
}

// signals reports whether stmt tells others that something is done.
func (h *handle) signals(stmt ast.Stmt) bool {
	switch n := stmt.(type) {
	case *ast.SendStmt:
		return true
	case *ast.ExprStmt:
		call, ok := ast.Unparen(n.X).(*ast.CallExpr)
		return ok && (knowledge.Signals[h.calleeName(call)] || h.pass.TypesInfo.Types[call.Fun].IsBuiltin() && flow.CalleeName(call) == "close")
	}
	return false
}

// beckons reports whether stmt wakes somebody outside of the function who waits,
// or sends the name of the file.
func (h *handle) beckons(stmt ast.Stmt) bool {
	var waited ast.Expr // what others wait for
	switch n := stmt.(type) {
	case *ast.SendStmt:
		if h.namesFile(n.Value) {
			return true
		}
		waited = n.Chan
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok {
			waited = h.wakes(call)
		}
	}
	return waited != nil && !h.isLocal(h.flow.ObjectOf(waited))
}

// wakes returns what others wait for whom call wakes, or nil.
func (h *handle) wakes(call *ast.CallExpr) ast.Expr {
	switch t := h.pass.TypesInfo.Types[call.Fun]; {
	case t.IsBuiltin() && flow.CalleeName(call) == "close":
		return call.Args[0]
	case types.TypeString(t.Type, nil) == "context.CancelFunc":
		return call.Fun
	}
	switch h.calleeName(call) {
	case "(*sync.Cond).Broadcast", "(*sync.Cond).Signal", "(*sync.WaitGroup).Done":
		return h.receiver(call)
	}
	return nil
}

// announces reports whether call tells people of the file by its name, and not
// of an error.
func (h *handle) announces(call *ast.CallExpr) bool {
	fn := h.flow.Callee(call)
	if fn == nil || !knowledge.MessagePackages[fn.Pkg().Path()] || flow.ReturnsError(h.pass.TypesInfo, call) && fn.Pkg().Path() != "fmt" {
		return false
	}
	if strings.HasPrefix(fn.Name(), "Errorf") || strings.HasPrefix(fn.Name(), "Sprint") || strings.HasPrefix(fn.Name(), "Append") {
		return false
	}
	return slices.ContainsFunc(call.Args, h.namedByPath) &&
		!slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return flow.IsError(h.pass.TypesInfo.TypeOf(arg)) })
}

// removesDestination reports whether call removes the file by its name, or may do
// so by another one.
func (h *handle) removesDestination(call *ast.CallExpr) bool {
	return h.removes(call) && h.mayNameFile(call.Args[0])
}

// contentVars returns the variables that have to do with the content of the
// file: those in the statements that write it, and what these are made of or
// make. Errors, and the name of the file, are not among them.
func (h *handle) contentVars() map[types.Object]bool {
	vars := make(map[types.Object]bool)
	names, _ := h.pathNames()
	add := func(n ast.Node) {
		if n == nil {
			return
		}
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := h.pass.TypesInfo.ObjectOf(id).(*types.Var); ok && !v.IsField() && !flow.IsError(v.Type()) && !names[v] {
					vars[v] = true
				}
			}
			return true
		})
	}
	for c := range h.fn.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if call.Pos() > h.assign.End() && (h.touches(call) && !h.touchesOnly(call)) {
			if stmt := h.stmtOf(c).Node(); flow.Simple(stmt) {
				add(stmt)
			} else {
				add(call)
			}
		}
	}
	for _, e := range h.setWhileWriting() {
		add(e)
	}
	for n := -1; n != len(vars); {
		n = len(vars)
		for c := range h.fn.Preorder((*ast.AssignStmt)(nil), (*ast.RangeStmt)(nil), (*ast.CallExpr)(nil), (*ast.ValueSpec)(nil), (*ast.SendStmt)(nil), (*ast.GoStmt)(nil)) {
			switch n := c.Node().(type) {
			case *ast.AssignStmt:
				if n != h.assign && h.mentionsAny(n, vars) {
					add(n)
				}
			case *ast.ValueSpec:
				if h.mentionsAny(n, vars) {
					add(n)
				}
			case *ast.RangeStmt:
				if n.Key != nil && h.mentionsAny(n.Key, vars) || n.Value != nil && h.mentionsAny(n.Value, vars) || h.mentionsAny(n.X, vars) {
					add(n.Key)
					add(n.Value)
					add(n.X)
				}
			case *ast.GoStmt:
				if lit, ok := n.Call.Fun.(*ast.FuncLit); ok && h.mentionsAny(lit, vars) {
					for _, e := range h.changedIn(lit) {
						add(e)
					}
				}
			case *ast.SendStmt:
				if h.mentionsAny(n.Value, vars) {
					add(n.Chan)
				}
			case *ast.CallExpr:
				if h.takesAddress(n, vars) {
					add(n)
				}
				for _, e := range h.learners(n, vars) {
					add(e)
				}
			}
		}
	}
	return vars
}

// setWhileWriting returns what is set in loops, and in function literals, that
// write to the file: it may tell what was left out.
func (h *handle) setWhileWriting() []ast.Expr {
	var list []ast.Expr
	for c := range h.fn.Preorder((*ast.ForStmt)(nil), (*ast.RangeStmt)(nil), (*ast.FuncLit)(nil)) {
		if c == h.fn || c.Node().End() < h.assign.End() || !h.writesInside(c) {
			continue
		}
		for c := range c.Preorder((*ast.AssignStmt)(nil), (*ast.IncDecStmt)(nil), (*ast.IfStmt)(nil)) {
			switch n := c.Node().(type) {
			case *ast.IfStmt:
				if n.Pos() > h.assign.End() && skips(n) {
					list = append(list, h.looksAt(n.Cond)...)
				}
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE && n.Pos() > h.assign.End() {
					list = append(list, n.Lhs...)
				}
			case *ast.IncDecStmt:
				list = append(list, n.X)
			}
		}
	}
	return list
}

// skips reports whether the body of n goes elsewhere in the end.
func skips(n *ast.IfStmt) bool {
	if len(n.Body.List) == 0 {
		return false
	}
	switch n.Body.List[len(n.Body.List)-1].(type) {
	case *ast.BranchStmt, *ast.ReturnStmt:
		return true
	}
	return false
}

// looksAt returns the variables in cond, but for contexts, whose errors are known
// to tell why work has stopped.
func (h *handle) looksAt(cond ast.Expr) []ast.Expr {
	var list []ast.Expr
	ast.Inspect(cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := h.pass.TypesInfo.Uses[id].(*types.Var); ok && !v.IsField() && types.TypeString(v.Type(), nil) != "context.Context" {
				list = append(list, id)
			}
		}
		return true
	})
	return list
}

// changedIn returns what lit, a function literal, sets or calls a method of.
func (h *handle) changedIn(lit *ast.FuncLit) []ast.Expr {
	var list []ast.Expr
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				list = append(list, n.Lhs...)
			}
		case *ast.IncDecStmt:
			list = append(list, n.X)
		case *ast.CallExpr:
			if recv := h.receiver(n); recv != nil {
				list = append(list, recv)
			}
		}
		return true
	})
	return slices.DeleteFunc(list, func(e ast.Expr) bool {
		v, ok := h.rootOf(e).(*types.Var)
		return !ok || !h.isLocal(v) || lit.Pos() <= v.Pos() && v.Pos() < lit.End()
	})
}

// writesInside reports whether a call in the node at c, behind the opening,
// may write to the file.
func (h *handle) writesInside(c inspector.Cursor) bool {
	for c := range c.Preorder((*ast.CallExpr)(nil)) {
		if call := c.Node().(*ast.CallExpr); call.Pos() > h.assign.End() && h.touches(call) && !h.touchesOnly(call) {
			return true
		}
	}
	return false
}

// learners returns what call may tell of vars: it is given one of them, and so
// the operand of the method, and the arguments that can keep something, may
// know of it afterwards, as a hash or a channel does.
func (h *handle) learners(call *ast.CallExpr, vars map[types.Object]bool) []ast.Expr {
	if tv := h.pass.TypesInfo.Types[call.Fun]; tv.IsType() || h.touches(call) || h.touchesOnly(call) {
		return nil
	}
	if !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return h.mentionsAny(arg, vars) }) {
		return nil
	}
	var list []ast.Expr
	if recv := h.receiver(call); recv != nil {
		list = append(list, recv)
	}
	for _, arg := range call.Args {
		if holds(h.pass.TypesInfo.TypeOf(arg)) {
			list = append(list, arg)
		}
	}
	return slices.DeleteFunc(list, func(e ast.Expr) bool {
		v, ok := h.rootOf(e).(*types.Var)
		return !ok || !h.isLocal(v) && !h.isParameter(v)
	})
}

// isParameter reports whether v is a parameter of fn, its receiver, or a result
// that has a name.
func (h *handle) isParameter(v *types.Var) bool {
	body := control.Body(h.fn.Node())
	return h.fn.Node().Pos() <= v.Pos() && v.Pos() < body.Pos()
}

// mentionsAny reports whether n uses or sets one of vars.
func (h *handle) mentionsAny(n ast.Node, vars map[types.Object]bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && vars[h.pass.TypesInfo.ObjectOf(id)] {
			found = true
		}
		return !found
	})
	return found
}

// takesAddress reports whether call is given the address of one of vars.
func (h *handle) takesAddress(call *ast.CallExpr, vars map[types.Object]bool) bool {
	for _, arg := range call.Args {
		if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND && h.mentionsAny(u.X, vars) {
			return true
		}
	}
	return false
}

// CalleeName returns the full name of the function that call runs, or "".
func (x *Fixer) calleeName(call *ast.CallExpr) string {
	if fn := x.flow.Callee(call); fn != nil {
		return fn.FullName()
	}
	return ""
}
