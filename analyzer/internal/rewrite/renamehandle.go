package rewrite

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/module"
)

// planHandle opens the destination with the writer in place of the temporary,
// and commits it in place of the rename. It returns the function that opens.
func (r *replacement) planHandle() (verb, reason string) {
	if r.writer != module.Writer() {
		return "", "only calls that write a whole file can be turned into calls of " + r.writer
	}
	s, reason := r.opener()
	if reason != "" {
		return "", reason
	}
	if r.handle, reason = r.newHandle(s, r.src); reason != "" {
		return "", reason
	}
	switch h := r.handle; {
	case h.inLoop():
		return "", "it happens in a loop"
	case h.block != r.block || h.fn != r.fn:
		return "", "the statement that opens the file is not in the block that renames it"
	}
	r.addFileNames()
	for _, plan := range []func() string{r.plainRename, r.droppedOperands, r.dropCloses, r.modes, r.cleanUp, r.namesOfFile, r.commit} {
		if reason := plan(); reason != "" {
			return "", reason
		}
	}
	r.dropSyncs()
	narrow, reason := r.publishedMode(s)
	if reason != "" {
		return "", reason
	}
	gone := make(map[*source][]ast.Expr)
	r.handle.takeWidened(r.edits)
	r.edits = append(r.edits, r.widen(r.handle.widened, gone)...)
	for _, typ := range gone[r.src] {
		r.gone = append(r.gone, typ)
	}
	delete(gone, r.src)
	r.edits = append(r.edits, r.dropGone(gone, nil, r.handle.widened)...)
	verb = r.open(s)
	if reason := r.begin(narrow); reason != "" {
		return "", reason
	}
	return verb, r.prove()
}

// opener returns the call that creates the temporary as a sink.
func (r *replacement) opener() (trace.Sink, string) {
	call := r.draft.Call
	fn := r.flow.Callee(call)
	if fn == nil {
		return trace.Sink{}, "the function that creates the temporary is not known"
	}
	switch name := fn.FullName(); {
	case knowledge.TemporaryFiles[name]:
		return trace.Sink{Cursor: r.draft.Made, Call: call, Fn: fn, Kind: knowledge.OpenHandle}, ""
	case name == "os.Create", name == "os.OpenFile":
		s, _ := trace.SinkOf(r.pass.TypesInfo, r.draft.Made, nil)
		if reason := r.claimReason(s); reason != "" && !r.own && r.uses(knowledge.Existing) {
			return s, reason
		}
		return s, r.flagsReason(s)
	}
	return trace.Sink{}, trace.CalleeText(fn) + " creates the temporary"
}

// uses reports whether the package mentions one of names, each with the path of
// the package that declares it.
func (r *replacement) uses(names map[string]bool) bool {
	for _, obj := range r.pass.TypesInfo.Uses {
		if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() && names[obj.Pkg().Path()+"."+obj.Name()] {
			return true
		}
	}
	return false
}

// addFileNames adds the variables that are set to the name of the file.
func (r *replacement) addFileNames() {
	for c := range r.fn.Preorder((*ast.CallExpr)(nil)) {
		if kind, i := c.ParentEdge(); kind == edge.AssignStmt_Rhs && r.isFileName(c.Node().(*ast.CallExpr)) {
			n := c.Parent().Node().(*ast.AssignStmt)
			if id, ok := n.Lhs[i].(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) {
				if v, ok := r.pass.TypesInfo.ObjectOf(id).(*types.Var); ok && r.ownVar(v) && len(r.flow.Defs[v]) == 1 {
					r.names[v] = true
				}
			}
		}
	}
}

