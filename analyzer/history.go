package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// A history holds what is done with a file through its handle, and through
// the writers that are put on top of it.
type history struct {
	*protocol
	writes   []event // what fills it
	syncs    []event
	closes   []event
	chmods   []event
	flushes  []event            // the ends of the writers on top of it
	wrappers []inspector.Cursor // the calls that make these writers
	escapes  bool               // the handle reaches code that may sync, close or chmod it out of sight
	lent     bool               // a writer on top of it does
}

// An event is one call.
type event struct {
	at      inspector.Cursor
	name    string // of the method or function
	on      types.Type
	sticky  bool // an error comes up again when the writer is flushed
	checked bool // the code looks at the error, or there is none
}

// historyOf follows the handles of d.
func (p *protocol) historyOf(d *draft) *history {
	h := &history{protocol: p}
	for _, ref := range d.handles {
		w := p.walk(h.visit)
		w.inside = ref.inside
		w.result(ref.call, 0)
	}
	return h
}

// filled reports whether content is seen to be written.
func (h *history) filled() bool { return len(h.writes) > 0 || len(h.flushes) > 0 }

// visit notes one use of the file.
func (h *history) visit(u use) (carry bool) {
	switch u.kind {
	case method:
		if u.lent {
			return h.method(u, nil)
		}
		return h.method(u, h.info.TypeOf(u.cursor.Node().(ast.Expr)))
	case argument:
		return h.argument(u)
	case store:
		h.store(u)
	case result:
		h.escapes = h.escapes || u.open && isFile(resultType(h.info, u))
	case lost:
		h.escapes = true
	}
	return false
}

func (h *history) event(u use, on types.Type) event {
	return event{at: u.at, name: calleeName(u.call), on: on, sticky: buffers(on), checked: h.errorSeen(u.at)}
}

func (h *history) method(u use, recv types.Type) (carry bool) {
	if u.call == nil {
		h.escapes = h.escapes || u.fn.Name() == "Close" || u.fn.Name() == "Sync"
		return false
	}
	ev := h.event(u, recv)
	switch name := u.fn.Name(); {
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
	case passive[name]:
	case strings.HasPrefix(name, "Write"), strings.HasPrefix(name, "Append"), strings.HasPrefix(name, "Encode"), strings.HasPrefix(name, "Add"),
		name == "ReadFrom", name == "Truncate":
		h.writes = append(h.writes, ev)
	case name == "Create", name == "CreateHeader", name == "CreateRaw": // archive/zip
		h.writes = append(h.writes, ev)
		return true
	}
	return false
}

// passive holds the methods that neither fill a file nor end it.
var passive = map[string]bool{"Name": true, "Read": true, "ReadAt": true, "Seek": true, "Stat": true}

func (h *history) argument(u use) (carry bool) {
	t := paramType(h.info, u)
	argType := h.info.TypeOf(u.cursor.Node().(ast.Expr))
	name := calleeName(u.call)
	ev := h.event(u, argType)
	file := isFile(t)
	switch {
	case syncs(name) && !speaks(name, dirWords):
		h.syncs = append(h.syncs, ev)
	case systemCall(u.fn) && isDescriptor(t):
		h.descriptor(u, ev)
	case u.fn != nil && u.fn.FullName() == "os.NewFile":
		return true
	case t == nil:
		h.escapes = true
	case file || !isInterface(t) && !buffers(argType):
		h.handOver(u, ev)
	case canWrite(t):
		h.escapes = h.escapes || has(t, "Sync")
		h.writes = append(h.writes, ev)
		return h.wraps(u)
	case isInterface(t) && has(t, "Close"):
		ev.checked = ev.checked || !returnsError(h.info, u.call)
		h.closes = append(h.closes, ev)
	case buffers(argType) && !isInterface(t):
		h.lent = true
		h.writes = append(h.writes, ev)
		return h.wraps(u)
	}
	return false
}

func (h *history) descriptor(u use, ev event) {
	switch u.fn.Name() {
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
func (h *history) handOver(u use, ev event) {
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
	role := h.sums.role(h.flow, u.call, u.index)
	if role.Filled {
		h.writes = append(h.writes, ev)
	}
	if u.fn == nil || u.fn.Pkg() == nil || role.Kept || !role.Known && !sinkPackages[u.fn.Pkg().Path()] {
		h.escapes = true
	}
}

// wraps reports whether the call of u returns something that writes to the
// file in turn, and notes it if that has to be flushed.
func (h *history) wraps(u use) bool {
	t := h.info.TypeOf(u.call)
	if tuple, ok := t.(*types.Tuple); ok {
		if tuple.Len() == 0 {
			return false
		}
		t = tuple.At(0).Type()
	}
	if basic, ok := t.Underlying().(*types.Basic); t == nil || ok && basic != nil || isError(t) {
		return false
	}
	if buffers(t) {
		h.wrappers = append(h.wrappers, u.at)
	}
	// The wrapping writes nothing yet.
	h.writes = h.writes[:len(h.writes)-1]
	return true
}

func (h *history) store(u use) {
	if foreign(u.obj, h.pkg) {
		if name := u.obj.Name(); name == "Stdout" || name == "Stderr" {
			h.writes = append(h.writes, event{at: u.cursor, name: name, on: u.obj.Type(), checked: true})
			return
		}
		h.escapes = true
		return
	}
	v := u.obj.(*types.Var)
	h.escapes = h.escapes || u.open && !v.Embedded() && isFile(v.Type())
}

// syncWords are the words that name what flushes a file, or a directory, to
// the disk.
var syncWords = []string{"sync", "fsync", "datasync", "fdatasync", "syncfs"}

// dirWords are the words that name directories.
var dirWords = []string{"dir", "directory", "folder", "parent"}

func syncs(name string) bool { return speaks(name, syncWords) }

// isInterface reports whether t is an interface; it is not if nil.
func isInterface(t types.Type) bool { return t != nil && types.IsInterface(t) }

// buffers reports whether a writer of type t may hold back what is written to
// it until it is flushed or closed: it is not a file, fills something, and has
// a method to end that.
func buffers(t types.Type) bool {
	if t == nil || isInterface(t) || describesFile(t) {
		return false
	}
	return (has(t, "Write") || has(t, "Create")) && (has(t, "Flush") || has(t, "Close"))
}

// describesFile reports whether t is like *os.File: it has a name, or can be
// synced.
func describesFile(t types.Type) bool { return has(t, "Sync") || has(t, "Name") || has(t, "Stat") }

// has reports whether t, or a pointer to it, has an exported method of the name.
func has(t types.Type, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, method)
	_, ok := obj.(*types.Func)
	return ok
}
