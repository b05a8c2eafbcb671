package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/pending"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// checkPending reports what is wrong with the files in the file at c which a
// call publishes.
func (c *checker) checkPending(file inspector.Cursor) {
	for cur := range file.Preorder((*ast.CallExpr)(nil), (*ast.CompositeLit)(nil), (*ast.ValueSpec)(nil)) {
		misuses, paths := c.pendings.Misuses(cur)
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
		for _, ret := range c.pendings.Swallows(cur) {
			c.report(analysis.Diagnostic{
				Pos: ret.Pos(), End: ret.End(), Category: MissingCommit,
				Message: fmt.Sprintf("this return publishes %s though filling it has failed; return the error", c.destination(pending.File{Kind: &knowledge.PendingKinds[0], At: cur})),
			})
		}
		if recv, kind, deferred, ok := c.pendings.DroppedError(cur); ok {
			c.reportDroppedError(cur, recv, kind, deferred)
		}
		if recv, reason := c.pendings.Finishes(cur); reason != "" {
			c.report(analysis.Diagnostic{
				Pos: call.Pos(), End: call.End(), Category: MissingCommit,
				Message:        fmt.Sprintf("%s.Finish cannot tell whether the function fails: %s; name the error result and pass its address", trace.PathText(recv), reason),
				SuggestedFixes: fixes(c.fixer.RepairFinish(cur)),
			})
		}
	}
}

func (c *checker) reportMisuse(m pending.Misuse, p *pending.Ways) {
	d := analysis.Diagnostic{Pos: m.At.Pos(), End: m.At.End(), Category: MissingCommit}
	dest := c.destination(m.File)
	f, commit, discard := "", m.File.Kind.Commit, m.File.Kind.Discard
	if m.File.V != nil {
		f = m.File.V.Name()
	}
	switch m.Kind {
	case pending.Dropped:
		d.Message = fmt.Sprintf("nothing can publish %s: the file is dropped; keep it, write it, and call its %s", dest, commit)
	case pending.NeverPublic:
		d.Message = fmt.Sprintf("nothing publishes %s; call %s.%s when it is written", dest, f, commit)
	case pending.LostHere:
		d.Message = fmt.Sprintf("this return discards what was written to %s; call %s.%s, or %s.%s to say so", dest, f, commit, f, discard)
		d.End = d.Pos + 1 // the return at the end of a function has no text
	case pending.LeftBehind:
		d.Message = fmt.Sprintf("the temporary of %s stays behind when the function returns early; defer %s.%s()", dest, f, discard)
	case pending.ErrorLost:
		d.Message = fmt.Sprintf("the error of %s.%s, which says whether %s was published, is lost; return it", f, commit, dest)
	case pending.UsedAfter:
		d.Message = fmt.Sprintf("%s comes after %s.%s, which has published %s as it was", m.Name, f, m.How, dest)
	case pending.FlushedLate:
		d.Message = fmt.Sprintf("%s is flushed after %s.%s, which has published %s without the rest; flush it before", m.Name, f, m.How, dest)
	}
	if m.Rel != nil {
		message := map[pending.MisuseKind]string{
			pending.LostHere: "the file is opened here", pending.LeftBehind: "it returns here",
			pending.ErrorLost: "the function returns no error here",
			pending.UsedAfter: "it is published here", pending.FlushedLate: "it is published here",
		}[m.Kind]
		d.Related = []analysis.RelatedInformation{{Pos: m.Rel.Pos(), Message: message}}
	}
	if p != nil {
		d.SuggestedFixes = fixes(c.fixer.Repair(p, m))
	}
	c.report(d)
}

func (c *checker) reportDroppedError(cur inspector.Cursor, recv ast.Expr, kind *knowledge.PendingKind, deferred bool) {
	f := trace.PathText(recv)
	message := fmt.Sprintf("the error of %s.%s, which says whether the file was published, is dropped; return it", f, kind.Commit)
	if deferred && kind.Finish != "" {
		message = fmt.Sprintf("the error of %s.%s is dropped, and a function that fails publishes, too; defer %s.%s(&err) with a named error result", f, kind.Commit, f, kind.Finish)
	}
	c.report(analysis.Diagnostic{
		Pos: cur.Node().Pos(), End: cur.Node().End(), Category: MissingCommit, Message: message,
		SuggestedFixes: fixes(c.fixer.RepairDropped(c.pendings, cur, recv, kind, deferred)),
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
func (c *checker) destination(file pending.File) string {
	dest := "the file"
	if file.Kind.IsBatch() {
		dest = "the batch"
	}
	call, ok := file.At.Node().(*ast.CallExpr)
	if !ok {
		return dest
	}
	for _, arg := range call.Args {
		if t := c.pass.TypesInfo.TypeOf(arg); t != nil && flow.IsPath(types.Default(t)) {
			dest = trace.PathText(arg)
		}
	}
	return dest
}
