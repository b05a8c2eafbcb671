package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A function may be given the path of a temporary in place of the one that its
// caller means if it does nothing with the path but create or truncate that
// one file, on every way on which it succeeds. Whether that is so is shown from
// the inside out: of what the function calls first. What is not shown, is not.

// A soleWrite tells whether a function does nothing else with a path.
type soleWrite struct {
	only bool
	perm uint32 // only: the mode of a new file, before the umask
	also string // not only: what is in the way, as a clause behind the name of the function
}

func notOnly(also string) soleWrite { return soleWrite{also: also} }

// A soleWriters finds out about the functions of one package.
type soleWriters struct {
	*flow
	sums *summaries
	memo map[paramRef]soleWrite
}

// newSoleWriters returns what finds out about the functions of the package
// that s tells of.
func newSoleWriters(s *summaries) *soleWriters {
	return &soleWriters{flow: s.flow, sums: s, memo: make(map[paramRef]soleWrite)}
}

// addTo adds to the summaries of the parameters of fn, by which it creates
// files, what else it does with their paths.
func (w *soleWriters) addTo(sums []paramSummary, fn *function) {
	for i := range sums {
		if sums[i].Created {
			sole := w.of(paramRef{fn: fn, index: i})
			sums[i].Only, sums[i].Perm, sums[i].Also = sole.only, sole.perm, sole.also
		}
	}
}

// of tells what a function does with the path in a parameter.
func (w *soleWriters) of(ref paramRef) soleWrite {
	if sole, ok := w.memo[ref]; ok {
		return sole
	}
	w.memo[ref] = notOnly("calls itself")
	sole := w.trace(ref)
	w.memo[ref] = sole
	return sole
}

func (w *soleWriters) trace(ref paramRef) soleWrite {
	param := ref.fn.sig.Params().At(ref.index)
	switch {
	case param.Type() != types.Typ[types.String]:
		return notOnly("has a type of its own for the path")
	case len(w.defs[param]) > 0 || w.addr[param]:
		return notOnly("changes the path")
	case !hasBody(ref.fn):
		return notOnly("has no body")
	}
	var write inspector.Cursor
	var sole soleWrite
	for _, c := range w.uses[param] {
		if c.Node().Pos() < ref.fn.cursor.Node().Pos() || ref.fn.cursor.Node().End() <= c.Node().Pos() {
			continue
		}
		kind, i := c.ParentEdge()
		if kind != edge.CallExpr_Args {
			return notOnly(otherUse(kind))
		}
		at := w.writes(c.Parent(), i)
		switch {
		case !at.only:
			return at
		case sole.only:
			return notOnly("writes the file more than once")
		}
		write, sole = c.Parent(), at
	}
	if !sole.only {
		return notOnly("writes the file out of sight")
	}
	if also := w.always(write, ref.fn); also != "" {
		return notOnly(also)
	}
	body := bodyOf(ref.fn.cursor).Node()
	if m, ok := w.listingIn(body, body.Pos(), body.End()); ok {
		return notOnly("also calls " + calleeText(m.fn) + ", which may list the directory")
	}
	if m, ok := w.mentionIn(body, body.Pos(), body.End(), endsProcess, make(map[*function]bool)); ok {
		return notOnly("may end the program with " + calleeText(m.fn))
	}
	return sole
}

// endsProcess reports whether fn ends the program, so that no temporary would
// be removed.
func endsProcess(fn *types.Func) bool {
	switch fn.FullName() {
	case "os.Exit", "syscall.Exit", "syscall.Exec", "golang.org/x/sys/unix.Exit", "golang.org/x/sys/unix.Exec",
		"log.Fatal", "log.Fatalf", "log.Fatalln", "(*log.Logger).Fatal", "(*log.Logger).Fatalf", "(*log.Logger).Fatalln":
		return true
	}
	return false
}

// otherUse tells of a use of a path other than as an argument.
func otherUse(kind edge.Kind) string {
	switch kind {
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return "makes another name of the path, or looks at it"
	case edge.AssignStmt_Rhs, edge.KeyValueExpr_Value, edge.CompositeLit_Elts:
		return "keeps the path"
	}
	return "also uses the path for something else"
}

