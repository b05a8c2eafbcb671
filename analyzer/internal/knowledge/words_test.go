package knowledge

import (
	"maps"
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for _, test := range []struct {
		name string
		want []string
	}{
		{"", nil},
		{"_", nil},
		{"path", []string{"path"}},
		{"tmpPath", []string{"tmp", "path"}},
		{"TMPDIR", []string{"tmpdir"}},
		{"HTTPServerFile", []string{"http", "server", "file"}},
		{"aB", []string{"a", "b"}},
		{"ABc", []string{"a", "bc"}},
		{"a_b.c-d/e", []string{"a", "b", "c", "d", "e"}},
		{"__new__file", []string{"new", "file"}},
		{"logFile2", []string{"log", "file2"}},
		{"éÀa", []string{"é", "àa"}},
	} {
		if got := Words(test.name); !slices.Equal(got, test.want) {
			t.Errorf("Words(%q): got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestSpeaks(t *testing.T) {
	for _, test := range []struct {
		name  string
		words []string
		want  bool
	}{
		{"writeLogFile", LogWords, true},
		{"LOG", LogWords, true},
		{"catalog", LogWords, false},
		{"writeFile", LogWords, false},
		{"writeLogFile", nil, false},
		{"", LogWords, false},
	} {
		if got := Speaks(test.name, test.words); got != test.want {
			t.Errorf("Speaks(%q, %q): got %t, want %t", test.name, test.words, got, test.want)
		}
	}
}

// TestWordLists checks that each word is one that Words can return, and stands
// once in its list.
func TestWordLists(t *testing.T) {
	for list, words := range map[string][]string{
		"RemoveWords": RemoveWords, "SecretWords": SecretWords, "LockWords": LockWords, "LogWords": LogWords,
		"MakingWords": MakingWords, "StagingWords": StagingWords, "DraftWords": DraftWords, "SyncWords": SyncWords,
		"DirWords": DirWords, "KernelWords": KernelWords, "TempPathWords": TempPathWords, "TempWords": TempWords,
		"AsideWords": AsideWords, "LockFileWords": LockFileWords, "PathWord": slices.Collect(maps.Keys(PathWord)),
	} {
		if len(words) == 0 {
			t.Errorf("%s is empty", list)
		}
		for i, w := range words {
			if got := Words(w); !slices.Equal(got, []string{w}) {
				t.Errorf("%s has %q, which Words splits into %q", list, w, got)
			}
			if slices.Contains(words[:i], w) {
				t.Errorf("%s has %q twice", list, w)
			}
		}
	}
}
