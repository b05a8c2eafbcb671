package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"
	"go/version"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// report sends a diagnostic unless its category is not wanted or a directive
// silences it.
func (c *checker) report(d analysis.Diagnostic) {
	if !c.settings.reports(d.Category) || d.Category != directive && c.silencer.silences(d.Pos) {
		return
	}
	d.URL = "https://" + modulePath() + "#" + d.Category
	if len(d.SuggestedFixes) > 0 && !imports(c.pass.Pkg, c.settings.writer()) {
		c.prepareFirst(&d)
	}
	c.pass.Report(d)
}

// prepareFirst says of the fixes of d, the first that import the writer, what
// they take, and drops them if that would change what other code means.
func (c *checker) prepareFirst(d *analysis.Diagnostic) {
	lang := version.Lang(c.pass.Pkg.GoVersion())
	old := lang != "" && version.Compare(lang, version.Lang("go"+WriterGo)) < 0 && c.settings.writer() == defaultWriter()
	switch {
	case old && c.settings.GoModUnseen:
		d.SuggestedFixes = nil
		d.Message += fmt.Sprintf(" (by hand: go.mod says go %s, and the writer would raise that to %s)", strings.TrimPrefix(lang, "go"), WriterGo)
	case c.settings.Editor:
		d.SuggestedFixes = slices.Clone(d.SuggestedFixes)
		for i := range d.SuggestedFixes {
			d.SuggestedFixes[i].Message += " (unless go.mod has it: go get " + c.settings.writer() + ")"
		}
	}
}

// imports reports whether pkg imports the package with the path.
func imports(pkg *types.Package, path string) bool {
	return slices.ContainsFunc(pkg.Imports(), func(imp *types.Package) bool { return imp.Path() == path })
}

// reportDirect reports a sink that writes an output file in place.
func (c *checker) reportDirect(s sink) {
	d := analysis.Diagnostic{
		Pos:      s.call.Pos(),
		End:      s.call.End(),
		Category: directWrite,
	}
	message := fmt.Sprintf("%s can leave %s half-written; ", calleeText(s.fn), pathText(s.path))
	d.Message = message + "use " + c.remedy(s)
	if fix, reason := c.fixer.fix(s); fix != nil {
		d.SuggestedFixes = []analysis.SuggestedFix{*fix}
	} else {
		d.Message += " (by hand: " + reason + ")"
	}
	c.report(d)
}

// remedy names what to use in place of s.
func (c *checker) remedy(s sink) string {
	writer := importName(c.settings.writer())
	if s.kind == wholeFile || c.settings.writer() != defaultWriter() {
		return writer + ".WriteFile"
	}
	return writer + "." + openName(s) + " and Commit"
}

// reportIndirect reports a call that hands an output path to a function that
// writes it in place, or opens it for the caller to write.
func (c *checker) reportIndirect(w indirect) {
	d := analysis.Diagnostic{
		Pos:      w.call.Pos(),
		End:      w.call.End(),
		Category: indirectWrite,
	}
	writer := importName(defaultWriter())
	remedy := "wrap it in " + writer + ".WritePath"
	switch {
	case c.settings.writer() != defaultWriter():
		remedy = "let it write a temporary, and rename that"
	case w.opens:
		remedy = "use " + writer + "." + openName(w.sink) + " and Commit"
	}
	d.Message = fmt.Sprintf("%s can leave %s half-written; %s", calleeText(w.fn), pathText(w.path), remedy)
	if fix, reason := c.fixer.fixIndirect(w); fix != nil {
		d.SuggestedFixes = []analysis.SuggestedFix{*fix}
	} else {
		d.Message += " (by hand: " + reason + ")"
	}
	c.report(d)
}

// reportUnsafe reports a rename that publishes a file with flaws.
func (c *checker) reportUnsafe(u unsafeMove) {
	d := analysis.Diagnostic{
		Pos:      u.move.at.Node().Pos(),
		End:      u.move.at.Node().End(),
		Category: unsafeRename,
	}
	major := false
	var kinds []string
	for _, f := range u.flaws {
		wanted, asked := c.settings.reportsFlaw(f.kind)
		if !wanted {
			continue
		}
		major = major || asked || !f.minor
		kinds = append(kinds, string(f.kind))
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: f.at.Pos(), End: f.at.End(), Message: string(f.kind) + ": " + explanations[f.kind],
		})
	}
	if len(kinds) == 0 {
		return
	}
	if !major && !c.settings.Strict {
		c.silencer.silences(d.Pos) // with Strict it would have something to silence
		return
	}
	dst := "a file"
	if u.move.dst != nil {
		dst = pathText(u.move.dst)
	}
	remedy := u.remedy(importName(defaultWriter()))
	if writer := c.settings.writer(); writer != defaultWriter() {
		remedy = importName(writer) + ".WriteFile" // all that is known of it
	}
	d.Message = fmt.Sprintf("%s publishes %s unsafely: %s; use %s", calleeText(u.fn), dst, strings.Join(kinds, ", "), remedy)
	if fix, reason := c.fixer.fixRename(u); fix != nil {
		d.SuggestedFixes = []analysis.SuggestedFix{*fix}
	} else {
		d.Message += " (by hand: " + reason + ")"
	}
	c.report(d)
}

// calleeText returns fn as code would call it.
func calleeText(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Pkg().Name() + "." + fn.Name()
	}
	t := recv.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		return fn.Pkg().Name() + "." + named.Obj().Name() + "." + fn.Name()
	}
	return fn.Pkg().Name() + "." + fn.Name()
}

// pathText returns the source of a path expression on one line, shortened.
func pathText(e ast.Expr) string {
	const limit = 60
	text := strings.Join(strings.Fields(types.ExprString(e)), " ")
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit-1]) + "…"
	}
	return text
}