// writes tells whether the call at c does nothing with the path that is its
// argument i but write the file.
func (w *soleWriters) writes(c inspector.Cursor, i int) soleWrite {
	call := c.Node().(*ast.CallExpr)
	if byExpression(w.info, call) {
		return notOnly("calls a method as a function")
	}
	if k, ok := sinkOf(w.info, c, nil); ok && k.path == call.Args[i] {
		return w.sinkWrites(k)
	}
	if fn := w.local(call); fn != nil && i < fn.sig.Params().Len() && !fn.sig.Variadic() {
		return w.of(paramRef{fn: fn, index: i})
	}
	fn := w.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return notOnly("also passes the path to " + types.ExprString(call.Fun))
	}
	if params := w.sums.paramsOf(fn); i < len(params) && params[i].Only {
		return soleWrite{only: true, perm: params[i].Perm}
	}
	return notOnly("also passes the path to " + calleeText(fn))
}

// sinkWrites tells whether k makes the file as the writer can have it made.
func (w *soleWriters) sinkWrites(k sink) soleWrite {
	sole := soleWrite{only: true, perm: 0o666}
	args := k.call.Args
	switch k.fn.FullName() {
	case "os.Create":
		return w.handleWrites(k, sole)
	case "os.OpenFile":
		if flags := w.openFlags(k); flags != flagWrite|flagCreate|flagTrunc && flags != createFlags {
			return notOnly("opens the file with other flags than os.Create")
		}
		if sole.only, sole.perm = w.permOf(args[2]); !sole.only {
			return notOnly("creates the file with a mode that is not a constant")
		}
		return w.handleWrites(k, sole)
	case "os.WriteFile", "io/ioutil.WriteFile":
		if len(args) != 3 {
			break
		}
		if sole.only, sole.perm = w.permOf(args[2]); !sole.only {
			return notOnly("creates the file with a mode that is not a constant")
		}
		return sole
	}
	return notOnly("does not write the file with package os")
}

// permOf returns the permission bits that e always is.
func (w *soleWriters) permOf(e ast.Expr) (ok bool, perm uint32) {
	value := w.info.Types[e].Value
	if value == nil {
		return false, 0
	}
	bits, ok := constant.Uint64Val(constant.ToInt(value))
	return ok && bits&^0o777 == 0, uint32(bits)
}

// soleMethods holds the methods of os.File that do nothing but read and write.
var soleMethods = map[string]bool{
	"Close":       true,
	"Read":        true,
	"ReadAt":      true,
	"ReadFrom":    true,
	"Seek":        true,
	"Sync":        true,
	"Truncate":    true,
	"Write":       true,
	"WriteAt":     true,
	"WriteString": true,
}

// handleWrites returns sole if the file that k opens is only read and written,
// and by nobody else once the function around k has returned.
func (w *soleWriters) handleWrites(k sink, sole soleWrite) soleWrite {
	assign, ok := assignment(k.cursor)
	if !ok {
		return notOnly("hands the open file on")
	}
	f, ok := w.objectOf(assign.Node().(*ast.AssignStmt).Lhs[0]).(*types.Var)
	if !ok || f.IsField() || f.Parent() == w.pkg.Scope() || w.addr[f] || len(w.defs[f]) != 1 {
		return notOnly("keeps the open file")
	}
	if ft := w.sums.fate(k); ft.kept || ft.stored || ft.stream || ft.mapped {
		return notOnly("may keep the open file")
	}
	for _, c := range w.uses[f] {
		if also := w.useOfHandle(c, functionAround(k.cursor)); also != "" {
			return notOnly(also)
		}
	}
	return sole
}

// useOfHandle tells what the use at c of an open file does but read and write
// it. Fn is the function that has opened it.
func (w *soleWriters) useOfHandle(c, fn inspector.Cursor) string {
	if lit := functionAround(c); lit != fn && (parentKind(lit) != edge.CallExpr_Fun || parentKind(lit.Parent()) != edge.DeferStmt_Call) {
		return "uses the open file in a function literal"
	}
	switch kind, i := c.ParentEdge(); kind {
	case edge.SelectorExpr_X:
		if name := c.Parent().Node().(*ast.SelectorExpr).Sel.Name; !soleMethods[name] {
			return "also calls " + name + " of the open file"
		}
		if parentKind(c.Parent()) == edge.CallExpr_Fun && parentKind(c.Parent().Parent()) != edge.GoStmt_Call {
			return ""
		}
	case edge.CallExpr_Args:
		call := c.Parent().Node().(*ast.CallExpr)
		t := paramType(w.info, use{call: call, index: i})
		if iface, ok := underlyingInterface(t); ok && parentKind(c.Parent()) != edge.GoStmt_Call && onlyMethods(iface, soleMethods) {
			return ""
		}
		return "also passes the open file to " + types.ExprString(call.Fun)
	case edge.BinaryExpr_X, edge.BinaryExpr_Y:
		return ""
	}
	return "also uses the open file for something else"
}

