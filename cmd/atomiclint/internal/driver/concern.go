package driver

import (
	"iter"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/internal/concern"
)

// concerned reports whether there may be diagnostics or facts about a package
// with these imports and files. Of an import it asks hasFacts.
func concerned(a *analysis.Analyzer, imports iter.Seq[string], files []string, hasFacts func(path string) bool) bool {
	if a.Flags.Lookup("sinks").Value.String() != "" {
		return true
	}
	for path := range imports {
		if concern.Import(path) || hasFacts(path) {
			return true
		}
	}
	return haveDirectives(files)
}

// haveDirectives reports whether one of the files may hold a directive.
func haveDirectives(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		text, err := os.ReadFile(name)
		return err == nil && concern.Text(text)
	})
}

// standardPath reports whether a package that is in no module belongs to the
// standard library: the first element of its path has no dot
// ("go help importpath").
func standardPath(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
