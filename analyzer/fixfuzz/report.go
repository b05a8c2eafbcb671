package main

import (
	"cmp"
	"fmt"
	"go/format"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/stage"
)

// stats counts.
type stats struct {
	generated, reported, fixed, scenarios int
	invalid                               map[string]int // what the type checker says of generated code
	broken                                map[rule]int   // pairs
	functions                             map[rule]map[int]bool
	shortest                              map[rule][]example
}

func newStats() *stats {
	return &stats{invalid: make(map[string]int), broken: make(map[rule]int), functions: make(map[rule]map[int]bool), shortest: make(map[rule][]example)}
}

// add counts what other has, and keeps the shown shortest examples of both.
func (s *stats) add(other *stats, shown int) {
	s.generated += other.generated
	s.reported += other.reported
	s.fixed += other.fixed
	s.scenarios += other.scenarios
	for m, n := range other.invalid {
		s.invalid[m] += n
	}
	for r, n := range other.broken {
		s.broken[r] += n
	}
	for r, ids := range other.functions {
		if s.functions[r] == nil {
			s.functions[r] = make(map[int]bool)
		}
		maps.Copy(s.functions[r], ids)
	}
	for r, examples := range other.shortest {
		s.shortest[r] = shortest(append(s.shortest[r], examples...), shown)
	}
}

// shortest returns the n examples whose functions are the shortest.
func shortest(examples []example, n int) []example {
	slices.SortFunc(examples, func(a, b example) int { return cmp.Or(len(a.text)-len(b.text), a.id-b.id) })
	return examples[:min(len(examples), n)]
}

func (s *stats) violations() int {
	n := 0
	for _, c := range s.broken {
		n += c
	}
	return n
}

func (s *stats) String() string {
	all := make(map[int]bool)
	for _, ids := range s.functions {
		for id := range ids {
			all[id] = true
		}
	}
	return fmt.Sprintf("%d functions, %d reported, %d fixed (%.1f %%), %d scenarios, %d functions whose fix is wrong",
		s.generated, s.reported, s.fixed, 100*float64(s.fixed)/float64(max(1, s.generated)), s.scenarios, len(all))
}

func (s *stats) print(w io.Writer) {
	fmt.Fprintln(w, s)
	for _, r := range slices.Sorted(maps.Keys(s.broken)) {
		fmt.Fprintf(w, "%6d functions, %7d scenarios: not so: %s\n", len(s.functions[r]), s.broken[r], r)
	}
	for _, m := range sortedKeys(s.invalid) {
		fmt.Fprintf(w, "%6d generated functions do not build: %s\n", s.invalid[m], m)
	}
}

// An example is a function that breaks a rule in a scenario.
type example struct {
	subject
	scenario string
	violation
}

// violate counts a violation, and keeps it if few functions are as short.
func (f *fuzzer) violate(s subject, p *stage.Pair, v violation) {
	st := f.stats
	st.broken[v.rule]++
	if st.functions[v.rule] == nil {
		st.functions[v.rule] = make(map[int]bool)
	}
	if st.functions[v.rule][s.id] {
		return
	}
	st.functions[v.rule][s.id] = true
	if f.told != nil {
		fmt.Fprintf(f.told, "function %d, not so: %s\n", s.id, v.rule)
	}
	e := example{s, "none", v}
	if p != nil {
		e.scenario = describe(p.Scenario)
	}
	st.shortest[v.rule] = shortest(append(st.shortest[v.rule], e), f.shown)
}

// show prints the shortest functions that break each rule.
func (f *fuzzer) show() error {
	for _, r := range slices.Sorted(maps.Keys(f.stats.shortest)) {
		for _, e := range f.stats.shortest[r] {
			id := e.id
			if f.shrink {
				var err error
				if e, err = f.shrunk(e); err != nil {
					return err
				}
			}
			fmt.Fprintf(f.out, "=== seed %d, function %d, not so: %s\nscenario: %s\n%s\n--- before\n%s--- after\n%s\n",
				f.seed, id, e.rule, e.scenario, e.why, e.shown(e.text), e.shown(e.fixed))
		}
	}
	return nil
}

func describe(s stage.Scenario) string {
	var parts []string
	if s.Plan.Fail > 0 {
		parts = append(parts, fmt.Sprintf("step %d, %s, fails with %s", s.Plan.Fail, s.Step, s.Plan.How))
	}
	switch {
	case s.Limit > 0:
		parts = append(parts, fmt.Sprintf("files end at %d bytes", s.Limit))
	case s.Limit < 0:
		parts = append(parts, "files stay empty")
	}
	if s.Event != stage.Quiet {
		parts = append(parts, fmt.Sprintf("at step %d %s", s.At, s.Event))
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing fails")
	}
	return strings.Join(parts, ", ") + "; " + string(s.Place) + " at the destination"
}

// shown returns what is printed of a file: not its head, unless that is what
// matters.
func (e example) shown(text string) string {
	if e.rule == builds || e.rule == formatted {
		return text
	}
	return body(text)
}

// body returns the text of a file without its head.
func body(text string) string {
	if _, rest, ok := strings.Cut(strings.ReplaceAll(text, "\r", ""), "\n)\n\n"); ok {
		return rest
	}
	return text
}

// untidy says what is wrong with the form of a fix, if anything is.
func untidy(s subject) string {
	unix := strings.ReplaceAll(s.fixed, "\r\n", "\n")
	if strings.Contains(s.text, "\r\n") && strings.Count(s.fixed, "\r\n") != strings.Count(unix, "\n") {
		return "lines end in another way"
	}
	out, err := format.Source([]byte(unix))
	if err != nil {
		return err.Error()
	}
	if string(out) != unix {
		return "gofmt changes it"
	}
	return ""
}
