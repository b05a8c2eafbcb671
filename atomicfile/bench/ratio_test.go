package main

import (
	"errors"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		times []time.Duration
		want  time.Duration
	}{
		{[]time.Duration{5}, 5},
		{[]time.Duration{9, 1, 5}, 5},
		{[]time.Duration{8, 2, 4, 100}, 6},
	} {
		if got := median(c.times); got != c.want {
			t.Errorf("median(%d) = %d, want %d", c.times, got, c.want)
		}
	}
}

func TestRatioOf(t *testing.T) {
	var times, base []time.Duration
	for i := range 101 {
		base = append(base, time.Duration(1000+i))
		times = append(times, time.Duration(2*(1000+i)))
	}
	r := ratioOf(times, base)
	if r.value != 2 || r.low != 2 || r.high != 2 {
		t.Errorf("the ratio of doubled times is %v, want 2 without uncertainty, for the rounds are drawn in pairs", r)
	}
	times[50] *= 1000
	if r := ratioOf(times, base); r.value < 1.99 || r.value > 2.01 || r.low > r.value || r.high < r.value {
		t.Errorf("with one outlier the ratio is %v, want 2 within its interval", r)
	}
}

func TestInterleave(t *testing.T) {
	var order []int
	times, err := interleave(3, 0, 4, func(i int) (time.Duration, error) {
		order = append(order, i)
		return time.Duration(i), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := 3 * (4 + warmUp); len(order) != want {
		t.Errorf("%d operations, want %d", len(order), want)
	}
	for round := 0; round < len(order); round += 3 {
		if sum := order[round] + order[round+1]*10 + order[round+2]*100; order[round]+order[round+1]+order[round+2] != 3 || sum == 111 {
			t.Errorf("round %d has %v, want each of 0, 1, 2 once", round/3, order[round:round+3])
		}
	}
	for i, list := range times {
		if len(list) != 4 || list[0] != time.Duration(i) {
			t.Errorf("contestant %d has %v, want four times %d", i, list, i)
		}
	}
	failure := errors.New("failure")
	if _, err := interleave(1, 0, 1, func(int) (time.Duration, error) { return 0, failure }); err != failure {
		t.Errorf("got the error %v, want that of the operation", err)
	}
}
