package main

import "math/rand/v2"

// A chooser makes the choices of a generator, and remembers them: the same
// choices make the same function. The choice 0 is always the simplest, so that
// functions become smaller as choices become 0.
type chooser struct {
	random *rand.Rand // nil for all that is not given to be 0
	given  []int      // the first choices
	made   []int
}

// newChooser returns a chooser for the function id of a run.
func newChooser(seed, id uint64) *chooser {
	return &chooser{random: rand.New(rand.NewPCG(seed, id))}
}

// replay returns a chooser that makes the choices that are given.
func replay(given []int) *chooser { return &chooser{given: given} }

// n returns a number below n.
func (c *chooser) n(n int) int {
	v := 0
	switch i := len(c.made); {
	case i < len(c.given):
		v = min(c.given[i], n-1)
	case c.random != nil:
		v = c.random.IntN(n)
	}
	c.made = append(c.made, v)
	return v
}

// one reports true once in n times.
func (c *chooser) one(n int) bool { return c.n(n) == n-1 && n > 1 }

// of returns one of the texts.
func (c *chooser) of(texts ...string) string { return texts[c.n(len(texts))] }
