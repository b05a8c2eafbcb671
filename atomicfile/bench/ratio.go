package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// A ratio is how many times as long one writer takes as another.
type ratio struct {
	value     float64 // of the medians of all rounds
	low, high float64 // the 95 % confidence interval
}

// resamples is how often the rounds are drawn for the confidence interval.
const resamples = 400

// ratioOf compares the times of two writers in the same rounds. The interval
// is the percentile bootstrap (Efron and Tibshirani, An Introduction to the
// Bootstrap, chapter 13): the ratio is computed for rounds drawn with
// replacement, and of the results the outer 2.5 % on each side are cut off.
func ratioOf(times, base []time.Duration) ratio {
	r := ratio{value: quotient(times, base)}
	random := rand.New(rand.NewPCG(1, 2)) // the same times give the same table
	drawn := make([]float64, resamples)
	a, b := make([]time.Duration, len(times)), make([]time.Duration, len(times))
	for i := range drawn {
		for k := range a {
			round := random.IntN(len(times))
			a[k], b[k] = times[round], base[round]
		}
		drawn[i] = quotient(a, b)
	}
	slices.Sort(drawn)
	r.low, r.high = drawn[resamples*25/1000], drawn[resamples-1-resamples*25/1000]
	return r
}

func quotient(times, base []time.Duration) float64 {
	return float64(median(times)) / float64(median(base))
}
