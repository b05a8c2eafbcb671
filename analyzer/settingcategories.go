package analyzer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/rename"
)

// The categories of diagnostics.
const (
	directWrite   = "direct-write"
	indirectWrite = "indirect-write"
	unsafeRename  = "unsafe-rename"
	missingCommit = "missing-commit"
	directive     = "directive"
)

var allCategories = []string{directWrite, indirectWrite, unsafeRename, missingCommit, directive}

var allFlaws = []rename.FlawKind{rename.NoSync, rename.OtherDir, rename.WriteIgnored, rename.CloseIgnored, rename.ModeLost, rename.SharedTemp, rename.Leak, rename.NoDirSync}

// checkCategory checks an item of Settings.Categories.
func checkCategory(item string) error {
	name, flaw, single := strings.Cut(strings.TrimPrefix(item, "-"), "/")
	switch {
	case !slices.Contains(allCategories, name):
		return fmt.Errorf("no category %q; there are %s", name, strings.Join(allCategories, ", "))
	case single && name != unsafeRename:
		return fmt.Errorf("category %s has no flaws; %s has", name, unsafeRename)
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
	name := unsafeRename + "/" + string(flaw)
	asked = slices.Contains(s.Categories, name)
	wanted = asked || s.wantsAll() || slices.Contains(s.Categories, unsafeRename)
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
		if category != directive && !s.reports(category) {
			return false
		}
	}
	return !slices.ContainsFunc(s.Categories, func(item string) bool { return strings.Contains(item, "/") })
}
