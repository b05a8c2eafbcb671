// Command noop does nothing, and has facts like atomiclint: what it costs is
// the driver's share.
package main

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/analysis/singlechecker"
)

type fact struct{}

func (*fact) AFact() {}

func main() {
	singlechecker.Main(&analysis.Analyzer{
		Name:      "noop",
		Doc:       "noop does nothing",
		Requires:  []*analysis.Analyzer{inspect.Analyzer},
		FactTypes: []analysis.Fact{new(fact)},
		Run:       func(*analysis.Pass) (any, error) { return nil, nil },
	})
}
