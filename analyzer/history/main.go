package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

//go:embed history.tsv
var table []byte

// A config says what to look at.
type config struct {
	repos     string        // the directory of the bare clones
	clone     bool          // make the clones that are missing
	checkouts string        // where the parents are checked out
	lint      string        // the atomiclint to judge
	strict    bool          // report what atomiclint leaves out without -strict
	only      string        // part of the "owner/name commit" of the rows to look at
	limit     time.Duration // for each commit
}

func main() {
	var c config
	flag.StringVar(&c.repos, "repos", "", "the `directory` with a bare clone of each repository, owner/name.git")
	flag.BoolVar(&c.clone, "clone", false, "clone what is missing there from GitHub")
	flag.StringVar(&c.checkouts, "checkouts", "", "check out in this `directory`, and keep what is there for the next time")
	flag.StringVar(&c.lint, "lint", "", "the atomiclint to judge; built of this module if empty")
	flag.BoolVar(&c.strict, "strict", false, "run atomiclint with -strict, which finds leftovers and directories that are not flushed, too")
	flag.StringVar(&c.only, "only", "", "look only at rows whose \"owner/name commit\" contains this `text`")
	flag.DurationVar(&c.limit, "limit", 3*time.Minute, "how long to wait for atomiclint at one commit")
	flag.Parse()
	if c.repos == "" {
		fmt.Fprintln(os.Stderr, "history: -repos is missing")
		os.Exit(2)
	}
	if err := history(c, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "history:", err)
		os.Exit(1)
	}
}

// history judges atomiclint by the table and prints what comes out.
func history(c config, out io.Writer) error {
	rows, err := readTable(bytes.NewReader(table))
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "history")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if c.lint == "" {
		c.lint = filepath.Join(tmp, "atomiclint")
		build := exec.Command("go", "build", "-o", c.lint, "github.com/atomiclint/atomiclint/cmd/atomiclint")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("go build: %w\n%s", err, out)
		}
	}
	keep := c.checkouts != ""
	if !keep {
		c.checkouts = tmp
	}
	s := newScore()
	for _, group := range commits(rows, c.only) {
		dir, found, err := look(c, group[0], packages(group))
		if err != nil {
			s.fail(group, err)
		} else {
			s.add(group, found)
		}
		if !keep {
			os.RemoveAll(dir)
		}
		fmt.Fprintf(os.Stderr, "%s %.10s\n", group[0].repo, group[0].commit)
	}
	s.print(out)
	return nil
}

// look runs atomiclint on packages at the parent of the commit of r. It returns
// the directory of the checkout, too.
func look(c config, r row, packages []string) (dir string, found []finding, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.limit)
	defer cancel()
	clone, err := bareClone(ctx, c.repos, r.repo, c.clone)
	if err != nil {
		return "", nil, err
	}
	dir, err = checkout(ctx, clone, r.commit+"^", filepath.Join(c.checkouts, checkoutName(r)))
	if err != nil {
		return dir, nil, err
	}
	found, err = lint(ctx, c.lint, c.strict, dir, packages)
	return dir, found, err
}
