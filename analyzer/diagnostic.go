package analyzer

import (
	"fmt"
	"go/types"
	"go/version"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/rewrite"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/internal/message"
	"github.com/atomiclint/atomiclint/internal/module"
)

// report sends a diagnostic unless its category is not wanted or a directive
// silences it.
func (c *checker) report(d analysis.Diagnostic) {
	if !c.settings.reports(d.Category) || d.Category != Directive && c.silencer.silences(d.Pos) {
		return
	}
	d.URL = "https://" + module.Path() + "#" + d.Category
	if len(d.SuggestedFixes) > 0 && !imports(c.pass.Pkg, c.settings.writer()) {
		c.prepareFirst(&d)
	}
	c.pass.Report(d)
}

// offer adds fix to d, or the reason why there is none. Drivers panic if edits
// overlap, which no plan should come to.
func offer(d *analysis.Diagnostic, fix *analysis.SuggestedFix, reason string) {
	if fix != nil && rewrite.Overlapping(fix.TextEdits) {
		fix, reason = nil, "two of its edits would meet"
	}
	if fix == nil {
		d.Message += " (by hand: " + reason + ")"
		return
	}
	d.SuggestedFixes = []analysis.SuggestedFix{*fix}
}

// prepareFirst says of the fixes of d, the first that import the writer, what
// they take, and drops them if that would change what other code means.
func (c *checker) prepareFirst(d *analysis.Diagnostic) {
	lang := version.Lang(c.pass.Pkg.GoVersion())
	old := lang != "" && version.Compare(lang, version.Lang("go"+module.Go)) < 0 && c.settings.writer() == module.Writer()
	switch {
	case old && c.settings.GoModUnseen:
		d.SuggestedFixes = nil
		d.Message += fmt.Sprintf(" (by hand: go.mod says go %s, and the writer would raise that to %s)", strings.TrimPrefix(lang, "go"), module.Go)
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
func (c *checker) reportDirect(s trace.Sink) {
	d := analysis.Diagnostic{
		Pos:      s.Call.Pos(),
		End:      s.Call.End(),
		Category: DirectWrite,
	}
	d.Message = c.harm(&d, s) + "; use " + c.remedy(s)
	fix, reason := c.fixer.Fix(s)
	offer(&d, fix, reason)
	c.report(d)
}

// harm says what s can leave behind. If code takes that for a finished file, it
// says so, and d leads there.
func (c *checker) harm(d *analysis.Diagnostic, s trace.Sink) string {
	text := fmt.Sprintf("%s can leave %s half-written", trace.CalleeText(s.Fn), trace.PathText(s.Path))
	test, ok := c.trust.Guard(s)
	if !ok {
		return text
	}
	d.Related = append(d.Related, analysis.RelatedInformation{
		Pos: test.Pos(), End: test.End(), Message: "if the file exists, it is taken for finished here",
	})
	here, there := c.pass.Fset.Position(s.Call.Pos()), c.pass.Fset.Position(test.Pos())
	place := fmt.Sprintf("line %d", there.Line)
	if here.Filename != there.Filename {
		place = fmt.Sprintf("%s:%d", filepath.Base(there.Filename), there.Line)
	}
	return text + ", and " + place + " " + message.Trusted
}

// remedy names what to use in place of s.
func (c *checker) remedy(s trace.Sink) string {
	writer := rewrite.ImportName(c.settings.writer())
	if s.Kind == knowledge.WholeFile || c.settings.writer() != module.Writer() {
		return writer + ".WriteFile"
	}
	return writer + "." + rewrite.OpenName(s) + " and Commit"
}

// reportIndirect reports a call that hands an output path to a function that
// writes it in place, or opens it for the caller to write.
func (c *checker) reportIndirect(w trace.Indirect) {
	d := analysis.Diagnostic{
		Pos:      w.Call.Pos(),
		End:      w.Call.End(),
		Category: IndirectWrite,
	}
	writer := rewrite.ImportName(module.Writer())
	remedy := "wrap it in " + writer + ".WritePath"
	switch {
	case c.settings.writer() != module.Writer():
		remedy = "let it write a temporary, and rename that"
	case w.Opens:
		remedy = "use " + writer + "." + rewrite.OpenName(w.Sink) + " and Commit"
	}
	d.Message = c.harm(&d, w.Sink) + "; " + remedy
	fix, reason := c.fixer.FixIndirect(w)
	offer(&d, fix, reason)
	c.report(d)
}

// reportUnsafe reports a rename that publishes a file with flaws.
func (c *checker) reportUnsafe(u rename.Unsafe) {
	d := analysis.Diagnostic{
		Pos:      u.Move.At.Node().Pos(),
		End:      u.Move.At.Node().End(),
		Category: UnsafeRename,
	}
	major := false
	var kinds []string
	reported := u.Flaws[:0:0]
	for _, f := range u.Flaws {
		wanted, asked := c.settings.reportsFlaw(f.Kind)
		if !wanted {
			continue
		}
		major = major || asked || !f.Minor
		kinds = append(kinds, string(f.Kind))
		reported = append(reported, f)
		d.Related = append(d.Related, analysis.RelatedInformation{
			Pos: f.At.Pos(), End: f.At.End(), Message: string(f.Kind) + ": " + rename.Explanations[f.Kind],
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
	if u.Move.Dst != nil {
		dst = trace.PathText(u.Move.Dst)
	}
	u.Flaws = reported
	d.Message = fmt.Sprintf("%s publishes %s unsafely: %s; use ", trace.CalleeText(u.Fn), dst, strings.Join(kinds, ", "))
	c.offerRename(&d, u)
	c.report(d)
}

// offerRename says what to use in place of the rename that u ends, and offers to
// do it. If the writer cannot take the place of the whole protocol, the rename
// can at least flush what it publishes.
func (c *checker) offerRename(d *analysis.Diagnostic, u rename.Unsafe) {
	writer := rewrite.ImportName(module.Writer())
	remedy := u.Remedy(writer)
	if other := c.settings.writer(); other != module.Writer() {
		remedy = rewrite.ImportName(other) + ".WriteFile" // all that is known of it
	}
	fix, reason := c.fixer.FixRename(u)
	if fix != nil {
		d.Message += remedy
		offer(d, fix, reason)
		return
	}
	durable := c.fixer.FixDurable(u)
	if stay, _ := u.Flushed(); durable != nil && len(stay) == 0 {
		d.Message += writer + ".Rename"
		offer(d, durable, "")
		return
	}
	d.Message += remedy
	offer(d, nil, reason)
	if durable != nil {
		d.Message += ", or " + writer + ".Rename against " + string(rename.NoSync)
		d.SuggestedFixes = []analysis.SuggestedFix{*durable}
	}
}
