package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
)

// The categories of diagnostics: of analysis.Diagnostic.Category, and the names
// that Settings.Categories takes.
const (
	DirectWrite   = "direct-write"   // a call creates or truncates an output file in place
	IndirectWrite = "indirect-write" // a call of a function of another package that does so
	UnsafeRename  = "unsafe-rename"  // a rename publishes a file that was written with flaws
	MissingCommit = "missing-commit" // a file that a call has to publish may not be
	Directive     = "directive"      // a comment for the analyzer lacks its reason, or means nothing
)

// allCategories holds the categories in the order in which errors and help list
// them.
var allCategories = []string{DirectWrite, IndirectWrite, UnsafeRename, MissingCommit, Directive}

// allFlaws holds the flaws of an unsafe-rename in the order in which errors list
// them.
var allFlaws = []rename.FlawKind{rename.NoSync, rename.OtherDir, rename.WriteIgnored, rename.CloseIgnored, rename.ModeLost, rename.SharedTemp, rename.Leak, rename.NoDirSync}

// checkCategory checks an item of Settings.Categories.
func checkCategory(item string) error {
	name, flaw, single := strings.Cut(strings.TrimPrefix(item, "-"), "/")
	switch {
	case !slices.Contains(allCategories, name):
		return fmt.Errorf("no category %q; there are %s", name, strings.Join(allCategories, ", "))
	case single && name != UnsafeRename:
		return fmt.Errorf("category %s has no flaws; %s has", name, UnsafeRename)
	case single && !slices.Contains(allFlaws, rename.FlawKind(flaw)):
		return fmt.Errorf("no flaw %q; there are %s", flaw, flawList())
	}
	return nil
}

func flawList() string {
	var names []string
	for _, flaw := range allFlaws {
		names = append(names, string(flaw))
	}
	return strings.Join(names, ", ")
}

// reports reports whether diagnostics of category are wanted, or some of them.
func (s *Settings) reports(category string) bool {
	wanted := s.wantsAll()
	for _, item := range s.Categories {
		name, _, _ := strings.Cut(item, "/")
		wanted = wanted || name == category
	}
	return wanted && !slices.Contains(s.Categories, "-"+category)
}

// reportsFlaw reports whether a flaw of a rename is wanted. It is asked for if
// the settings name it.
func (s *Settings) reportsFlaw(flaw rename.FlawKind) (wanted, asked bool) {
	name := UnsafeRename + "/" + string(flaw)
	asked = slices.Contains(s.Categories, name)
	wanted = asked || s.wantsAll() || slices.Contains(s.Categories, UnsafeRename)
	return wanted && !slices.Contains(s.Categories, "-"+name), asked
}

// wantsAll reports whether the settings name no category but those that are not
// wanted.
func (s *Settings) wantsAll() bool {
	return !slices.ContainsFunc(s.Categories, func(item string) bool { return !strings.HasPrefix(item, "-") })
}

// reportsAll reports whether diagnostics of all categories but directive are
// wanted, so that a directive that silences none is of no use.
func (s *Settings) reportsAll() bool {
	for _, category := range allCategories {
		if category != Directive && !s.reports(category) {
			return false
		}
	}
	return !slices.ContainsFunc(s.Categories, func(item string) bool { return strings.Contains(item, "/") })
}
