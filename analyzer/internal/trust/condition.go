package trust

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// presence is what a condition tells of a file.
type presence uint8

const (
	unknown presence = iota
	exists
	absent
)

// opposite returns what is so if p is not.
func (p presence) opposite() presence {
	switch p {
	case exists:
		return absent
	case absent:
		return exists
	}
	return unknown
}

// An answer is what the value of a condition tells of the file at a path.
type answer struct {
	ifTrue, ifFalse presence
	at              ast.Node // the expression that asks
}

func (a answer) known() bool { return a.ifTrue != unknown || a.ifFalse != unknown }

// says returns the answer of an expression that is true if p is so, and false
// if not.
func says(p presence, at ast.Node) answer { return answer{p, p.opposite(), at} }

// answer returns what cond tells of the file at path. It tells nothing if it
// looks closer: at the size of the file, or whether it is a directory.
func (f *Finder) answer(cond, path ast.Expr) answer {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			a := f.answer(e.X, path)
			return answer{a.ifFalse, a.ifTrue, a.at}
		}
	case *ast.BinaryExpr:
		return f.ofOperands(e, path)
	case *ast.CallExpr:
		return f.ofCall(e, path, 0)
	case *ast.Ident:
		if !isBool(f.Info.TypeOf(e)) {
			break
		}
		if call := f.maker(e); call != nil {
			return f.ofCall(call, path, f.resultIndex(e))
		}
		return f.ofFlag(e, path)
	}
	return answer{}
}

func (f *Finder) ofOperands(e *ast.BinaryExpr, path ast.Expr) answer {
	if f.comparesSize(e, path) {
		switch e.Op {
		case token.EQL:
			return answer{ifFalse: exists, at: e}
		case token.NEQ, token.GTR:
			return answer{ifTrue: exists, at: e}
		}
		return answer{}
	}
	switch e.Op {
	case token.EQL, token.NEQ:
		if call := f.maker(e.X); call != nil && f.isNil(e.Y) && flow.IsError(f.Info.TypeOf(e.X)) && f.looks(call, path) {
			if e.Op == token.EQL {
				return says(exists, e)
			}
			return says(absent, e)
		}
	case token.LAND, token.LOR:
		x, y := f.answer(e.X, path), f.answer(e.Y, path)
		rest := e.Y
		if !x.known() {
			x, rest = y, e.X
		}
		if f.looksCloser(rest, path) {
			return answer{}
		}
		if e.Op == token.LAND {
			return answer{ifTrue: x.ifTrue, at: x.at}
		}
		return answer{ifFalse: x.ifFalse, at: x.at}
	}
	return answer{}
}

// comparesSize reports whether e compares the size of the file at path, or of
// what was read there, with 0.
func (f *Finder) comparesSize(e *ast.BinaryExpr, path ast.Expr) bool {
	call, ok := ast.Unparen(e.X).(*ast.CallExpr)
	if !ok || !isZero(e.Y) {
		return false
	}
	if f.isLen(call) {
		content, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
		return ok && f.holdsContent(content, path)
	}
	if f.ofFileInfo(call) != "Size" {
		return false
	}
	info := f.maker(trace.Receiver(call))
	return info != nil && f.looks(info, path)
}

func isZero(e ast.Expr) bool {
	lit, ok := ast.Unparen(e).(*ast.BasicLit)
	return ok && lit.Value == "0"
}

// ofCall returns what result i of call tells of the file at path.
func (f *Finder) ofCall(call *ast.CallExpr, path ast.Expr, i int) answer {
	if f.asksFor(call, knowledge.SaysAbsent, "ErrNotExist", "ENOENT") {
		if made := f.maker(call.Args[0]); made != nil && f.looks(made, path) {
			return says(absent, call)
		}
	}
	if i != 0 {
		return answer{}
	}
	for k, arg := range call.Args {
		if p := f.asks(call, k); p != unknown && f.paths.SameExpr(arg, path, 0) {
			return says(p, call)
		}
	}
	return answer{}
}