// dropCloses takes out what closes the file on the way to the rename. A Close
// after a failure stays, for it discards, and so does one that is deferred.
func (r *replacement) dropCloses() string {
	h := r.handle
	closedBefore := slices.ContainsFunc(h.closings, func(cl closing) bool { return cl.kind == plainClose })
	for _, cl := range h.closings {
		stmt, _ := flow.StatementAround(cl.call)
		switch {
		case cl.says && closedBefore:
			return fmt.Sprintf("line %d closes the temporary again, and looks at the error of that", r.line(cl.call.Node().Pos()))
		case cl.kind == deferredClose, cl.kind == deferredCall:
			continue
		case cl.kind == inDeferred:
			if !r.onlyCleans(control.Body(cl.lit.Node()).List) {
				return "a deferred function literal does more than close and remove the temporary"
			}
			if reason := r.remove(cl.stmt); reason != "" {
				return reason
			}
		case cl.kind == inVariable:
			if reason := r.dropCleaner(cl.lit); reason != "" {
				return reason
			}
		case !r.leadsToRename(stmt.Node()):
			continue
		default:
			if check := r.checkAround(cl.call, stmt); check != nil {
				if reason := r.remove(check); reason != "" {
					return reason
				}
				continue
			}
			if stmt.Parent() != r.block || stmt.Node().Pos() > r.rename.Node().Pos() {
				return h.name + " is closed on some paths only"
			}
			if reason := r.dropCall(cl.call, stmt, "closing"); reason != "" {
				return reason
			}
		}
	}
	return ""
}

// checkAround returns the if statement of the block that does nothing but set an
// error that is nil to that of the call, as in
//
//	if err == nil {
//		err = f.Close()
//	}
//
// Without it the error stays nil. It returns nil if the statement of the call at
// c is none of that kind.
func (r *replacement) checkAround(call, c inspector.Cursor) *ast.IfStmt {
	if kind, _ := c.Parent().ParentEdge(); kind != edge.IfStmt_Body || c.Parent().Parent().Parent() != r.block || c.Node().Pos() > r.rename.Node().Pos() {
		return nil
	}
	check := c.Parent().Parent().Node().(*ast.IfStmt)
	assign, _ := c.Node().(*ast.AssignStmt)
	if check.Init != nil || check.Else != nil || len(check.Body.List) != 1 || assign == nil || assign.Tok != token.ASSIGN || assign.Rhs[0] != call.Node() {
		return nil
	}
	if err := r.assigned(assign); err == nil || !r.onlyTests(check.Cond, err) {
		return nil
	}
	return check
}

// onlyTests reports whether cond is err == nil.
func (r *replacement) onlyTests(cond ast.Expr, err types.Object) bool {
	test, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	return ok && test.Op == token.EQL && r.demands(test, token.EQL, err)
}

// leadsToRename reports whether control may come from n to the rename.
func (r *replacement) leadsToRename(n ast.Node) bool {
	return r.flow.Graphs().Reaches(r.fn.Node(), n, func(n ast.Node) bool { return flow.Within(r.move.At.Node(), n) })
}

// dropCall takes out the statement that runs a call, for closing or flushing the
// file, and what it does about the error.
func (r *replacement) dropCall(call, stmt inspector.Cursor, purpose string) string {
	switch n := stmt.Node().(type) {
	case *ast.ExprStmt:
		if ast.Unparen(n.X) == call.Node() {
			return r.remove(n)
		}
	case *ast.IfStmt:
		if err := r.assigned(n.Init); err != nil && n.Init.(*ast.AssignStmt).Rhs[0] == call.Node() && n.Else == nil && r.idleWithout(n, err) {
			return r.remove(n)
		}
	case *ast.AssignStmt:
		if n.Rhs[0] != call.Node() {
			break
		}
		if isBlank(n.Lhs[0]) {
			return r.remove(n)
		}
		if n.Tok == token.ASSIGN && r.checkFollows(stmt, r.assigned(n)) {
			return r.dropCheckedClose(stmt)
		}
	}
	return "the error of " + purpose + " the temporary is used in a way that cannot be followed"
}

