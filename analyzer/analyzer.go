package analyzer

import (
	_ "embed"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/pending"
	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
	"github.com/atomiclint/atomiclint/analyzer/internal/rewrite"
	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
	"github.com/atomiclint/atomiclint/analyzer/internal/trust"
	"github.com/atomiclint/atomiclint/internal/module"
)

//go:embed doc.go
var docGo string

// Analyzer is the atomiclint analyzer with its settings bound to flags.
// Drivers that configure analyzers in code use New.
var Analyzer = newFlagAnalyzer()

func newFlagAnalyzer() *analysis.Analyzer {
	settings := new(Settings)
	a := newAnalyzer(settings, newSummaryAnalyzer("atomicsummary", facts.NewPackage, settings))
	settings.register(&a.Flags)
	return a
}

// New returns an analyzer with the given settings, and without flags. It returns
// an error that names the setting that makes no sense.
//
// A driver can run any number of them together, and Analyzer, too. Only two that
// set Settings.Sinks or Settings.Tests, on which it depends what a package tells
// its importers, exclude each other: their Facts have one type, which
// analysis.Validate refuses.
func New(settings Settings) (*analysis.Analyzer, error) {
	if err := settings.validate(); err != nil {
		return nil, err
	}
	return newAnalyzer(&settings, settings.summaryAnalyzer()), nil
}

func newAnalyzer(settings *Settings, summaryAnalyzer *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "atomiclint",
		Doc:      extractDoc(docGo),
		URL:      "https://" + module.Path(),
		Requires: []*analysis.Analyzer{summaryAnalyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			if err := settings.checkSinks(pass.Pkg); err != nil {
				return nil, err
			}
			result := pass.ResultOf[summaryAnalyzer].(*summary)
			(&checker{
				pass:     pass,
				settings: settings,
				sums:     result.sums,
				creates:  result.creates,
			}).run()
			return nil, nil
		},
	}
}

// extractDoc returns the text of the package comment of src below its
// "# Analyzer" heading: a line of summary, and what help prints after it.
func extractDoc(src string) string {
	comment, _, _ := strings.Cut(src, "\npackage ")
	_, text, _ := strings.Cut(comment, "// # Analyzer atomiclint\n")
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(line, "//")
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return strings.TrimPrefix(strings.TrimSpace(b.String()), "atomiclint: ")
}

// A checker runs the analyzer on one package.
type checker struct {
	pass     *analysis.Pass
	settings *Settings
	sums     *trace.Summaries
	creates  map[*ast.Comment]bool // of the summary
	trust    *trust.Finder
	fixer    *rewrite.Fixer
	silencer *silencer
	protocol *rename.Checker  // nil if the package renames nothing
	pendings *pending.Checker // nil if the package opens no file that a call publishes
}

// run looks at the calls of the package one by one, and then at its directives:
// have they had an effect.
func (c *checker) run() {
	if c.settings.skipsPackage(c.pass.Pkg.Path()) || !c.settings.Tests && forTests(c.pass.Pkg) {
		return
	}
	c.silencer = newSilencer(c.pass, c.settings.DriverNolint)
	if c.sums.Load() {
		c.checkCalls()
	}
	for _, file := range c.pass.Files {
		if !c.skipsFile(file) {
			c.checkDirectives(file)
		}
	}
}

// checkCalls asks of each call: is it a sink, does its file need to be written
// atomically, and can it be rewritten.
func (c *checker) checkCalls() {
	c.trust = trust.New(c.sums)
	c.fixer = rewrite.New(c.pass, c.sums.Flow, c.settings.writer())
	if c.settings.reports(UnsafeRename) && rename.Renames(c.sums) {
		c.protocol = rename.New(c.sums)
	}
	if c.settings.reports(MissingCommit) && pending.Opens(c.sums) {
		c.pendings = pending.New(c.sums)
	}
	for file := range c.sums.Root.Children() {
		if c.skipsFile(file.Node().(*ast.File)) {
			continue
		}
		for call := range file.Preorder((*ast.CallExpr)(nil)) {
			c.check(call)
		}
		if c.pendings != nil {
			c.checkPending(file)
		}
	}
}

func (c *checker) check(cur inspector.Cursor) {
	if c.protocol != nil {
		if u, ok := c.protocol.Unsafe(cur); ok && !c.testHelper(cur) {
			c.reportUnsafe(u)
		}
	}
	if s, ok := c.sums.Sink(cur); ok {
		if !s.Abstract && c.sums.Finding(s) && !c.testHelper(cur) {
			c.reportDirect(s)
		}
	} else if w, ok := c.sums.Indirect(cur, c.pass); ok && !c.isWriter(w.Fn.Pkg()) && !c.testHelper(cur) {
		c.reportIndirect(w)
	}
}

// isWriter reports whether pkg is the writer that findings are rewritten to.
func (c *checker) isWriter(pkg *types.Package) bool {
	return pkg.Path() == module.Writer() || pkg.Path() == c.settings.writer()
}
