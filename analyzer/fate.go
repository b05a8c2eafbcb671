package analyzer

import (
	"go/ast"
	"go/types"
	"path"
	"strings"
)

// A fate tells what becomes of an open file.
type fate struct {
	filled bool // content is written to it
	stream bool // it takes a log, a profile, a trace or the output of a child
	random bool // it is written at random
	mapped bool // it is mapped into memory
	stored bool // it is held in a field or a package variable
	kept   bool // code that the pass does not see may write to it
}

// visitor returns the visit function of a walk that follows the file.
func (ft *fate) visitor(s *summaries) func(use) bool {
	return func(u use) bool {
		switch u.kind {
		case method:
			return ft.method(u)
		case argument:
			return ft.argument(s, u)
		case store:
			ft.store(s, u)
		case result:
			if u.open && canWrite(resultType(s.flow.info, u)) {
				ft.kept = true
			}
		case lost:
			ft.kept = true
		}
		return false
	}
}

func (ft *fate) method(u use) bool {
	switch u.fn.Name() {
	case "Write", "WriteString", "ReadFrom":
		ft.filled = true
	case "WriteAt":
		ft.filled, ft.random = true, true
	case "Seek":
		ft.random = true
	case "SyscallConn":
		ft.kept = true
	case "Fd":
		return true
	}
	return false
}

func (ft *fate) argument(s *summaries, u use) (carry bool) {
	t := paramType(s.flow.info, u)
	if systemCall(u.fn) && isDescriptor(t) {
		ft.descriptor(u.fn)
		return false
	}
	if role := s.role(s.flow, u.call, u.index); role.Known {
		ft.add(role)
		return u.fn != nil && u.fn.FullName() == "os.NewFile"
	}
	if u.fn != nil && copies[u.fn.FullName()] && u.index == 0 && s.childOutput(u.call.Args[1]) {
		ft.stream = true
		return false
	}
	switch {
	case t == nil:
		ft.filled, ft.kept = true, true
	case isFile(t):
		ft.external(u)
		ft.kept = ft.kept || !ft.mapped
	case canWrite(t):
		ft.external(u)
		return true
	}
	return false
}

// systemCall reports whether fn is a thin wrapper of a system call.
func systemCall(fn *types.Func) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() != "os" && sinkPackages[fn.Pkg().Path()]
}

// copies holds functions that copy their second argument to the first.
var copies = map[string]bool{"io.Copy": true, "io.CopyBuffer": true}

// childOutput reports whether e reads what a child process prints.
func (s *summaries) childOutput(e ast.Expr) bool {
	obj := s.flow.objectOf(e)
	for _, d := range s.flow.defs[obj] {
		call, ok := ast.Unparen(d.expr).(*ast.CallExpr)
		if !ok {
			continue
		}
		if fn := s.flow.callee(call); fn != nil {
			switch fn.FullName() {
			case "(*os/exec.Cmd).StdoutPipe", "(*os/exec.Cmd).StderrPipe":
				return true
			}
		}
	}
	return false
}

func (ft *fate) add(role paramSummary) {
	ft.filled = ft.filled || role.Filled
	ft.stream = ft.stream || role.Stream
	ft.random = ft.random || role.Random
	ft.mapped = ft.mapped || role.Mapped
	ft.kept = ft.kept || role.Kept
}

// external notes what a function that is not known does with a writer. Some
// are interface methods, of which only the name tells.
func (ft *fate) external(u use) {
	name, pkgPath := calleeName(u.call), ""
	if u.fn != nil && u.fn.Pkg() != nil {
		pkgPath = u.fn.Pkg().Path()
	}
	switch {
	case setsStream[name], speaks(name, logWords), logs(pkgPath):
		ft.stream = true
	case path.Base(pkgPath) == "mmap":
		ft.mapped = true
	default:
		ft.filled = true
	}
}

// setsStream holds the names that libraries give to functions which take the
// writer for a log or for the output of a command.
var setsStream = map[string]bool{
	"SetErr":    true,
	"SetOut":    true,
	"SetOutput": true,
	"SetStderr": true,
	"SetStdout": true,
}

// descriptor notes what a function does with the number of an open file.
func (ft *fate) descriptor(fn *types.Func) {
	switch fn.Name() {
	case "Write", "Pwrite", "Writev", "Pwritev", "Sendfile", "CopyFileRange":
		ft.filled = true
	case "Dup2", "Dup3":
		ft.stream = true
	case "Mmap", "MmapPtr", "CreateFileMapping":
		ft.mapped = true
	}
}

// store notes that the file is put into a variable or field. Those of this
// package are followed by the walk.
func (ft *fate) store(s *summaries, u use) {
	if !foreign(u.obj, s.flow.pkg) {
		ft.stored = true
		ft.kept = ft.kept || u.open
		ft.stream = ft.stream || speaks(ownerName(s.flow.info, u), logWords)
		return
	}
	switch name := u.obj.Name(); {
	case name == "Stdout", name == "Stderr", name == "ErrorLog", name == "ExtraFiles",
		name == "Files" && u.obj.Pkg().Path() == "os", logs(u.obj.Pkg().Path()):
		ft.stream = true
	default:
		ft.filled, ft.kept = true, true
	}
}

// logWords are the words that name logs and what writes them.
var logWords = []string{"log", "logs", "logfile", "logger", "logging"}

// ownerName returns the name of the struct type whose field u stores to.
func ownerName(info *types.Info, u use) string {
	var t types.Type
	switch n := u.cursor.Parent().Node().(type) {
	case *ast.KeyValueExpr:
		t = info.TypeOf(u.cursor.Parent().Parent().Node().(ast.Expr))
	case *ast.CompositeLit:
		t = info.TypeOf(n)
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && info.Uses[sel.Sel] == u.obj {
				t = info.TypeOf(sel.X)
			}
		}
	}
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// paramType returns the type of the parameter that u is the argument for.
func paramType(info *types.Info, u use) types.Type {
	sig, ok := info.TypeOf(u.call.Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 {
		return nil
	}
	last := sig.Params().Len() - 1
	if sig.Variadic() && u.index >= last {
		t := sig.Params().At(last).Type()
		if sl, ok := t.(*types.Slice); ok && !u.call.Ellipsis.IsValid() {
			return sl.Elem()
		}
		return t
	}
	return sig.Params().At(min(u.index, last)).Type()
}

// resultType returns the type of the result that u is returned as.
func resultType(info *types.Info, u use) types.Type {
	t := info.TypeOf(u.cursor.Node().(ast.Expr))
	if tuple, ok := t.(*types.Tuple); ok && u.index < tuple.Len() {
		return tuple.At(u.index).Type()
	}
	return t
}

// isDescriptor reports whether t can be the number of an open file.
func isDescriptor(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// logs reports whether the package at pkgPath writes logs, going by the name
// that such packages have.
func logs(pkgPath string) bool {
	for _, elem := range strings.Split(pkgPath, "/") {
		switch elem {
		case "log", "logs", "logger", "logging", "logrus", "zap", "zapcore", "zerolog", "slog", "klog", "glog", "hclog", "logr", "lumberjack", "log15":
			return true
		}
	}
	return false
}

// fate follows the file that k opens.
func (s *summaries) fate(k sink) fate {
	var ft fate
	s.walk(ft.visitor(s)).result(k.cursor, 0)
	return ft
}
