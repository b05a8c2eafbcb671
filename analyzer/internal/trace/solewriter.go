package trace

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A function may be given the path of a temporary in place of the one that its
// caller means if it does nothing with the path but create or truncate that
// one file, on every way on which it succeeds. Whether that is so is shown from
// the inside out: of what the function calls first. What is not shown, is not.

// A soleWrite tells whether a function does nothing else with a path.
type soleWrite struct {
	Only  bool
	Whole bool   // only: one call writes all of it, as several writers may at a time
	Perm  uint32 // only: the mode of a new file, before the umask
	Also  string // not only: what is in the way, as a clause behind the name of the function
}

func notOnly(also string) soleWrite { return soleWrite{Also: also} }

// A soleWriters finds out about the functions of one package.
type soleWriters struct {
	*flow.Flow
	sums *Summaries
	memo map[flow.ParamRef]soleWrite
}

// NewSoleWriters returns what finds out about the functions of the package
// that s tells of.
func NewSoleWriters(s *Summaries) *soleWriters {
	return &soleWriters{Flow: s.Flow, sums: s, memo: make(map[flow.ParamRef]soleWrite)}
}

// AddTo adds to the summaries of the parameters of fn, by which it creates
// files, what else it does with their paths.
func (w *soleWriters) AddTo(sums []facts.Param, fn *flow.Function) {
	for i := range sums {
		if sums[i].Created {
			sole := w.of(flow.ParamRef{Fn: fn, Index: i})
			sums[i].Only, sums[i].Whole, sums[i].Perm, sums[i].Also = sole.Only, sole.Whole, sole.Perm, sole.Also
		}
	}
}

// of tells what a function does with the path in a parameter.
func (w *soleWriters) of(ref flow.ParamRef) soleWrite {
	if sole, ok := w.memo[ref]; ok {
		return sole
	}
	w.memo[ref] = notOnly("calls itself")
	sole := w.trace(ref)
	w.memo[ref] = sole
	return sole
}

func (w *soleWriters) trace(ref flow.ParamRef) soleWrite {
	param := ref.Fn.Sig.Params().At(ref.Index)
	switch {
	case param.Type() != types.Typ[types.String]:
		return notOnly("has a type of its own for the path")
	case len(w.Defs[param]) > 0 || w.Addr[param]:
		return notOnly("changes the path")
	case !flow.HasBody(ref.Fn):
		return notOnly("has no body")
	}
	var write inspector.Cursor
	var sole soleWrite
	for _, c := range w.Uses[param] {
		if c.Node().Pos() < ref.Fn.Cursor.Node().Pos() || ref.Fn.Cursor.Node().End() <= c.Node().Pos() {
			continue
		}
		kind, i := c.ParentEdge()
		if kind != edge.CallExpr_Args {
			return notOnly(otherUse(kind))
		}
		at := w.writes(c.Parent(), i)
		switch {
		case !at.Only:
			return at
		case sole.Only:
			return notOnly("writes the file more than once")
		}
		write, sole = c.Parent(), at
	}
	if !sole.Only {
		return notOnly("writes the file out of sight")
	}
	if also := w.always(write, ref.Fn); also != "" {
		return notOnly(also)
	}
	if also := w.aside(flow.BodyOf(ref.Fn.Cursor).Node()); also != "" {
		return notOnly(also)
	}
	var touches map[*ast.CallExpr]bool
	if k, ok := SinkOf(w.Info, write, nil); ok && k.Kind == knowledge.OpenHandle {
		also := ""
		if touches, also = w.follow(k); also != "" {
			return notOnly(also)
		}
	}
	if also := w.aftermathOf(ref.Fn, write.Node().(*ast.CallExpr), touches); also != "" {
		return notOnly(also)
	}
	return sole
}

// aside tells what the function with the body does besides, wherever it stands,
// that goes ill with a temporary.
func (w *soleWriters) aside(body ast.Node) string {
	if m, ok := w.ListingIn(body, body.Pos(), body.End()); ok {
		return "also calls " + CalleeText(m.Fn) + ", which may list the directory"
	}
	mentions := func(wanted func(*types.Func) bool) (string, bool) {
		m, ok := w.MentionIn(body, body.Pos(), body.End(), wanted, make(map[*flow.Function]bool))
		if !ok {
			return "", false
		}
		return CalleeText(m.Fn), true
	}
	if fn, ok := mentions(endsProcess); ok {
		return "may end the program with " + fn
	}
	if fn, ok := mentions(w.relocates); ok {
		return "also calls " + fn + ", after which the path may lead elsewhere"
	}
	if w.recoversIn(body) {
		return "recovers from panics"
	}
	return ""
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
	if byExpression(w.Info, call) {
		return notOnly("calls a method as a function")
	}
	if k, ok := SinkOf(w.Info, c, nil); ok && k.Path == call.Args[i] {
		return w.sinkWrites(k)
	}
	if fn := w.Local(call); fn != nil && !fn.Sig.Variadic() {
		return w.of(flow.ParamRef{Fn: fn, Index: i})
	}
	fn := w.Callee(call)
	if fn == nil {
		return notOnly("also passes the path to " + types.ExprString(call.Fun))
	}
	if params := w.sums.ParamsOf(fn); i < len(params) && params[i].Only {
		return soleWrite{Only: true, Whole: params[i].Whole, Perm: params[i].Perm}
	}
	return notOnly("also passes the path to " + CalleeText(fn))
}