// checkFollows reports whether the statement behind the one at c leaves if err
// is not nil, and does nothing else.
func (r *replacement) checkFollows(c inspector.Cursor, err types.Object) bool {
	check, ok := r.next(c).(*ast.IfStmt)
	return ok && err != nil && check.Init == nil && check.Else == nil && r.demands(check.Cond, token.NEQ, err)
}

// next returns the statement behind the one at c, or nil.
func (r *replacement) next(c inspector.Cursor) ast.Stmt {
	_, i := c.ParentEdge()
	if list := flow.Statements(c.Parent().Node()); i+1 < len(list) {
		return list[i+1]
	}
	return nil
}

func (r *replacement) dropCheckedClose(c inspector.Cursor) string {
	if reason := r.remove(r.next(c)); reason != "" {
		return reason
	}
	return r.remove(c.Node().(ast.Stmt))
}

// namesOfFile returns why something needs the temporary under its own name:
// Name gives that of the destination afterwards.
func (r *replacement) namesOfFile() string {
	for _, c := range r.flow.Uses[r.handle.v] {
		if c.Parent().Parent().Node() == nil {
			continue
		}
		name := c.Parent().Parent()
		call, ok := name.Node().(*ast.CallExpr)
		if !ok || !r.isFileName(call) || r.isGone(call) || flow.Within(call, r.move.At.Node()) || r.definesName(name) {
			continue
		}
		if kind, _ := name.ParentEdge(); kind == edge.CallExpr_Args {
			if fn := r.flow.Callee(name.Parent().Node().(*ast.CallExpr)); fn != nil && knowledge.MessagePackages[fn.Pkg().Path()] {
				continue
			}
		}
		return "the name of the temporary is used for something else"
	}
	if n := r.soughtElsewhere(); n != nil {
		return r.lineSeen(n.Pos(), r.draft.Call.Pos()) + " looks for the temporary"
	}
	return ""
}

// soughtElsewhere returns the call in another function of this package that looks
// for a file with what the name of the temporary has besides that of the
// destination, such as ".new".
func (r *replacement) soughtElsewhere() ast.Node {
	added := r.partsOf(r.draft.Call.Args[0]).texts
	for text := range r.partsOf(r.move.Dst).texts {
		delete(added, text)
	}
	if len(added) == 0 || knowledge.TemporaryFiles[r.calleeName(r.draft.Call)] {
		return nil
	}
	for c := range r.flow.Root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if flow.Within(call, r.fn.Node()) || len(call.Args) == 0 || !knowledge.LooksFor[r.calleeName(call)] {
			continue
		}
		if texts := r.partsOf(call.Args[0]).texts; contains(texts, added) && contains(added, texts) {
			return call
		}
	}
	return nil
}

// definesName reports whether the call at c sets one of r.names.
func (r *replacement) definesName(c inspector.Cursor) bool {
	kind, i := c.ParentEdge()
	if kind != edge.AssignStmt_Rhs {
		return false
	}
	id, ok := c.Parent().Node().(*ast.AssignStmt).Lhs[i].(*ast.Ident)
	return ok && r.names[r.pass.TypesInfo.ObjectOf(id)]
}

// commit puts Commit in the place of the rename.
func (r *replacement) commit() string {
	if r.dropped(r.rename.Node()) {
		return "the error of the rename is dropped"
	}
	for _, c := range r.handle.uses() {
		if c.Node().Pos() > r.move.At.Node().End() && !r.isGone(c.Node()) && !flow.Within(c.Node(), r.rename.Node()) {
			return r.handle.name + " is used after the rename"
		}
	}
	r.replace(r.move.At.Node(), r.handle.name+".Commit()")
	return ""
}

