package workload

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Kind of a violation.
const (
	Torn  = "torn"  // a destination is no complete version, or gone though it was never absent
	Lost  = "lost"  // it is older than what was there when a writer returned
	Mode  = "mode"  // it does not have the final mode
	Stray = "stray" // more temporaries than writers, or some that the next writer does not remove
)

// A Violation is one thing that is wrong in a crash state.
type Violation struct {
	Kind   string
	Detail string
}

// A History is what a run did, as far as those could know who asked for it.
type History struct {
	Run    *Run
	Rounds []Round // in order

	// Strays is how many temporaries the last Check has seen.
	Strays int

	versions map[Version][]byte
}

// latest returns the round of the last version of name that was published
// when round had returned, or -1 if there was none.
func (h *History) latest(name string, round int) int {
	for ; round > 0; round-- {
		if slices.Contains(h.Run.scenario.Names(round), name) {
			return round
		}
	}
	if h.Run.scenario.Existing && slices.Contains(h.Run.scenario.Names(1), name) {
		return 0
	}
	return -1
}

// bytes returns the content of one version, which is kept.
func (h *History) bytes(name string, round int) []byte {
	v := h.Run.version(name, round)
	if h.versions == nil {
		h.versions = make(map[Version][]byte)
	}
	b, ok := h.versions[v]
	if !ok {
		b = v.Bytes()
		h.versions[v] = b
	}
	return b
}

// match returns the round whose version of name content is, or -1.
func (h *History) match(name string, content []byte) int {
	for round := h.Run.Spec.Rounds; round >= 0; round-- {
		if h.latest(name, round) == round && bytes.Equal(content, h.bytes(name, round)) {
			return round
		}
	}
	return -1
}

// Check judges the files of a crash state. The writer had returned from
// committed rounds, and may have begun the next one.
func (h *History) Check(files fs.FS, committed int) (found []Violation) {
	known := make(map[string]bool)
	for round := 1; round <= h.Run.Spec.Rounds; round++ {
		for _, name := range h.Run.scenario.Names(round) {
			if !known[name] {
				known[name] = true
				found = append(found, h.checkFile(files, name, committed)...)
			}
		}
	}
	strays := straysIn(files, known)
	h.Strays = len(strays)
	for name, n := range countByDestination(strays, known) {
		if n > 1 {
			found = append(found, Violation{Stray, fmt.Sprintf("%d temporaries for %s: %s", n, name, strings.Join(strays, ", "))})
		}
	}
	return found
}

// checkFile judges one destination.
func (h *History) checkFile(files fs.FS, name string, committed int) []Violation {
	last := h.latest(name, committed)
	content, err := fs.ReadFile(files, name)
	if os.IsNotExist(err) {
		switch {
		case last < 0:
			return nil
		case h.Run.scenario.Existing:
			return []Violation{{Torn, fmt.Sprintf("%s is gone; the writer had returned from round %d", name, committed)}}
		}
		return []Violation{{Lost, fmt.Sprintf("%s is not there; the writer had returned from round %d", name, committed)}}
	}
	if err != nil {
		return []Violation{{Torn, fmt.Sprintf("%s cannot be read: %v", name, err)}}
	}
	round := h.match(name, content)
	switch {
	case round < 0 && h.wholeBeside(files, name, committed):
		return nil
	case round < 0, round > committed+1:
		return []Violation{{Torn, fmt.Sprintf("%s, of %d bytes, is no whole version; the writer had returned from round %d", name, len(content), committed)}}
	case round < last:
		return []Violation{{Lost, fmt.Sprintf("%s has the content of round %d; the writer had returned from round %d", name, round, committed)}}
	}
	return h.checkMode(files, name, round)
}

// wholeBeside reports whether the temporary of a destination that has to be
// overwritten in place is the whole new content. It must be from before the
// first byte is overwritten until the last one is durable.
func (h *History) wholeBeside(files fs.FS, name string, committed int) bool {
	if !h.Run.scenario.Pinned || committed == h.Run.Spec.Rounds {
		return false
	}
	content, err := fs.ReadFile(files, name+".atomic.tmp")
	return err == nil && h.match(name, content) == committed+1
}

func (h *History) checkMode(files fs.FS, name string, round int) []Violation {
	want := perm
	if round > 0 {
		want = h.Rounds[round-1].Modes[name]
	}
	info, err := fs.Stat(files, name)
	if err != nil {
		return []Violation{{Torn, err.Error()}}
	}
	if info.Mode() != want {
		return []Violation{{Mode, fmt.Sprintf("%s, of round %d, has mode %v, want %v", name, round, info.Mode(), want)}}
	}
	return nil
}

// CheckNext has the next writer of the round after committed work on a crash
// state in dir, and judges what is there then.
func (h *History) CheckNext(dir string, committed int) (found []Violation) {
	round := min(committed+1, h.Run.Spec.Rounds)
	written, err := h.Run.nextWriter(dir, round)
	if err != nil {
		return []Violation{{Torn, fmt.Sprintf("the next writer fails: %v", err)}}
	}
	files, known := os.DirFS(dir), make(map[string]bool)
	for round := range h.Run.Spec.Rounds {
		for _, name := range h.Run.scenario.Names(round + 1) {
			known[name] = true
		}
	}
	for name, v := range written {
		if content, err := fs.ReadFile(files, name); err != nil || !bytes.Equal(content, v.Bytes()) {
			found = append(found, Violation{Torn, fmt.Sprintf("%s is not what the next writer has written (%d bytes, %v)", name, len(content), err)})
		}
	}
	if strays := straysIn(files, known); len(strays) > 0 {
		found = append(found, Violation{Stray, "the next writer leaves " + strings.Join(strays, ", ")})
	}
	return found
}

// straysIn returns the names of regular files that are no destinations.
func straysIn(files fs.FS, known map[string]bool) (strays []string) {
	fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == "lost+found" {
			return fs.SkipDir
		}
		if err == nil && !e.IsDir() && !known[name] {
			strays = append(strays, name)
		}
		return nil
	})
	return strays
}

// countByDestination says how many of the strays belong to each destination.
func countByDestination(strays []string, known map[string]bool) map[string]int {
	count := make(map[string]int)
	for _, stray := range strays {
		for name := range known {
			if path.Dir(stray) == path.Dir(name) && strings.Contains(stray, path.Base(name)) {
				count[name]++
			}
		}
	}
	return count
}

// Breaks returns those of the violations that break the promise.
func (p Promise) Breaks(found []Violation) (broken []Violation) {
	for _, v := range found {
		switch v.Kind {
		case Torn:
			if p.Whole {
				broken = append(broken, v)
			}
		case Mode:
			if p.Mode {
				broken = append(broken, v)
			}
		case Lost:
			if p.Durable {
				broken = append(broken, v)
			}
		case Stray:
			if p.Tidy {
				broken = append(broken, v)
			}
		}
	}
	return broken
}
