package linediff

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		old, new string
		want     []Hunk
	}{
		{"", "", nil},
		{"abc", "abc", nil},
		{"", "ab", []Hunk{{0, 0, 0, 2}}},
		{"ab", "", []Hunk{{0, 2, 0, 0}}},
		{"abcd", "axcd", []Hunk{{1, 2, 1, 2}}},
		{"abcd", "abxcd", []Hunk{{2, 2, 2, 3}}},
		{"abcdefg", "bcdxefg", []Hunk{{0, 1, 0, 0}, {4, 4, 3, 4}}},
	} {
		got := Compare(strings.Split(test.old, "")[:len(test.old)], strings.Split(test.new, "")[:len(test.new)])
		if !slices.Equal(got, test.want) {
			t.Errorf("Compare(%q, %q) = %v, want %v", test.old, test.new, got, test.want)
		}
	}
}

func TestMoved(t *testing.T) {
	hunks := []Hunk{{1, 1, 1, 3}, {4, 6, 6, 7}, {8, 9, 9, 9}}
	for line, want := range []int{0, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10} {
		if got := Moved(hunks, line); got != want {
			t.Errorf("Moved(%v, %d) = %d, want %d", hunks, line, got, want)
		}
	}
	if got := Moved(nil, 5); got != 5 {
		t.Errorf("Moved(nil, 5) = %d, want 5", got)
	}
}

// TestCompareMakes checks that the hunks make the one text of the other, and
// that they are as short as the longest common subsequence allows.
func TestCompareMakes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func() []string {
		lines := make([]string, random.IntN(12))
		for i := range lines {
			lines[i] = string(rune('a' + random.IntN(3)))
		}
		return lines
	}
	for range 2000 {
		old, new := text(), text()
		var made []string
		at, changed := 0, 0
		for _, h := range Compare(old, new) {
			made = append(made, old[at:h.OldStart]...)
			made = append(made, new[h.NewStart:h.NewEnd]...)
			at = h.OldEnd
			changed += h.OldEnd - h.OldStart + h.NewEnd - h.NewStart
		}
		made = append(made, old[at:]...)
		if !slices.Equal(made, new) {
			t.Fatalf("from %q: got %q, want %q", old, made, new)
		}
		if want := len(old) + len(new) - 2*common(old, new); changed != want {
			t.Fatalf("from %q to %q: got %d lines changed, want %d", old, new, changed, want)
		}
	}
}

// common returns the length of the longest common subsequence.
func common(a, b []string) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return 0
	case a[0] == b[0]:
		return 1 + common(a[1:], b[1:])
	}
	return max(common(a[1:], b), common(a, b[1:]))
}

// TestUnified checks that git applies what Unified returns.
func TestUnified(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	var long strings.Builder
	for i := range 40 {
		fmt.Fprintf(&long, "line %d\n", i)
	}
	edited := strings.NewReplacer("line 3\n", "line three\n", "line 12\n", "", "line 30\n", "line 30\nline 30 1/2\n").Replace(long.String())
	for _, test := range []struct{ name, old, new string }{
		{"long", long.String(), edited},
		{"back", edited, long.String()},
		{"first", "a\nb\n", "x\na\nb\n"},
		{"last", "a\nb\n", "a\nb\nx\n"},
		{"no end of line", "a\nb", "a\nc"},
		{"end of line comes", "a\nb", "a\nb\n"},
		{"end of line goes", "a\nb\n", "a\nb"},
		{"windows", "a\r\nb\r\nc\r\n", "a\r\nx\r\nc\r\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "sub", "a.txt")
			if err := os.Mkdir(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(test.old), 0o666); err != nil {
				t.Fatal(err)
			}
			patch := Unified("sub/a.txt", test.old, test.new)
			cmd := exec.Command("git", "apply", "-")
			cmd.Dir, cmd.Stdin = dir, strings.NewReader(patch)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s\n%s", err, out, patch)
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != test.new {
				t.Errorf("got %q, error %v, want %q from\n%s", got, err, test.new, patch)
			}
		})
	}
	if got := Unified("a", "x\n", "x\n"); got != "" {
		t.Errorf("got %q of equal texts, want nothing", got)
	}
}
