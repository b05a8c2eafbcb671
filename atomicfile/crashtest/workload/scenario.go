package workload

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// The scenarios that are named elsewhere.
const (
	Overwrite = "overwrite"
	Create    = "create"
	Many      = "many small files"
	Large     = "large file"
	Takeover  = "leftover temporary"
	InPlace   = "in place"
)

// A Scenario is a situation in which files are written, again and again.
type Scenario struct {
	Name string

	// Names returns the destinations of a round, relative to the directory of
	// the workload.
	Names func(round int) []string

	Size     SizeRange
	Existing bool // the destinations of round 1 are there before
	Streamed bool // the content comes through a reader

	// Pinned says that the destination cannot be replaced by a rename, which
	// then fails with EBUSY. The one who runs the workload sees to that.
	Pinned bool

	// Special says that only those writers take part that name it.
	Special bool

	// before sets up what a round finds, besides the files.
	before func(dir string) error
}

// largeDefault is the size of a large file, in bytes, if nothing is said.
const largeDefault = 64 << 20

// Scenarios returns all scenarios.
func Scenarios() []Scenario {
	one := func(int) []string { return []string{"dest"} }
	small := SizeRange{1, 130_000}
	return []Scenario{
		{Name: Overwrite, Names: one, Size: small, Existing: true},
		{Name: Create, Names: fresh, Size: small},
		{Name: Many, Names: many, Size: SizeRange{1, 10_000}},
		{Name: Large, Names: one, Size: SizeRange{largeDefault, largeDefault}, Existing: true, Streamed: true},
		{Name: Takeover, Names: one, Size: small, Existing: true, Special: true, before: leaveTemporary},
		{Name: InPlace, Names: one, Size: small, Existing: true, Pinned: true, Special: true},
	}
}

// fresh returns another name for each round.
func fresh(round int) []string { return []string{fmt.Sprintf("dest%02d", round)} }

// many returns the names of files in two directories.
func many(int) (names []string) {
	for i := range 6 {
		names = append(names, fmt.Sprintf("%c/dest%02d", 'a'+i%2, i))
	}
	return names
}

// leaveTemporary makes what a writer of this package leaves that was killed
// half way: a file with the name of its temporary and part of the content,
// that nobody holds a lock on.
func leaveTemporary(dir string) error {
	fd, err := unix.Open(filepath.Join(dir, "dest.atomic.tmp"), unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o640)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	_, err = unix.Write(fd, []byte("left over"))
	return err
}

// Takes reports whether w can play s.
func (s *Scenario) Takes(w *Writer) bool {
	if w.Scenarios == nil {
		return !s.Special
	}
	return slices.Contains(w.Scenarios, s.Name)
}

// perm is the mode of every file.
const perm fs.FileMode = 0o640

// prepare makes the directories and the files that are there before.
func (r *Run) prepare(dir string) error {
	names := r.scenario.Names(1)
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			return err
		}
	}
	if !r.scenario.Existing {
		return nil
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), r.version(name, 0).Bytes(), perm); err != nil {
			return err
		}
	}
	return nil
}
