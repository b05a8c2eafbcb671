package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"
)

func main() {
	c := &campaign{fileSystems: fileSystemNames()}
	flag.Uint64Var(&c.seed, "seed", 1, "`number` from which contents, sizes and samples follow")
	flag.IntVar(&c.recordings, "recordings", 3, "`number` of recordings of each of our own ways to write, with other sizes each; of others there is one")
	flag.IntVar(&c.states, "states", 200, "`number` of crash states tried of each recording, at random; 0 are all")
	flag.IntVar(&c.otherStates, "otherstates", 60, "the same for writers that do not promise that files are durable, and for those of others")
	flag.IntVar(&c.large, "large", 64<<20, "size of a large file, in `bytes`")
	flag.IntVar(&c.machines, "machines", 2, "`number` of virtual machines that run at a time")
	flag.DurationVar(&c.limit, "limit", time.Hour, "`duration` after which a virtual machine is given up")
	out := flag.String("out", "results", "`directory` for README.md and matrix.svg")
	only := flag.String("fs", "", "comma-separated `file systems` to test; all if empty: "+strings.Join(c.fileSystems, "; "))
	flag.Parse()
	if *only != "" {
		c.fileSystems = strings.Split(*only, ",")
	}
	c.progress = func(line string) { fmt.Fprintln(os.Stderr, line) }
	if err := run(c, *out); err != nil {
		fmt.Fprintln(os.Stderr, "crashtest:", err)
		os.Exit(1)
	}
}

// run runs a campaign and writes its page. That a writer broke its promise is
// an error, too. If it is interrupted, the page has what was tried until then.
func run(c *campaign, out string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	start := time.Now()
	r, err := c.run(ctx)
	if r == nil {
		return err
	}
	r.command = command()
	r.took = time.Since(start)
	return errors.Join(err, r.write(out), r.verdict())
}

// command returns the command line, without what says nothing of the results.
func command() string {
	words := []string{"go run ."}
	flag.Visit(func(f *flag.Flag) {
		if f.Name != "out" {
			words = append(words, "-"+f.Name+"="+f.Value.String())
		}
	})
	return strings.Join(words, " ")
}
