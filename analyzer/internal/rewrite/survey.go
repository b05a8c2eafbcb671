package rewrite

import (
	"go/ast"
	"slices"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// A survey tells how the function that works with a handle ends today.
type survey struct {
	closed  [][]control.Outcome // by closing: how the function ends on the ways on which that ends the work with the file
	open    []end               // the ends to which the file comes open, or is closed by a deferred call, without a failure
	exits   []*ast.ExprStmt     // the calls that always end the program, and to which it comes open, with a failure
	signals []ast.Stmt          // what tells others that something is done, and to which it comes open, with a failure
	leaky   bool                // an error leaves the file open
	tooMany bool                // not all ways were followed

	closedBy string // a reason: what closes the file at a time that is not known
}

// An end is one statement by which the function ends.
type end struct {
	at      ast.Node
	outcome []control.Outcome // all that are possible there
}

// succeedsAfter reports whether the function may succeed after the closing
// with the index i.
func (s *survey) succeedsAfter(i int) bool {
	return slices.ContainsFunc(s.closed[i], func(o control.Outcome) bool { return o != control.Failed })
}

// lookAround fills in h.survey.
func (h *handle) lookAround() {
	s := &survey{closed: make([][]control.Outcome, len(h.closings)), closedBy: h.findCleaners()}
	p := h.newProof(newRewrite())
	p.left = func(st fileState) {
		if i := int(st.closer) - 1; i >= 0 && !st.excused {
			s.closed[i] = append(s.closed[i], control.Succeeded)
		}
	}
	all := make(map[ast.Node]*end)
	var order []ast.Node
	var hopeful []ast.Stmt // signals that are no sign of a failure
	ok := p.run(func(e control.Exit[fileState]) {
		st := e.Way.State
		if st.stage == trace.Unopened {
			return
		}
		e.Outcome = p.outcome(e)
		if st.removed.IsValid() && e.Unsure {
			e.Outcome = control.Failed
		}
		switch {
		case st.told == nil:
		case e.Outcome != control.Failed:
			hopeful = append(hopeful, st.told)
		case !slices.Contains(s.signals, st.told):
			s.signals = append(s.signals, st.told)
		}
		if i := int(st.closer) - 1; i >= 0 && h.closings[i].stmt == nil {
			s.closed[i] = append(s.closed[i], e.Outcome)
			return
		}
		s.leaky = s.leaky || st.stage == trace.Pending && e.Outcome == control.Failed
		if e.Kind == control.Exited && e.Outcome == control.Failed {
			if stmt, ok := e.At.(*ast.ExprStmt); ok && !h.flow.Graphs().Returns(plainCall(stmt)) && !slices.Contains(s.exits, stmt) {
				s.exits = append(s.exits, stmt)
			}
			return
		}
		if all[e.At] == nil {
			all[e.At] = &end{at: e.At}
			order = append(order, e.At)
		}
		all[e.At].outcome = append(all[e.At].outcome, e.Outcome)
	})
	for _, at := range order {
		if slices.ContainsFunc(all[at].outcome, func(o control.Outcome) bool { return o != control.Failed }) {
			s.open = append(s.open, *all[at])
		}
	}
	s.signals = slices.DeleteFunc(s.signals, func(stmt ast.Stmt) bool { return slices.Contains(hopeful, stmt) })
	s.tooMany = !ok
	h.survey = s
}
