package main

import "slices"

// shrunk returns an example of the same violation in a function that is as
// small as its attempts find: with choices left out, or the simplest made.
func (f *fuzzer) shrunk(e example) (example, error) {
	for {
		candidates := simpler(e.choices)
		var functions []generated
		seen := map[string]bool{}
		for i, choices := range candidates {
			g := generate(replay(choices), i)
			if text := body(g.text); len(g.text) < len(e.text) && !seen[text] {
				seen[text] = true
				functions = append(functions, g)
			}
		}
		trial := *f
		trial.stats, trial.shown = newStats(), 1
		if err := trial.judge(functions); err != nil {
			return e, err
		}
		shortest := trial.stats.shortest[e.rule]
		if len(shortest) == 0 {
			return e, nil
		}
		e = shortest[0]
	}
}

// simpler returns variants of choices.
func simpler(choices []int) [][]int {
	var variants [][]int
	for _, n := range []int{1, 2, 3, 5, 8, 13, 21} {
		for i := 0; i < len(choices); i += max(1, n/2) {
			end := min(i+n, len(choices))
			variants = append(variants, slices.Delete(slices.Clone(choices), i, end))
			zeros := slices.Clone(choices)
			for j := i; j < end; j++ {
				zeros[j] = 0
			}
			if !slices.Equal(zeros, choices) {
				variants = append(variants, zeros)
			}
		}
	}
	return variants
}
