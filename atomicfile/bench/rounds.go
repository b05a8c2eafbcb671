package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A trial is one comparison of all writers of one guarantee.
type trial struct {
	guarantee guarantee
	existing  bool // the destination exists already
}

// settleSize is the size of content, in bytes, from which a file is synced,
// outside the time taken, after it was written: so much work left to the disk
// would be done in the time of the next writer.
const settleSize = 1 << 20

// run does one operation of every writer per round. It returns the times of
// each writer, in the order of writersOf.
func (t trial) run(p *place, budget time.Duration) ([][]time.Duration, error) {
	list := writersOf(t.guarantee, len(p.data))
	minRounds := minRounds
	if len(p.data) >= hugeSize {
		minRounds = 3
	}
	return interleave(len(list), budget, minRounds, func(i int) (time.Duration, error) {
		took, err := t.once(list[i], p, i)
		if err != nil {
			err = fmt.Errorf("%s: %w", list[i].name, err)
		}
		return took, err
	})
}

// once measures one operation of w, the writer number i.
func (t trial) once(w writer, p *place, i int) (time.Duration, error) {
	j := p.job(i)
	if err := p.prepare(j, t.existing); err != nil {
		return 0, err
	}
	start := time.Now()
	err := w.write(j)
	took := time.Since(start)
	if err == nil && len(p.data) >= settleSize {
		err = settle(j.dest)
	}
	return took, err
}

// warmUp is how many rounds are not counted.
const warmUp = 2

// interleave calls op once per round for each of n contestants, in random
// order, until budget is used up, but for at least minRounds rounds. So a
// machine that is busy now and idle then is so for all of them alike. The
// results of op are returned for each contestant.
func interleave(n int, budget time.Duration, minRounds int, op func(i int) (time.Duration, error)) ([][]time.Duration, error) {
	times := make([][]time.Duration, n)
	start := time.Now()
	for round := 0; round < minRounds+warmUp || time.Since(start) < budget; round++ {
		for _, i := range rand.Perm(n) {
			took, err := op(i)
			if err != nil {
				return nil, err
			}
			if round >= warmUp {
				times[i] = append(times[i], took)
			}
		}
	}
	return times, nil
}
