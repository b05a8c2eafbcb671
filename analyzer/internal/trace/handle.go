package trace

import (
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
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
func (ft *fate) visitor(s *Summaries) func(flow.Use) bool {
	return func(u flow.Use) bool {
		switch u.Kind {
		case flow.Method:
			return ft.method(u)
		case flow.Argument:
			return ft.argument(s, u)
		case flow.Store:
			ft.store(s, u)
		case flow.Result:
			ft.random = ft.random || s.writtenAt(u)
			if u.Open && CanWrite(ResultType(s.Flow.Info, u)) {
				ft.kept = true
			}
		case flow.Lost:
			ft.kept = true
		}
		return false
	}
}

// writtenAt reports whether u returns the file as an interface by which it is
// written at offsets.
func (s *Summaries) writtenAt(u flow.Use) bool {
	fn := s.Flow.Enclosing(u.Cursor)
	if fn == nil || u.Index >= fn.Sig.Results().Len() {
		return false
	}
	t := fn.Sig.Results().At(u.Index).Type()
	return flow.IsInterface(t) && flow.Has(t, "WriteAt")
}

func (ft *fate) method(u flow.Use) bool {
	switch u.Fn.Name() {
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

func (ft *fate) argument(s *Summaries, u flow.Use) (carry bool) {
	t := ParamType(s.Flow.Info, u)
	if files, ok := t.(*types.Slice); ok {
		t = files.Elem() // the file is one of several
	}
	if SystemCall(u.Fn) && IsDescriptor(t) {
		ft.descriptor(u.Fn)
		return false
	}
	if s.takesCommand(u.Call) {
		ft.stream = true
		return false
	}
	if role := s.Role(s.Flow, u.Call, u.Index); role.Known {
		ft.add(role)
		return u.Fn != nil && u.Fn.FullName() == "os.NewFile"
	}
	if u.Fn != nil && knowledge.Copiers[u.Fn.FullName()] && s.childOutput(u.Call.Args[1]) {
		ft.stream = true
		return false
	}
	switch {
	case t == nil:
		ft.filled, ft.kept = true, true
	case flow.IsFile(t):
		ft.external(u)
		ft.kept = ft.kept || !ft.mapped
	case CanWrite(t):
		ft.external(u)
		return true
	}
	return false
}

// SystemCall reports whether fn is a thin wrapper of a system call.
func SystemCall(fn *types.Func) bool {
	return fn != nil && fn.Pkg().Path() != "os" && knowledge.SinkPackages[fn.Pkg().Path()]
}

// takesCommand reports whether the function that call runs has a parameter for a
// command, too: what it writes then comes from that while it runs.
func (s *Summaries) takesCommand(call *ast.CallExpr) bool {
	sig, ok := s.Flow.Info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok {
		return false
	}
	for v := range sig.Params().Variables() {
		if types.TypeString(v.Type(), nil) == "*os/exec.Cmd" {
			return true
		}
	}
	return false
}

// childOutput reports whether e reads what a child process prints.
func (s *Summaries) childOutput(e ast.Expr) bool {
	obj := s.Flow.ObjectOf(e)
	for _, d := range s.Flow.Defs[obj] {
		call, ok := ast.Unparen(d.Expr).(*ast.CallExpr)
		if !ok {
			continue
		}
		if fn := s.Flow.Callee(call); fn != nil {
			switch fn.FullName() {
			case "(*os/exec.Cmd).StdoutPipe", "(*os/exec.Cmd).StderrPipe":
				return true
			}
		}
	}
	return false
}

func (ft *fate) add(role facts.Param) {
	ft.filled = ft.filled || role.Filled
	ft.stream = ft.stream || role.Stream
	ft.random = ft.random || role.Random
	ft.mapped = ft.mapped || role.Mapped
	ft.kept = ft.kept || role.Kept
}

// external notes what a function that is not known does with a writer. Some
// are interface methods, of which only the name tells.
func (ft *fate) external(u flow.Use) {
	name, pkgPath := flow.CalleeName(u.Call), ""
	if u.Fn != nil {
		pkgPath = u.Fn.Pkg().Path()
	}
	switch {
	case knowledge.SetsStream[name], knowledge.Speaks(name, knowledge.LogWords), Logs(pkgPath):
		ft.stream = true
	case path.Base(pkgPath) == "mmap":
		ft.mapped = true
	default:
		ft.filled = true
	}
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
func (ft *fate) store(s *Summaries, u flow.Use) {
	if !Foreign(u.Obj, s.Flow.Pkg) {
		ft.stored = true
		ft.kept = ft.kept || u.Open
		ft.stream = ft.stream || knowledge.Speaks(ownerName(s.Flow.Info, u), knowledge.LogWords)
		return
	}
	switch name := u.Obj.Name(); {
	case name == "Stdout", name == "Stderr", name == "ErrorLog", name == "ExtraFiles",
		name == "Files" && u.Obj.Pkg().Path() == "os", Logs(u.Obj.Pkg().Path()):
		ft.stream = true
	default:
		ft.filled, ft.kept = true, true
	}
}

// ownerName returns the name of the struct type whose field u stores to.
func ownerName(info *types.Info, u flow.Use) string {
	var t types.Type
	switch n := u.Cursor.Parent().Node().(type) {
	case *ast.KeyValueExpr:
		t = info.TypeOf(u.Cursor.Parent().Parent().Node().(ast.Expr))
	case *ast.CompositeLit:
		t = info.TypeOf(n)
	case *ast.AssignStmt:
		for _, lhs := range n.Lhs {
			if sel, ok := ast.Unparen(lhs).(*ast.SelectorExpr); ok && info.Uses[sel.Sel] == u.Obj {
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

// ParamType returns the type of the parameter that u is the argument for.
func ParamType(info *types.Info, u flow.Use) types.Type {
	sig, ok := info.TypeOf(u.Call.Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() == 0 {
		return nil
	}
	last := sig.Params().Len() - 1
	if sig.Variadic() && u.Index >= last {
		t := sig.Params().At(last).Type()
		if sl, ok := t.(*types.Slice); ok && !u.Call.Ellipsis.IsValid() {
			return sl.Elem()
		}
		return t
	}
	return sig.Params().At(min(u.Index, last)).Type()
}

// ResultType returns the type of the result that u is returned as.
func ResultType(info *types.Info, u flow.Use) types.Type {
	t := info.TypeOf(u.Cursor.Node().(ast.Expr))
	if tuple, ok := t.(*types.Tuple); ok && u.Index < tuple.Len() {
		return tuple.At(u.Index).Type()
	}
	return t
}

// IsDescriptor reports whether t can be the number of an open file.
func IsDescriptor(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// Logs reports whether the package at pkgPath writes logs, going by the name
// that such packages have.
func Logs(pkgPath string) bool {
	return slices.ContainsFunc(strings.Split(pkgPath, "/"), func(elem string) bool { return slices.Contains(knowledge.LoggerElements, elem) })
}

// fate follows the file that k opens.
func (s *Summaries) fate(k Sink) fate {
	var ft fate
	s.walk(ft.visitor(s)).Result(k.Cursor, 0)
	return ft
}