// open has the writer open the destination. It returns with which function.
func (r *replacement) open(s trace.Sink) string {
	h, call := r.handle, r.draft.Call
	verb, rest := "Create", ""
	if s.Flag != nil {
		verb = "OpenFile"
		rest = ", " + r.flags(s) + ", " + r.src.of(call.Args[2])
		r.kept = append(r.kept, s.Flag, call.Args[2])
	}
	q, imports := r.qualify(r.src, call.Pos(), verb)
	if r.own {
		rest += ", " + q + "Concurrent()"
	}
	r.edits = append(r.edits, imports...)
	r.replace(call, q+verb+"("+r.src.of(r.move.Dst)+rest+")")
	if h.decl != nil {
		q, _ := r.qualify(r.src, h.decl.Pos(), "File")
		r.replace(h.decl.Type, "*"+q+"File")
	}
	return verb
}

// flags returns the flags to open the destination with: O_EXCL is about the
// temporary, and so is a missing O_TRUNC.
func (r *replacement) flags(s trace.Sink) string {
	flags, _ := r.constFlags(s)
	if flags.Has(trace.FlagTrunc) && !flags.Has(trace.FlagExcl) {
		return r.src.of(s.Flag)
	}
	q := strings.TrimSuffix(r.src.of(s.Call.Fun), "OpenFile")
	access := "O_WRONLY"
	if flags.Has(trace.FlagReadWrite) {
		access = "O_RDWR"
	}
	return q + access + "|" + q + "O_CREATE|" + q + "O_TRUNC"
}

// begin inserts what follows the opening: a deferred Close, unless there is one
// already, which removes the temporary on all paths that do not commit, and
// the setting of the mode narrow, unless that is "". It returns why it cannot.
func (r *replacement) begin(narrow string) string {
	h := r.handle
	at, deferred := h.opened(), false
	for _, cl := range h.closings {
		if cl.stmt == nil || cl.kind == inDeferred || r.isGone(cl.stmt) {
			continue
		}
		if narrow == "" {
			return ""
		}
		if i := slices.IndexFunc(h.body, func(stmt ast.Stmt) bool { return !r.isGone(stmt) }); i >= 0 && cl.stmt == h.body[i] {
			at, deferred = cl.stmt, true
		}
	}
	var stmts []string
	if !deferred {
		stmts = append(stmts, "defer "+h.name+".Close()")
	}
	if narrow != "" {
		chmod := h.checked(h.name+".Chmod("+narrow+")", flow.Statements(h.block.Node()), r.start.Node().(ast.Stmt))
		if chmod == "" {
			return "there is no telling what to do if the mode " + narrow + " cannot be set"
		}
		stmts = append(stmts, chmod)
	}
	text := strings.Join(stmts, "\n")
	if deferred {
		r.edits = append(r.edits, r.src.after(at, text))
	} else {
		r.edits = append(r.edits, r.src.atStart(h, text))
	}
	return ""
}

// prove returns why the file would not be published on the ways on which the
// temporary is renamed now, and discarded on all others.
func (r *replacement) prove() string {
	h := r.handle
	// An error of writing that nothing looks at becomes one of Commit.
	if reason := h.removalByCaller(h.fn, r.move.Dst); reason != "" {
		return reason
	}
	if reason := h.removalByName(h.fn, r.move.Dst, r.move.At.Node().Pos()); reason != "" {
		return reason
	}
	h.lookAround()
	plan := newRewrite()
	plan.commits[r.move.At.Node().(*ast.CallExpr)] = true
	plan.discard, plan.cleaners = true, r.cleaners
	for _, cl := range h.closings {
		if (cl.kind == deferredClose || cl.kind == deferredCall) && !r.isGone(cl.stmt) {
			plan.discard = false
		}
	}
	for _, g := range r.gone {
		if stmt, ok := g.(ast.Stmt); ok {
			plan.gone = append(plan.gone, stmt)
		}
	}
	p := h.newProof(plan)
	p.renamed = true
	if !p.run(p.renamedExit) && p.wrong == "" {
		return "there are too many ways through the function"
	}
	return p.wrong
}
