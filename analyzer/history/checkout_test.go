package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckout checks that what is checked out is the parent of the commit, and
// that the clone stays as it is.
func TestCheckout(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal(err)
	}
	src := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", src, "-c", "user.name=n", "-c", "user.email=e"}, args...)...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
		return strings.TrimSpace(string(out))
	}
	run("init", "--quiet")
	for _, content := range []string{"before", "after"} {
		if err := os.WriteFile(filepath.Join(src, "a.go"), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		run("add", "a.go")
		run("commit", "--quiet", "-m", content)
	}
	commit := run("rev-parse", "HEAD")
	repos := t.TempDir()
	clone := filepath.Join(repos, "o", "n.git")
	run("clone", "--bare", "--quiet", src, clone)

	ctx := context.Background()
	if got, err := bareClone(ctx, repos, "o/n", false); err != nil || got != clone {
		t.Fatalf("bareClone: got %s, %v, want %s", got, err, clone)
	}
	if _, err := bareClone(ctx, repos, "o/none", false); err == nil {
		t.Error("bareClone of what is not there: got no error")
	}
	dir := filepath.Join(t.TempDir(), checkoutName(row{repo: "o/n", commit: commit}))
	for range 2 { // the second time it is there
		got, err := checkout(ctx, clone, commit+"^", dir)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(got, "a.go"))
		if err != nil || string(data) != "before" {
			t.Errorf("a.go: got %q, %v, want %q", data, err, "before")
		}
	}
	if _, err := os.Stat(filepath.Join(clone, "index")); err == nil {
		t.Error("the clone has an index, want none")
	}
}
