//go:build integration

package main

import "testing"

// TestFlagsMore does what TestFlags does with go fix, which says with -json what
// it would fix, and what not.
func TestFlagsMore(t *testing.T) { testFlags(t, goFix, "-json") }

// TestVetCacheMore does what TestVetCache does with the other forms of findings.
func TestVetCacheMore(t *testing.T) {
	testVetCache(t, "json", goVet, []string{"-json"}, func(r result) string { return onlyLines(r.stdout, `"message"`) })
	testVetCache(t, "diff", goFix, []string{"-diff"}, func(r result) string { return onlyLines(r.stdout, "+func") })
}

// TestOnceMore does what TestOnce does with go fix.
func TestOnceMore(t *testing.T) { testOnce(t, goFix) }
