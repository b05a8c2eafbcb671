// Package golangci is the module plugin that brings the atomiclint analyzer to
// golangci-lint. Importing it registers the linter.
//
// The folder cmd/golangci-lint holds a golangci-lint with the plugin, the
// README how to build one and what to write into .golangci.yml.
package golangci

import (
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer"
)

func init() { register.Plugin("atomiclint", New) }

// New returns the plugin with the settings that golangci-lint found under
// linters.settings.custom.atomiclint.settings: nil, or a map whose keys are
// the names of the flags of the atomiclint command. It is a
// register.NewPlugin. It returns an error that names the setting if one is
// unknown, of the wrong type, or makes no sense.
func New(conf any) (register.LinterPlugin, error) {
	settings, err := decode(conf)
	if err != nil {
		return nil, err
	}
	if _, err := analyzer.New(settings); err != nil {
		return nil, err
	}
	// Its linter nolintlint has to see what a comment silences.
	settings.DriverNolint = true
	settings.GoModUnseen = true
	return &plugin{settings}, nil
}

type plugin struct {
	settings analyzer.Settings
}

// GetLoadMode asks for type information, without which the analyzer cannot
// tell what a call does.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// BuildAnalyzers returns a new analyzer, which shares nothing with any other.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	a, err := analyzer.New(p.settings)
	if err != nil {
		return nil, err
	}
	a.Run = adapt(a.Run)
	return []*analysis.Analyzer{a}, nil
}

// adapt returns run with its diagnostics changed to what golangci-lint makes
// the best of.
func adapt(run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		adapted := *pass
		adapted.Report = func(d analysis.Diagnostic) {
			// It shows the message only. With the category in front,
			// linters.exclusions.rules can tell categories apart.
			d.Message = d.Category + ": " + d.Message + places(pass.Fset, d)
			// It makes an issue of its own of each.
			d.Related = nil
			// It applies all fixes, also those that are alternatives.
			if len(d.SuggestedFixes) > 1 {
				d.SuggestedFixes = slices.Clone(d.SuggestedFixes[:1])
			}
			pass.Report(d)
		}
		return run(&adapted)
	}
}

// places returns what d has to say about other places, to be appended to its
// message.
func places(fset *token.FileSet, d analysis.Diagnostic) string {
	var b strings.Builder
	file := fset.Position(d.Pos).Filename
	for _, related := range d.Related {
		at := fset.Position(related.Pos)
		place := fmt.Sprintf("line %d", at.Line)
		if at.Filename != file {
			place = fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
		}
		if strings.Contains(d.Message, ", and "+place+" ") {
			continue // the message says what is there
		}
		fmt.Fprintf(&b, "; %s: %s", place, related.Message)
	}
	return b.String()
}