func underlyingInterface(t types.Type) (*types.Interface, bool) {
	if t == nil {
		return nil, false
	}
	iface, ok := t.Underlying().(*types.Interface)
	return iface, ok
}

// onlyMethods reports whether iface has methods, and none but those of names.
func onlyMethods(iface *types.Interface, names map[string]bool) bool {
	for m := range iface.Methods() {
		if !names[m.Name()] {
			return false
		}
	}
	return iface.NumMethods() > 0
}

// always returns why fn may succeed without the call at c, which writes the
// file.
func (w *soleWriters) always(c inspector.Cursor, fn *function) string {
	const sometimes = "may succeed without writing the file"
	body := bodyOf(fn.cursor)
	if functionAround(c) != fn.cursor {
		return "writes the file in a function literal"
	}
	stmt, ok := statementAround(c)
	if !ok || stmt.Parent() != body || !runsFirst(c, stmt) {
		return sometimes
	}
	for _, before := range body.Node().(*ast.BlockStmt).List {
		if before == stmt.Node() {
			return ""
		}
		if !w.failsOrGoesOn(before) {
			return sometimes
		}
	}
	return sometimes
}

// runsFirst reports whether the statement stmt always runs the call at c.
func runsFirst(c, stmt inspector.Cursor) bool {
	switch parentKind(c) {
	case edge.ExprStmt_X, edge.ReturnStmt_Results:
		return c.Parent() == stmt
	case edge.AssignStmt_Rhs:
		return c.Parent() == stmt || parentKind(c.Parent()) == edge.IfStmt_Init && c.Parent().Parent() == stmt
	}
	return false
}

// failsOrGoesOn reports whether stmt leaves the function, if at all, with an
// error.
func (w *soleWriters) failsOrGoesOn(stmt ast.Stmt) bool {
	ok := true
	var visit func(n ast.Node, failed types.Object) bool
	inspect := func(n ast.Node, failed types.Object) {
		ast.Inspect(n, func(n ast.Node) bool { return n == nil || visit(n, failed) })
	}
	visit = func(n ast.Node, failed types.Object) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			ok = ok && n.Tok != token.GOTO
		case *ast.LabeledStmt:
			ok = false
		case *ast.ReturnStmt:
			ok = ok && len(n.Results) > 0 && w.isFailure(n.Results[len(n.Results)-1], failed)
		case *ast.IfStmt:
			cond, isTest := ast.Unparen(n.Cond).(*ast.BinaryExpr)
			if !isTest || cond.Op != token.NEQ || !w.info.Types[cond.Y].IsNil() {
				return true
			}
			if n.Init != nil {
				inspect(n.Init, failed)
			}
			inspect(n.Body, w.keptIn(n.Body, w.objectOf(cond.X)))
			if n.Else != nil {
				inspect(n.Else, failed)
			}
			return false
		}
		return true
	}
	inspect(stmt, nil)
	return ok
}

// keptIn returns obj unless something in body sets it.
func (w *soleWriters) keptIn(body ast.Node, obj types.Object) types.Object {
	if obj == nil || w.addr[obj] {
		return nil
	}
	for _, d := range w.defs[obj] {
		if within(d.expr, body) {
			return nil
		}
	}
	return obj
}

// isFailure reports whether e is an error for sure: failed, which is not nil,
// or one that is made on the spot.
func (w *soleWriters) isFailure(e ast.Expr, failed types.Object) bool {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		fn := w.callee(call)
		return fn != nil && (fn.FullName() == "errors.New" || fn.FullName() == "fmt.Errorf")
	}
	v, ok := ast.Unparen(e).(*ast.Ident)
	return ok && failed != nil && isError(failed.Type()) && w.objectOf(v) == failed
}
