// The atomiclint command finds writes that can leave a half-written file
// behind, and rewrites them.
package main

import (
	"golang.org/x/tools/go/analysis/singlechecker"

	"github.com/atomiclint/atomiclint/analyzer"
)

func main() { singlechecker.Main(analyzer.Analyzer) }
