package rename

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// mode judges whether the readers of the old file can read the new one: a
// temporary of os.CreateTemp has mode 0600 until it is changed.
func (j *judge) mode(d *Draft, h *history) []flaw {
	if !d.private || h.escapes {
		return nil
	}
	sometimes := false
	for _, at := range j.modeChanges(d, h) {
		switch {
		case j.order(at) == failing:
		case j.ifExists(at):
			sometimes = true
		default:
			return nil
		}
	}
	switch {
	case sometimes:
		return []flaw{{ModeLost, d.Call, false}}
	case j.keepsToItself(d):
		return nil
	}
	return []flaw{{ModeLost, d.Call, false}}
}

// byWriter reports whether the move is made by the writer, which flushes the
// directory of whatever it renames.
func (j *judge) byWriter() bool {
	fn := j.runs(j.move.At.Node().(*ast.CallExpr))
	return fn != nil && j.FullName(fn) == knowledge.DurableRename
}

// keepsToItself reports whether the file seems meant for its owner alone:
// its name, or that of the function, says so, or the directory is made for the
// owner alone, or the function takes so much care of it, up to flushing the
// directory, as stores do that nobody else reads.
func (j *judge) keepsToItself(d *Draft) bool {
	if j.mover.DirSynced && !j.byWriter() || j.syncsDirAfter() || j.makesPrivateDir(d.Made) || j.makesPrivateDir(j.move.At) {
		return true
	}
	names := []string{trace.PathName(j.move.Dst)}
	if fn := j.Enclosing(j.move.At); fn != nil && fn.Obj != nil {
		names = append(names, fn.Obj.Name())
	}
	for id := range trace.Identifiers(j.paths.Expand(j.move.Dst)) {
		names = append(names, id.Name)
	}
	for _, name := range names {
		if knowledge.Speaks(name, knowledge.SecretWords) {
			return true
		}
	}
	return false
}

// makesPrivateDir reports whether the declaration around c makes a directory
// that nobody but its owner can enter.
func (j *judge) makesPrivateDir(c inspector.Cursor) bool {
	decl, ok := flow.Declaration(c)
	if !ok {
		return false
	}
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		if name := flow.CalleeName(call); name != "Mkdir" && name != "MkdirAll" || len(call.Args) < 2 {
			continue
		}
		tv := j.Info.Types[call.Args[len(call.Args)-1]]
		if tv.Value == nil {
			continue
		}
		if perm, ok := constant.Uint64Val(constant.ToInt(tv.Value)); ok && perm&0o077 == 0 {
			return true
		}
	}
	return false
}

// modeChanges returns the calls that change the mode of d, or of what it
// becomes.
func (j *judge) modeChanges(d *Draft, h *history) []inspector.Cursor {
	var calls []inspector.Cursor
	for _, ev := range h.chmods {
		calls = append(calls, ev.at)
	}
	names := func(e ast.Expr, at inspector.Cursor) bool {
		return slices.ContainsFunc(j.drafts(e, at), func(other *Draft) bool { return other.Call == d.Call })
	}
	calls = append(calls, j.modeChangesAround(j.move.At, func(e ast.Expr, at inspector.Cursor) bool {
		return j.isDraft(e, d) || j.move.Dst != nil && j.paths.SameExpr(e, j.move.Dst, 0) || names(e, at)
	})...)
	if !trace.SameFunction(d.Made, j.move.At) {
		calls = append(calls, j.modeChangesAround(d.Made, names)...)
	}
	return calls
}

// modeChangesAround returns the calls in the declaration around c that change
// the mode of a file whose path is wanted.
func (j *judge) modeChangesAround(c inspector.Cursor, wanted func(path ast.Expr, at inspector.Cursor) bool) []inspector.Cursor {
	decl, ok := flow.Declaration(c)
	if !ok {
		return nil
	}
	var calls []inspector.Cursor
	for c := range decl.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for i, arg := range call.Args {
			if j.traitOf(call, i).Chmods && wanted(arg, c) {
				calls = append(calls, c)
			}
		}
	}
	return calls
}

// isDraft reports whether the path e is that of d.
func (j *judge) isDraft(e ast.Expr, d *Draft) bool {
	if j.move.Src != nil && j.paths.SameExpr(e, j.move.Src, 0) || d.Path != nil && j.paths.SameExpr(e, d.Path, 0) {
		return true
	}
	call, ok := ast.Unparen(j.paths.Expand(e)).(*ast.CallExpr)
	if !ok {
		return false
	}
	if _, ok := j.nameOf(call); !ok {
		return false
	}
	for _, other := range j.drafts(e, j.move.At) {
		if other.Call == d.Call {
			return true
		}
	}
	return false
}

// ifExists reports whether the call at c runs only if a file exists, and the
// move all the same if it does not.
func (j *judge) ifExists(c inspector.Cursor) bool {
	for ; c.Node() != nil && !flow.Within(j.move.At.Node(), c.Node()); c = c.Parent() {
		test, ok := c.Parent().Node().(*ast.IfStmt)
		if !ok || flow.Within(j.move.At.Node(), test) || !j.testsExistence(test) {
			continue
		}
		switch flow.ParentKind(c) {
		case edge.IfStmt_Body:
			if test.Else == nil || j.Graphs().PassesElse(flow.FunctionAround(c).Node(), test) && !j.changesMode(test.Else) {
				return true
			}
		case edge.IfStmt_Else:
			if j.Graphs().Passes(flow.FunctionAround(c).Node(), test) && !j.changesMode(test.Body) {
				return true
			}
		}
	}
	return false
}

// changesMode reports whether a call in n changes the mode of a file.
func (j *judge) changesMode(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && knowledge.Speaks(flow.CalleeName(call), []string{"chmod", "fchmod", "mode", "perm", "permissions"}) {
			found = true
		}
		return !found
	})
	return found
}

// testsExistence reports whether test looks at what os.Stat or its like found.
func (j *judge) testsExistence(test *ast.IfStmt) bool {
	stat := func(e ast.Expr) bool {
		obj := j.ObjectOf(e)
		v, ok := obj.(*types.Var)
		if !ok {
			return false
		}
		for _, d := range j.Defs[v] {
			call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
			if ok && (flow.CalleeName(call) == "Stat" || flow.CalleeName(call) == "Lstat") && call.Pos() < test.Body.Pos() {
				return true
			}
		}
		return false
	}
	found := false
	ast.Inspect(test.Cond, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				if y, ok := n.Y.(*ast.Ident); ok && y.Name == "nil" && stat(n.X) {
					found = true
				}
			}
		case *ast.CallExpr:
			switch flow.CalleeName(n) {
			case "IsNotExist", "IsExist", "Is":
				found = found || len(n.Args) > 0 && stat(n.Args[0])
			}
		}
		return !found
	})
	return found
}
