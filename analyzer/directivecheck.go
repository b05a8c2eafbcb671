package analyzer

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/trace"
)

// checkDirectives reports the directives of file that lack a reason, that
// silenced nothing, that stand where they mean nothing, or whose name is none. It
// is called when all else about the package has been reported.
func (c *checker) checkDirectives(file *ast.File) {
	for _, comment := range c.silencer.stray {
		if file.FileStart <= comment.Pos() && comment.Pos() < file.FileEnd {
			c.reportDirective(comment, trace.WriterDirective+" means nothing here: write it into the doc comment of a function that writes atomically")
		}
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if cc, ok := parseCreates(comment); ok && !c.creates[comment] {
				c.reportDirective(comment, misusedCreates(cc))
			}
			if name := unknownDirective(comment); name != "" {
				c.reportDirective(comment, "there is no directive "+name+", but "+strings.Join(directives, ", "))
			}
		}
	}
	for _, ig := range c.silencer.files[c.pass.Fset.File(file.FileStart)] {
		if message := c.misuse(ig, file); message != "" {
			c.reportDirective(ig.comment, message)
		}
	}
}

// directives are all that there are.
var directives = []string{ignoreDirective, ignoreFileDirective, ignorePackageDirective, trace.WriterDirective, createsDirective}

// unknownDirective returns the directive that comment is meant for, if there is
// none of that name, or "".
func unknownDirective(comment *ast.Comment) string {
	if !strings.HasPrefix(comment.Text, "//atomiclint:") {
		return ""
	}
	name := strings.Fields(comment.Text)[0]
	if slices.Contains(directives, name) {
		return ""
	}
	return name
}

func (c *checker) reportDirective(comment *ast.Comment, message string) {
	c.report(analysis.Diagnostic{Pos: comment.Pos(), End: comment.End(), Category: Directive, Message: message})
}

// misuse returns what is wrong with ig, or "".
func (c *checker) misuse(ig *ignore, file *ast.File) string {
	switch {
	case ig.directive == "":
		return ""
	case ig.misplaced:
		return ig.directive + " means nothing here: write it above the package clause"
	case ig.reason == "":
		return ig.directive + " needs a reason: write why the file may be left half written"
	case ig.used || !c.settings.reportsAll():
		return ""
	case ig.directive == ignorePackageDirective:
		if c.settings.Tests {
			return "" // of a package with its tests, drivers look at one part at a time
		}
		return ig.directive + " silences nothing in this package: remove it"
	case ig.directive == ignoreFileDirective:
		return ig.directive + " silences nothing in this file: remove it"
	case ig.comment.Pos() < file.Package:
		return ig.directive + " silences nothing here: for the whole file, write " + ignoreFileDirective
	}
	return ig.directive + " silences nothing here: remove it"
}

func misusedCreates(c createsComment) string {
	if c.param == "" {
		return createsDirective + " needs the name of the parameter that holds the path"
	}
	return createsDirective + " means nothing here: write it into the doc comment of a function with a path " + c.param
}