// asksFor reports whether call asks whether its first argument is one kind of
// error: by one of the functions, or by errors.Is and a variable or constant
// that has one of the names.
func (f *Finder) asksFor(call *ast.CallExpr, functions map[string]bool, names ...string) bool {
	name := f.name(call)
	if functions[name] {
		return len(call.Args) == 1
	}
	if name != "errors.Is" || len(call.Args) != 2 {
		return false
	}
	var id *ast.Ident
	switch e := ast.Unparen(call.Args[1]).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return false
	}
	for _, wanted := range names {
		if obj := f.Info.Uses[id]; obj != nil && obj.Name() == wanted && knowledge.IsStd(obj.Pkg().Path()) {
			return true
		}
	}
	return false
}

// looks reports whether call fails if there is no file at path.
func (f *Finder) looks(call *ast.CallExpr, path ast.Expr) bool {
	return knowledge.NeedsFile[f.name(call)] && f.paths.SameExpr(call.Args[0], path, 0)
}

// looksCloser reports whether e asks for more of the file at path than whether
// it is there, is a regular one, has anything in it, or is newer than another.
func (f *Finder) looksCloser(e, path ast.Expr) bool {
	closer := false
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok && f.ofFileInfo(call) == "IsDir" {
				return false
			}
		case *ast.BinaryExpr:
			if call, ok := ast.Unparen(n.X).(*ast.CallExpr); ok && (f.ofFileInfo(call) == "Size" || f.isLen(call)) && isZero(n.Y) {
				return false
			}
		case *ast.Ident:
			closer = closer || f.holdsContent(n, path)
		case *ast.CallExpr:
			switch f.ofFileInfo(n) {
			case "IsRegular":
				return false
			case "IsDir", "Mode", "Size":
				closer = true
			}
			closer = closer || knowledge.Speaks(flow.CalleeName(n), knowledge.VerifyWords)
		}
		return !closer
	})
	return closer
}

// holdsContent reports whether the variable e is the open file at path, or what
// was read there.
func (f *Finder) holdsContent(e *ast.Ident, path ast.Expr) bool {
	call := f.maker(e)
	// An error and an fs.FileInfo are interfaces.
	return call != nil && f.looks(call, path) && !flow.IsInterface(f.Info.TypeOf(e))
}

// isLen reports whether call is one of the built-in len.
func (f *Finder) isLen(call *ast.CallExpr) bool {
	b, ok := typeutil.Callee(f.Info, call).(*types.Builtin)
	return ok && b.Name() == "len"
}

// ofFileInfo returns the name of the method of fs.FileInfo, or of another type of
// that package such as fs.FileMode, that call is of, or "".
func (f *Finder) ofFileInfo(call *ast.CallExpr) string {
	fn, ok := typeutil.Callee(f.Info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "io/fs" {
		return ""
	}
	return fn.Name()
}

// resultIndex returns which result of the call the variable e gets that set it
// last.
func (f *Finder) resultIndex(e ast.Expr) int {
	call := f.maker(e)
	for _, d := range f.Defs[f.ObjectOf(e)] {
		if ast.Unparen(d.Expr) == call && d.Index > 0 {
			return d.Index
		}
	}
	return 0
}

// asks returns what it tells of the file that argument k of call names if the
// first result is true.
func (f *Finder) asks(call *ast.CallExpr, k int) presence {
	if fn := f.Local(call); fn != nil {
		return presenceOf(f.Tells(flow.ParamRef{Fn: fn, Index: k}))
	}
	fn := f.Callee(call)
	if fn == nil {
		return unknown
	}
	if params := f.sums.ParamsOf(fn); k < len(params) {
		return presenceOf(params[k].Tells)
	}
	return unknown
}

func isBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}

func presenceOf(t facts.Tells) presence {
	switch t {
	case facts.Exists:
		return exists
	case facts.Absent:
		return absent
	}
	return unknown
}
