package golangci

import (
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

func TestRegistered(t *testing.T) {
	newPlugin, err := register.GetPlugin("atomiclint")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := newPlugin(nil)
	if err != nil {
		t.Fatalf("without settings: %v", err)
	}
	if got := plugin.GetLoadMode(); got != register.LoadModeTypesInfo {
		t.Errorf("load mode: got %q, want %q", got, register.LoadModeTypesInfo)
	}
	if got := build(t, nil).Name; got != "atomiclint" {
		t.Errorf("the analyzer is named %q, which golangci-lint puts before each message if it is not atomiclint", got)
	}
}

func TestSettings(t *testing.T) {
	for _, test := range []struct {
		name string
		conf any
		want string // what the error contains, empty if there is none
	}{
		{"none", nil, ""},
		{"empty", map[string]any{}, ""},
		{"all", map[string]any{
			"writer":     "example.com/safe",
			"sinks":      []any{"example.com/fsx.Save:1"},
			"skip":       []any{"example.com/gen/...", "*_gen.go"},
			"tests":      true,
			"categories": []any{"direct-write"},
		}, ""},
		{"unknown", map[string]any{"writr": "x"}, `unknown field "writr"; the settings are writer, sinks, skip, tests, strict, categories`},
		{"text for list", map[string]any{"sinks": "example.com/fsx.Save"}, "setting sinks: want a list, got string"},
		{"number for text", map[string]any{"writer": 1}, "setting writer: want a string, got number"},
		{"text for bool", map[string]any{"tests": "yes"}, "setting tests: want true or false, got string"},
		{"list for map", []any{"tests"}, "the settings are writer,"},
		{"category", map[string]any{"categories": []any{"direct"}}, `setting categories: no category "direct"`},
		{"sink", map[string]any{"sinks": []any{"Save"}}, `setting sinks: sink "Save"`},
		{"pattern", map[string]any{"skip": []any{"["}}, `setting skip: pattern "["`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := New(test.conf)
			switch {
			case test.want == "" && err != nil:
				t.Errorf("got error %v, want none", err)
			case test.want != "" && err == nil:
				t.Errorf("got no error, want one with %q", test.want)
			case test.want != "" && (!strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n")):
				t.Errorf("got error %q, want one line with %q", err, test.want)
			}
		})
	}
}

// Two configurations in one process must not see each other's settings.
func TestIndependent(t *testing.T) {
	silent, loud := build(t, map[string]any{"skip": []any{"a"}}), build(t, nil)
	if silent == loud {
		t.Fatal("got the same analyzer twice, want a new one")
	}
	for _, test := range []struct {
		name     string
		analyzer *analysis.Analyzer
		want     int
	}{{"skip", silent, 0}, {"no skip", loud, 2}} {
		// The expectations in the files are not for this test.
		results := analysistest.Run(ignoreErrors{}, analysistest.TestData(), test.analyzer, "a")
		if got := len(results[0].Diagnostics); got != test.want {
			t.Errorf("%s: got %d diagnostics, want %d", test.name, got, test.want)
		}
	}
}

func TestMessages(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), build(t, nil), "a")
}

// golangci-lint applies every fix of a diagnostic, also alternatives.
func TestFirstFixOnly(t *testing.T) {
	reported := analysis.Diagnostic{
		Category:       "direct-write",
		Message:        "message",
		SuggestedFixes: []analysis.SuggestedFix{{Message: "first"}, {Message: "second"}},
	}
	run := adapt(func(pass *analysis.Pass) (any, error) {
		pass.Report(reported)
		return "result", nil
	})
	var got []analysis.Diagnostic
	result, err := run(&analysis.Pass{Report: func(d analysis.Diagnostic) { got = append(got, d) }})
	if result != "result" || err != nil {
		t.Errorf("got %v and error %v, want what the analyzer returned", result, err)
	}
	if len(got) != 1 || len(got[0].SuggestedFixes) != 1 || got[0].SuggestedFixes[0].Message != "first" {
		t.Errorf("got %+v, want one diagnostic with the first fix", got)
	}
	if len(reported.SuggestedFixes) != 2 {
		t.Errorf("the analyzer's own diagnostic was changed to %+v", reported)
	}
}

type ignoreErrors struct{}

func (ignoreErrors) Errorf(string, ...any) {}

func build(t *testing.T, conf any) *analysis.Analyzer {
	t.Helper()
	plugin, err := New(conf)
	if err != nil {
		t.Fatal(err)
	}
	analyzers, err := plugin.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 {
		t.Fatalf("got %d analyzers and error %v, want one", len(analyzers), err)
	}
	return analyzers[0]
}
