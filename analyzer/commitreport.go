package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// checkPending reports what is wrong with the files in the file at c which a
// call publishes.
func (c *checker) checkPending(file inspector.Cursor) {
	for cur := range file.Preorder((*ast.CallExpr)(nil), (*ast.CompositeLit)(nil), (*ast.ValueSpec)(nil)) {
		misuses, paths := c.pendings.misuses(cur)
		call, isCall := cur.Node().(*ast.CallExpr)
		if len(misuses) == 0 && !isCall || c.testHelper(cur) {
			continue
		}
		for _, m := range misuses {
			c.reportMisuse(m, paths)
		}
		if !isCall {
			continue
		}
		for _, ret := range c.pendings.swallows(cur) {
			c.report(analysis.Diagnostic{
				Pos: ret.Pos(), End: ret.End(), Category: missingCommit,
				Message: fmt.Sprintf("this return publishes %s though filling it has failed; return the error", c.destination(pendingFile{kind: &pendingKinds[0], at: cur})),
			})
		}
		if recv, kind, deferred, ok := c.pendings.droppedError(cur); ok {
			c.reportDroppedError(cur, recv, kind, deferred)
		}
		if recv, reason := c.pendings.finishes(cur); reason != "" {
			c.report(analysis.Diagnostic{
				Pos: call.Pos(), End: call.End(), Category: missingCommit,
				Message:        fmt.Sprintf("%s.Finish cannot tell whether the function fails: %s; name the error result and pass its address", pathText(recv), reason),
				SuggestedFixes: fixes(c.fixer.repairFinish(cur)),
			})
		}
	}
}

func (c *checker) reportMisuse(m misuse, p *paths) {
	d := analysis.Diagnostic{Pos: m.at.Pos(), End: m.at.End(), Category: missingCommit}
	dest := c.destination(m.file)
	f, commit, discard := "", m.file.kind.commit, m.file.kind.discard
	if m.file.v != nil {
		f = m.file.v.Name()
	}
	switch m.kind {
	case dropped:
		d.Message = fmt.Sprintf("nothing can publish %s: the file is dropped; keep it, write it, and call its %s", dest, commit)
	case neverPublic:
		d.Message = fmt.Sprintf("nothing publishes %s; call %s.%s when it is written", dest, f, commit)
	case lostHere:
		d.Message = fmt.Sprintf("this return discards what was written to %s; call %s.%s, or %s.%s to say so", dest, f, commit, f, discard)
		d.End = d.Pos + 1 // the return at the end of a function has no text
	case leftBehind:
		d.Message = fmt.Sprintf("the temporary of %s stays behind when the function returns early; defer %s.%s()", dest, f, discard)
	case errorLost:
		d.Message = fmt.Sprintf("the error of %s.%s, which says whether %s was published, is lost; return it", f, commit, dest)
	case usedAfter:
		d.Message = fmt.Sprintf("%s comes after %s.%s, which has published %s as it was", m.name, f, m.how, dest)
	case flushedLate:
		d.Message = fmt.Sprintf("%s is flushed after %s.%s, which has published %s without the rest; flush it before", m.name, f, m.how, dest)
	}
	if m.rel != nil {
		message := map[misuseKind]string{
			lostHere: "the file is opened here", leftBehind: "it returns here",
			errorLost: "the function returns no error here",
			usedAfter: "it is published here", flushedLate: "it is published here",
		}[m.kind]
		d.Related = []analysis.RelatedInformation{{Pos: m.rel.Pos(), Message: message}}
	}
	if p != nil {
		d.SuggestedFixes = fixes(c.fixer.repair(p, m))
	}
	c.report(d)
}

func (c *checker) reportDroppedError(cur inspector.Cursor, recv ast.Expr, kind *pendingKind, deferred bool) {
	f := pathText(recv)
	message := fmt.Sprintf("the error of %s.%s, which says whether the file was published, is dropped; return it", f, kind.commit)
	if deferred && kind.finish != "" {
		message = fmt.Sprintf("the error of %s.%s is dropped, and a function that fails publishes, too; defer %s.%s(&err) with a named error result", f, kind.commit, f, kind.finish)
	}
	c.report(analysis.Diagnostic{
		Pos: cur.Node().Pos(), End: cur.Node().End(), Category: missingCommit, Message: message,
		SuggestedFixes: fixes(c.fixer.repairDropped(c.pendings, cur, recv, kind, deferred)),
	})
}

// fixes returns fix as a list, which is empty if there is none.
func fixes(fix *analysis.SuggestedFix) []analysis.SuggestedFix {
	if fix == nil {
		return nil
	}
	return []analysis.SuggestedFix{*fix}
}

// destination returns how the code calls the name that the file will have: the
// last argument that is a string.
func (c *checker) destination(file pendingFile) string {
	dest := "the file"
	if file.kind.isBatch() {
		dest = "the batch"
	}
	call, ok := file.at.Node().(*ast.CallExpr)
	if !ok {
		return dest
	}
	for _, arg := range call.Args {
		if t := c.pass.TypesInfo.TypeOf(arg); t != nil && isPath(types.Default(t)) {
			dest = pathText(arg)
		}
	}
	return dest
}
