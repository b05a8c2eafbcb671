package main

import (
	"bytes"
	"os"
	"testing"
)

// TestWriters has every writer make a file and replace one, and looks at what
// is there afterwards.
func TestWriters(t *testing.T) {
	for _, size := range []int{0, 1 << 10, 1<<20 + 1} {
		p, err := newPlace(t.TempDir(), size)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range guarantees() {
			for i, w := range writersOf(g, size) {
				for _, existing := range []bool{false, true} {
					if _, err := (trial{g, existing}).once(w, p, i); err != nil {
						t.Errorf("%s, %d bytes: %v", w.name, size, err)
					}
					if got, err := os.ReadFile(p.job(i).dest); err != nil || !bytes.Equal(got, p.data) {
						t.Errorf("%s wrote %d bytes, error %v, want the %d bytes of the job", w.name, len(got), err, size)
					}
				}
			}
		}
	}
}

// TestBareFirst checks what all ratios rest on.
func TestBareFirst(t *testing.T) {
	for _, g := range guarantees() {
		for _, size := range []int{1, 1 << 30} {
			if got := writersOf(g, size)[0].name; got != bareName {
				t.Errorf("the first writer of %q is %q, want %q", g.name, got, bareName)
			}
		}
	}
}

func TestBatchWays(t *testing.T) {
	for _, w := range batchWays() {
		p, err := newPlace(t.TempDir(), batchSize)
		if err != nil {
			t.Fatal(err)
		}
		jobs := []job{p.job(0), p.job(1), p.job(2)}
		if err := w.write(jobs); err != nil {
			t.Errorf("%s: %v", w.name, err)
		}
		for _, j := range jobs {
			if got, err := os.ReadFile(j.dest); err != nil || !bytes.Equal(got, p.data) {
				t.Errorf("%s wrote %d bytes, error %v, want the %d bytes of the job", w.name, len(got), err, len(p.data))
			}
		}
		if got := namesIn(t, p.dir); len(got) != len(jobs)+1 {
			t.Errorf("%s left %q, want three files and the source", w.name, got)
		}
	}
}

// TestConstantMemory checks that no writer of this module keeps a buffer that
// grows with the file.
func TestConstantMemory(t *testing.T) {
	const size, limit = 16 << 20, 512 << 10
	p, err := newPlace(t.TempDir(), size)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ours() {
		a, err := allocationsOf(w, p, 2)
		if err != nil {
			t.Fatal(err)
		}
		if a.bytes > limit {
			t.Errorf("%s takes %d bytes from the heap for a file of %d, want at most %d", w.name, a.bytes, size, limit)
		}
	}
}

func namesIn(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