// sinkWrites tells whether k makes the file as the writer can have it made.
func (w *soleWriters) sinkWrites(k Sink) soleWrite {
	sole := soleWrite{Only: true, Perm: 0o666}
	args := k.Call.Args
	switch k.Fn.FullName() {
	case "os.Create":
		return w.handleWrites(k, sole)
	case "os.OpenFile":
		if flags := FlagsOf(w.Flow, k); flags != FlagWrite|FlagCreate|FlagTrunc && flags != createFlags {
			return notOnly("opens the file with other flags than os.Create")
		}
		if sole.Only, sole.Perm = w.permOf(args[2]); !sole.Only {
			return notOnly("creates the file with a mode that is not a constant")
		}
		return w.handleWrites(k, sole)
	case "os.WriteFile", "io/ioutil.WriteFile":
		if len(args) != 3 {
			break
		}
		if sole.Only, sole.Perm = w.permOf(args[2]); !sole.Only {
			return notOnly("creates the file with a mode that is not a constant")
		}
		sole.Whole = true
		return sole
	}
	return notOnly("does not write the file with package os")
}

// permOf returns the permission bits that e always is.
func (w *soleWriters) permOf(e ast.Expr) (ok bool, perm uint32) {
	value := w.Info.Types[e].Value
	if value == nil {
		return false, 0
	}
	bits, _ := constant.Uint64Val(constant.ToInt(value)) // a fs.FileMode is one
	return bits&^0o777 == 0, uint32(bits)
}

// handleWrites returns sole if the file that k opens is only read and written,
// and by nobody else once the function around k has returned.
func (w *soleWriters) handleWrites(k Sink, sole soleWrite) soleWrite {
	assign, ok := flow.Assignment(k.Cursor)
	if !ok {
		return notOnly("hands the open file on")
	}
	f, ok := w.ObjectOf(assign.Node().(*ast.AssignStmt).Lhs[0]).(*types.Var)
	if !ok || f.IsField() || f.Parent() == w.Pkg.Scope() || w.Addr[f] || len(w.Defs[f]) != 1 {
		return notOnly("keeps the open file")
	}
	if ft := w.sums.fate(k); ft.kept || ft.stored || ft.stream || ft.mapped {
		return notOnly("may keep the open file")
	}
	for _, c := range w.Uses[f] {
		if also := w.useOfHandle(c, flow.FunctionAround(k.Cursor)); also != "" {
			return notOnly(also)
		}
	}
	return sole
}

// useOfHandle tells what the use at c of an open file does but read and write
// it. Fn is the function that has opened it.
func (w *soleWriters) useOfHandle(c, fn inspector.Cursor) string {
	if lit := flow.FunctionAround(c); lit != fn && !flow.IsDeferred(lit) {
		return "uses the open file in a function literal"
	}
	switch kind, i := c.ParentEdge(); kind {
	case edge.SelectorExpr_X:
		if name := c.Parent().Node().(*ast.SelectorExpr).Sel.Name; !knowledge.SoleMethods[name] {
			return "also calls " + name + " of the open file"
		}
		if flow.ParentKind(c.Parent()) == edge.CallExpr_Fun && flow.ParentKind(c.Parent().Parent()) != edge.GoStmt_Call {
			return ""
		}
	case edge.CallExpr_Args:
		call := c.Parent().Node().(*ast.CallExpr)
		t := ParamType(w.Info, flow.Use{Call: call, Index: i})
		if iface, ok := underlyingInterface(t); ok && flow.ParentKind(c.Parent()) != edge.GoStmt_Call && onlyMethods(iface, knowledge.SoleMethods) {
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
func (w *soleWriters) always(c inspector.Cursor, fn *flow.Function) string {
	const sometimes = "may succeed without writing the file"
	body := flow.BodyOf(fn.Cursor)
	if flow.FunctionAround(c) != fn.Cursor {
		return "writes the file in a function literal"
	}
	stmt, ok := flow.StatementAround(c)
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
	switch flow.ParentKind(c) {
	case edge.ExprStmt_X, edge.ReturnStmt_Results:
		return c.Parent() == stmt
	case edge.AssignStmt_Rhs:
		return c.Parent() == stmt || flow.ParentKind(c.Parent()) == edge.IfStmt_Init && c.Parent().Parent() == stmt
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
			if !isTest || cond.Op != token.NEQ || !w.Info.Types[cond.Y].IsNil() {
				return true
			}
			if n.Init != nil {
				inspect(n.Init, failed)
			}
			inspect(n.Body, w.keptIn(n.Body, w.ObjectOf(cond.X)))
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
	if w.Addr[obj] {
		return nil
	}
	for _, d := range w.Defs[obj] {
		if flow.Within(d.Expr, body) {
			return nil
		}
	}
	return obj
}

// isFailure reports whether e is an error for sure: failed, which is not nil,
// or one that is made on the spot.
func (w *soleWriters) isFailure(e ast.Expr, failed types.Object) bool {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok {
		fn := w.Callee(call)
		return fn != nil && (fn.FullName() == "errors.New" || fn.FullName() == "fmt.Errorf")
	}
	v, ok := ast.Unparen(e).(*ast.Ident)
	return ok && failed != nil && flow.IsError(failed.Type()) && w.ObjectOf(v) == failed
}
