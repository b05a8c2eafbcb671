package driver

import (
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// RunUnitchecker analyzes the package with the driver of golang.org/x/tools,
// which prints what it finds and ends the process. The arguments are flags of
// that driver; those of the analyzer have been set.
func (u *Unit) RunUnitchecker(a *analysis.Analyzer, args ...string) {
	os.Args = append(append(os.Args[:1:1], args...), u.file)
	unitchecker.Main(a)
}
