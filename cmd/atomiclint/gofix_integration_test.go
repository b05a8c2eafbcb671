//go:build integration

package main

import "testing"

// TestFlagsMore does what TestFlags does with go vet, and with go fix, which says
// with -json what it would fix, and what not.
func TestFlagsMore(t *testing.T) {
	testFlags(t, goVet)
	testFlags(t, goFix, "-json")
}

// TestLoadFlagsMore does what TestLoadFlags does with go fix.
func TestLoadFlagsMore(t *testing.T) {
	testLoadFlags(t, []loadFlagsTest{{goFix, "-tags=special -json ./...", []string{"special.go:7"}}})
}

// TestGoLineMore does what TestGoLine does with go fix.
func TestGoLineMore(t *testing.T) { testGoLine(t, goFix) }

// TestFixKeepsLinesMore does what TestFixKeepsLines does with go fix.
func TestFixKeepsLinesMore(t *testing.T) { testFixKeepsLines(t, goFix) }

// TestVetCacheMore does what TestVetCache does with the other forms of findings.
func TestVetCacheMore(t *testing.T) {
	testVetCache(t, "json", goVet, []string{"-json"}, func(r result) string { return onlyLines(r.stdout, `"message"`) })
	testVetCache(t, "diff", goFix, []string{"-diff"}, func(r result) string { return onlyLines(r.stdout, "+func") })
}

// TestOnceMore does what TestOnce does with go fix.
func TestOnceMore(t *testing.T) { testOnce(t, goFix) }

// TestRunMore does what TestRun does with go fix, for what the default tests
// check with go vet alone.
func TestRunMore(t *testing.T) {
	testRun(t, []runTest{
		{way: goFix, args: "-json ./...", archive: broken, stdout: `"category": "direct-write"`},
		{way: goFix, args: "./...", archive: typo, code: 1, stderr: "app.go:3:19: too many return values"},
		{way: goFix, args: "-bogus ./...", archive: clean, code: 2, stderr: "flag provided but not defined: -bogus"},
		{way: goFix, args: "-categories=direct ./...", archive: clean, code: 1, stderr: `no category "direct"; there are direct-write, `},
	})
}

// TestErrorOnceMore does what TestErrorOnce does with go fix.
func TestErrorOnceMore(t *testing.T) { testErrorOnce(t, goFix) }
