package rename

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A history holds what is done with a file through its handle, and through
// the writers that are put on top of it.
type history struct {
	*Checker
	writes   []event // what fills it
	syncs    []event
	closes   []event
	chmods   []event
	flushes  []event            // the ends of the writers on top of it
	wrappers []inspector.Cursor // the calls that make these writers
	escapes  bool               // the handle reaches code that may sync, close or chmod it out of sight
	lent     bool               // a writer on top of it does
	handed   bool               // the function that is walked returns the file to one that is walked next
}

// An event is one call.
type event struct {
	at      inspector.Cursor
	name    string // of the method or function
	on      types.Type
	sticky  bool        // an error comes up again when the writer is flushed
	checked func() bool // whether the code looks at the error, or there is none; it takes a run of the model to tell
}

// historyOf follows the handles of d.
func (p *Checker) historyOf(d *Draft) *history {
	h := &history{Checker: p}
	for i, ref := range d.handles {
		h.handed = i < len(d.handles)-1
		w := p.Walk(h.visit)
		w.Inside = ref.inside
		w.Result(ref.call, 0)
	}
	return h
}

// filled reports whether content is seen to be written.
func (h *history) filled() bool { return len(h.writes) > 0 || len(h.flushes) > 0 }

// visit notes one use of the file.
func (h *history) visit(u flow.Use) (carry bool) {
	switch u.Kind {
	case flow.Method:
		if u.Lent {
			return h.method(u, nil)
		}
		return h.method(u, h.Info.TypeOf(u.Cursor.Node().(ast.Expr)))
	case flow.Argument:
		return h.argument(u)
	case flow.Store:
		h.store(u)
	case flow.Result:
		h.escapes = h.escapes || !h.handed && u.Open && flow.IsFile(trace.ResultType(h.Info, u))
	case flow.Lost:
		h.escapes = true
	}
	return false
}

func (h *history) event(u flow.Use, on types.Type) event {
	return event{at: u.At, name: flow.CalleeName(u.Call), on: on, sticky: flow.Buffers(on), checked: sync.OnceValue(func() bool { return h.errorSeen(u.At) })}
}

func (h *history) method(u flow.Use, recv types.Type) (carry bool) {
	if u.Call == nil {
		h.escapes = h.escapes || u.Fn.Name() == "Close" || u.Fn.Name() == "Sync"
		return false
	}
	ev := h.event(u, recv)
	switch name := u.Fn.Name(); {
	case name == "Fd":
		return true
	case name == "Close" && ev.sticky, name == "Flush":
		h.flushes = append(h.flushes, ev)
	case name == "Close":
		h.closes = append(h.closes, ev)
	case name == "Chmod":
		h.chmods = append(h.chmods, ev)
	case syncs(name):
		h.syncs = append(h.syncs, ev)
	case knowledge.PassiveMethods[name]:
	case strings.HasPrefix(name, "Write"), strings.HasPrefix(name, "Append"), strings.HasPrefix(name, "Encode"), strings.HasPrefix(name, "Add"),
		name == "ReadFrom", name == "Truncate":
		h.writes = append(h.writes, ev)
	case name == "Create", name == "CreateHeader", name == "CreateRaw": // archive/zip
		h.writes = append(h.writes, ev)
		return true
	}
	return false
}

func (h *history) argument(u flow.Use) (carry bool) {
	t := trace.ParamType(h.Info, u)
	argType := h.Info.TypeOf(u.Cursor.Node().(ast.Expr))
	name := flow.CalleeName(u.Call)
	ev := h.event(u, argType)
	file := flow.IsFile(t)
	switch {
	case syncs(name) && !knowledge.Speaks(name, knowledge.DirWords):
		h.syncs = append(h.syncs, ev)
	case trace.SystemCall(u.Fn) && trace.IsDescriptor(t):
		h.descriptor(u, ev)
	case u.Fn != nil && u.Fn.FullName() == "os.NewFile":
		return true
	case t == nil:
		h.escapes = true
	case file || !flow.IsInterface(t) && !flow.Buffers(argType):
		h.handOver(u, ev)
	case trace.CanWrite(t):
		h.escapes = h.escapes || flow.Has(t, "Sync")
		h.writes = append(h.writes, ev)
		return h.wraps(u)
	case flow.IsInterface(t) && flow.Has(t, "Close"):
		h.closes = append(h.closes, ev)
	case flow.Buffers(argType) && !flow.IsInterface(t):
		h.lent = true
		h.writes = append(h.writes, ev)
		return h.wraps(u)
	}
	return false
}

func (h *history) descriptor(u flow.Use, ev event) {
	switch u.Fn.Name() {
	case "Write", "Pwrite", "Sendfile", "CopyFileRange":
		h.writes = append(h.writes, ev)
	case "Fchmod":
		h.chmods = append(h.chmods, ev)
	case "Close":
		h.closes = append(h.closes, ev)
	case "Dup", "Dup2", "Dup3":
		h.escapes = true
	}
}

