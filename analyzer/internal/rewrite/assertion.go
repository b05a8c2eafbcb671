package rewrite

import (
	"go/types"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// assertReason returns which code of this package that the file reaches as a
// value of an interface asks whether it is an os.File, or has a method that the
// writer's File lacks: it would get another answer.
func (h *handle) assertReason() string {
	reason := ""
	w := h.flow.Walk(func(flow.Use) bool { return false })
	w.Assert = func(c inspector.Cursor) {
		for _, e := range flow.AssertedTypes(c) {
			t := h.pass.TypesInfo.TypeOf(e)
			if iface, ok := t.Underlying().(*types.Interface); ok && hasMethod(iface, "Close") {
				reason = h.lineSeen(e.Pos(), h.s.Call.Pos()) + " may close " + h.name
			} else if h.tellsApart(t) {
				reason = h.lineSeen(e.Pos(), h.s.Call.Pos()) + " asks whether a writer is of type " + types.TypeString(t, types.RelativeTo(h.pass.Pkg))
			}
		}
	}
	w.Object(h.v)
	return reason
}

// tellsApart reports whether an os.File is of type t, and the writer's File is
// not.
func (h *handle) tellsApart(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok {
		return isHandle(t)
	}
	if !types.Implements(h.v.Type(), iface) {
		return false
	}
	for m := range iface.Methods() {
		if m.Name() != "Close" && !knowledge.WriterMethods[m.Name()] {
			return true
		}
	}
	return false
}
