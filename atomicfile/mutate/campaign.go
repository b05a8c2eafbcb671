//go:build linux

package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// A campaign says what is tried.
type campaign struct {
	pkg      string
	sample   int
	each     bool // sample is the number for each package
	emptied  bool // besides, empty each function
	seed     uint64
	only     *regexp.Regexp // nil for all
	skip     string         // of the tests
	serve    bool           // test many mutants in one process
	limit    time.Duration
	workers  int
	progress func(line string)
}

// run makes the mutants and tests them.
func (c *campaign) run() (*report, error) {
	root, err := goEnv("GOMOD")
	if err != nil {
		return nil, err
	}
	if root == "" || root == os.DevNull {
		return nil, errors.New("this must be run within the module")
	}
	cache, err := goEnv("GOCACHE")
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	l, err := newLab(filepath.Dir(root), scratch, cache, c)
	if err != nil {
		return nil, err
	}
	files, err := l.list(c.pkg, "{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}")
	if err != nil {
		return nil, err
	}
	all, err := mutants(l.module, files)
	if err != nil {
		return nil, err
	}
	drawn := c.draw(all)
	compiled, err := l.weave(drawn)
	if err != nil {
		return nil, err
	}
	if err := l.findGuards(c.pkg, compiled); err != nil {
		return nil, err
	}
	r := &report{broken: len(drawn) - len(compiled), each: c.each}
	return r, errors.Join(c.try(l, compiled, r), l.stopServers())
}

// draw returns the mutants that are tried, in that order: those that empty a
// function, if the campaign wants all of them, and a sample of the others.
func (c *campaign) draw(all []*mutant) (drawn []*mutant) {
	var rest []*mutant
	for _, m := range all {
		switch {
		case c.only != nil && !c.only.MatchString(m.String()), m.isEquivalent():
		case c.emptied && m.operator == emptied:
			drawn = append(drawn, m)
		default:
			rest = append(rest, m)
		}
	}
	random := rand.New(rand.NewPCG(c.seed, 0))
	random.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	count := make(map[string]int)
	for _, m := range rest {
		of := ""
		if c.each {
			of = m.dir()
		}
		if count[of]++; count[of] <= c.sample {
			drawn = append(drawn, m)
		}
	}
	return drawn
}

// try tests the mutants.
func (c *campaign) try(l *lab, ms []*mutant, r *report) error {
	var mu sync.Mutex
	var failed error
	next := make(chan *mutant)
	var wg sync.WaitGroup
	for range c.workers {
		wg.Go(func() {
			for m := range next {
				noticed, detail, err := l.judge(m)
				mu.Lock()
				if failed = errors.Join(failed, err); failed == nil {
					c.progress(fmt.Sprintf("%s: %s %s", r.add(m, noticed), m, detail))
				}
				mu.Unlock()
			}
		})
	}
	for _, m := range ms {
		mu.Lock()
		stop := failed != nil
		mu.Unlock()
		if stop {
			break
		}
		next <- m
	}
	close(next)
	wg.Wait()
	return failed
}
