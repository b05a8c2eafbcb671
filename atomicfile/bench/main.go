package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A config says what is to be measured.
type config struct {
	dirs  []string // one on each file system
	kinds []string // of file systems that are made for the purpose
	sizes []int    // of content, in bytes
	time  time.Duration
	files int    // in a batch, or 0
	out   string // directory of the results
}

// batchSize is the size of each file of a batch, in bytes.
const batchSize = 4 << 10

func main() {
	var c config
	kinds := flag.String("make", "", "comma-separated `file systems` (ext4, xfs, btrfs, f2fs) to make in files in the directory for temporary files, mount on loop devices and measure first; takes root")
	dirs := flag.String("dirs", "", "comma-separated `directories`, one on each other file system to measure; the default, without -make, is that for temporary files, which should be on a disk, and /dev/shm")
	sizes := flag.String("sizes", "1KiB,64KiB,16MiB", "comma-separated `sizes` of content, in KiB, MiB or GiB; 1GiB takes long, and much room")
	flag.DurationVar(&c.time, "time", 2*time.Second, "`duration` for each column of each table, and three times as long for large content")
	flag.IntVar(&c.files, "files", 1000, "`number` of files in a batch; 0 leaves batches out")
	flag.StringVar(&c.out, "out", "results", "`directory` for README.md and chart.svg")
	flag.Parse()
	switch {
	case *dirs != "":
		c.dirs = strings.Split(*dirs, ",")
	case *kinds == "":
		c.dirs = []string{os.TempDir(), "/dev/shm"}
	}
	if *kinds != "" {
		c.kinds = strings.Split(*kinds, ",")
	}
	var err error
	if c.sizes, err = parseSizes(*sizes); err == nil {
		err = run(c)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// parseSizes returns the sizes of a list, in bytes.
func parseSizes(list string) (sizes []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		size := 0
		for unit, bytes := range map[string]int{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
			if digits, ok := strings.CutSuffix(text, unit); ok {
				n, _ := strconv.Atoi(digits)
				size = n * bytes
			}
		}
		if size <= 0 {
			return nil, fmt.Errorf("-sizes: got %q, want a size such as 64KiB", text)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

func run(c config) error {
	r := report{command: strings.Join(append([]string{"go run ."}, os.Args[1:]...), " "), machine: describeMachine()}
	for _, kind := range c.kinds {
		v, err := c.madeVolume(kind)
		if err != nil {
			return err
		}
		r.volumes = append(r.volumes, v)
	}
	for _, dir := range c.dirs {
		v, err := c.volume(dir)
		if err != nil {
			return err
		}
		r.volumes = append(r.volumes, v)
	}
	var err error
	if r.allocations, err = countAllocations(os.TempDir()); err != nil {
		return err
	}
	r.loadAfter = loadAverage()
	return c.write(&r)
}

// madeVolume measures on a file system made for the purpose.
func (c config) madeVolume(kind string) (v volume, err error) {
	made, err := makeVolume(kind, os.TempDir(), c.room())
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, made.remove()) }()
	return c.volume(made.mountPoint)
}

// room returns how large a file system must be, in bytes: there is a file for
// each writer of a table, and one on its way.
func (c config) room() int64 {
	return 4<<30 + 20*int64(slices.Max(c.sizes))
}

// volume measures on the file system of dir.
func (c config) volume(dir string) (volume, error) {
	v := volume{fileSystem: fileSystemOf(dir)}
	for _, size := range c.sizes {
		results, err := c.size(dir, size)
		if err != nil {
			return v, err
		}
		v.results = append(v.results, results...)
	}
	if c.files > 0 {
		var err error
		if v.batch, err = measureBatch(dir, c.files, c.budget(batchSize*c.files)); err != nil {
			return v, err
		}
	}
	return v, nil
}

// size runs all trials with content of size bytes.
func (c config) size(dir string, size int) (results []result, err error) {
	p, err := newPlace(dir, size)
	if err != nil {
		return nil, err
	}
	defer p.remove()
	for _, g := range guarantees() {
		for _, existing := range []bool{true, false} {
			t := trial{g, existing}
			fmt.Fprintf(os.Stderr, "%s, %s, %s ...\n", dir, sizeName(size), t)
			times, err := t.run(p, c.budget(size))
			if err != nil {
				return nil, err
			}
			results = append(results, result{trial: t, size: size, times: times})
		}
	}
	return results, nil
}

const minRounds = 5

// hugeSize is the size of content, in bytes, from which fewer rounds do.
const hugeSize = 1 << 30

// budget is how long one trial takes.
func (c config) budget(size int) time.Duration {
	if size >= settleSize {
		return 3 * c.time
	}
	return c.time
}

func (c config) write(r *report) error {
	text := r.markdown()
	fmt.Print(text)
	if err := os.MkdirAll(c.out, 0o777); err != nil {
		return err
	}
	if err := atomicfile.WriteFile(filepath.Join(c.out, "README.md"), []byte(text), 0o644); err != nil {
		return err
	}
	return atomicfile.WriteFile(filepath.Join(c.out, "chart.svg"), []byte(r.chart()), 0o644)
}
