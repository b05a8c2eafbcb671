package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A batchResult compares ways to write many files.
type batchResult struct {
	files int
	times [][]time.Duration // in the order of batchWays
}

// A batchWay is a way to write all jobs.
type batchWay struct {
	name  string
	write func([]job) error
}

func batchWays() []batchWay {
	return []batchWay{
		{"atomicfile.WriteFile for each", func(jobs []job) error {
			return forEach(jobs, func(j job) error { return atomicfile.WriteFile(j.dest, j.data, 0o644) })
		}},
		{bareName + " for each", func(jobs []job) error {
			return forEach(jobs, func(j job) error { return bareWrite(j, true, true) })
		}},
		{"atomicfile.Batch", writeBatch},
	}
}

func forEach(jobs []job, do func(job) error) error {
	for _, j := range jobs {
		if err := do(j); err != nil {
			return err
		}
	}
	return nil
}

func writeBatch(jobs []job) error {
	var b atomicfile.Batch
	defer b.Close()
	err := forEach(jobs, func(j job) error { return b.WriteFile(j.dest, j.data, 0o644) })
	if err != nil {
		return err
	}
	return b.Commit()
}

// measureBatch replaces the given number of files in each way, once per round.
func measureBatch(parent string, files int, budget time.Duration) (*batchResult, error) {
	p, err := newPlace(parent, batchSize)
	if err != nil {
		return nil, err
	}
	defer p.remove()
	jobs := make([]job, files)
	for i := range jobs {
		jobs[i] = p.job(i)
		if err := p.prepare(jobs[i], true); err != nil {
			return nil, err
		}
	}
	ways := batchWays()
	times, err := interleave(len(ways), budget, minRounds, func(i int) (time.Duration, error) {
		start := time.Now()
		err := ways[i].write(jobs)
		return time.Since(start), err
	})
	return &batchResult{files, times}, err
}

func (r *batchResult) markdown(b *strings.Builder, fileSystem string) {
	fmt.Fprintf(b, "\n## %s: %d files of %s replaced, durable\n\n| | median | times as fast | |\n| --- | --- | --- | --- |\n",
		fileSystem, r.files, sizeName(batchSize))
	for i, w := range batchWays() {
		q := ratioOf(r.times[0], r.times[i])
		fmt.Fprintf(b, "| %s | %s | **%.1f** | %.1f–%.1f |\n", w.name, timeName(median(r.times[i])), q.value, q.low, q.high)
	}
	fmt.Fprintf(b, "\n%d rounds.\n", len(r.times[0]))
}