// handOver notes that the file is passed to a function of another package.
func (h *history) handOver(u flow.Use, ev event) {
	t := h.fileTraitOf(u)
	if t.Syncs {
		h.syncs = append(h.syncs, ev)
	}
	if t.Chmods {
		h.chmods = append(h.chmods, ev)
	}
	if t.Closes {
		h.closes = append(h.closes, ev)
	}
	role := h.sums.Role(h.Flow, u.Call, u.Index)
	if role.Filled {
		h.writes = append(h.writes, ev)
	}
	if u.Fn == nil || role.Kept || !role.Known && !knowledge.SinkPackages[u.Fn.Pkg().Path()] {
		h.escapes = true
	}
}

// wraps reports whether the call of u returns something that writes to the
// file in turn, and notes it if that has to be flushed.
func (h *history) wraps(u flow.Use) bool {
	t := h.Info.TypeOf(u.Call)
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return false
		}
		t = tuple.At(0).Type()
	}
	if basic, ok := t.Underlying().(*types.Basic); t == nil || ok && basic != nil || flow.IsError(t) || onlyTells(t) {
		return false
	}
	if flow.IsInterface(t) && flow.Has(t, "Read") && !trace.CanWrite(t) {
		// As with io.TeeReader, who reads writes, and hears of errors.
		h.writes[len(h.writes)-1].checked = func() bool { return true }
		return false
	}
	if flow.Buffers(t) {
		h.wrappers = append(h.wrappers, u.At)
	}
	// The wrapping writes nothing yet.
	h.writes = h.writes[:len(h.writes)-1]
	return true
}

// onlyTells reports whether a value of type t is no writer but what a function
// tells of what it has written: data, none of whose methods is given any.
func onlyTells(t types.Type) bool {
	under := t.Underlying()
	if p, ok := under.(*types.Pointer); ok {
		under = p.Elem().Underlying()
	}
	switch under.(type) {
	case *types.Struct, *types.Slice, *types.Map, *types.Array:
	default:
		return false
	}
	return !slices.ContainsFunc(typeutil.IntuitiveMethodSet(t, nil), func(m *types.Selection) bool {
		return m.Type().(*types.Signature).Params().Len() > 0
	})
}

func (h *history) store(u flow.Use) {
	if trace.Foreign(u.Obj, h.Pkg) {
		if name := u.Obj.Name(); name == "Stdout" || name == "Stderr" {
			h.writes = append(h.writes, event{at: u.Cursor, name: name, on: u.Obj.Type(), checked: func() bool { return true }})
			return
		}
		h.escapes = true
		return
	}
	v := u.Obj.(*types.Var)
	if v.Embedded() {
		h.lends(v)
		h.handsOut(v)
	}
	h.escapes = h.escapes || u.Open && !v.Embedded() && flow.IsFile(v.Type())
}

// lends notes the calls that are given a struct, which has the file in the
// embedded field v, to write to.
func (h *history) lends(v *types.Var) {
	for c := range h.root.Preorder((*ast.CallExpr)(nil)) {
		call := c.Node().(*ast.CallExpr)
		for i, arg := range call.Args {
			if !embeds(h.Info.TypeOf(arg), v) {
				continue
			}
			u := flow.Use{At: c, Call: call, Index: i}
			if t := trace.ParamType(h.Info, u); t != nil && trace.CanWrite(t) { // nil of a conversion
				h.writes = append(h.writes, h.event(u, nil))
			}
		}
	}
}

// handsOut notes the returns of a struct, which has the file in the embedded
// field v, to code out of sight, as an interface to write to.
func (h *history) handsOut(v *types.Var) {
	for _, fn := range h.Order {
		if !h.Open(fn) {
			continue
		}
		for _, ret := range fn.Returns {
			results := ret.Node().(*ast.ReturnStmt).Results
			for i := range min(len(results), fn.Sig.Results().Len()) {
				t := fn.Sig.Results().At(i).Type()
				if trace.CanWrite(t) && !flow.IsFile(t) && embeds(h.Info.TypeOf(results[i]), v) {
					h.writes = append(h.writes, event{at: ret, name: "Write", on: t, checked: func() bool { return true }})
				}
			}
		}
	}
}

// embeds reports whether t is a struct, or points to one, that has the field v.
func embeds(t types.Type, v *types.Var) bool {
	st, ok := flow.StructOf(t)
	return ok && slices.ContainsFunc(slices.Collect(st.Fields()), func(field *types.Var) bool { return field.Origin() == v })
}

func syncs(name string) bool { return knowledge.Speaks(name, knowledge.SyncWords) }
