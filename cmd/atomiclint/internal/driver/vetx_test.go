package driver

import (
	"bytes"
	"encoding/gob"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

type sizeFact struct{ Size int }

func (*sizeFact) AFact() {}

type nameFact struct{ Name string }

func (*nameFact) AFact() {}

// TestVetx checks that facts come through the files from package to package,
// each once, and that the files do not depend on the order of the packages.
func TestVetx(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, deps []string, facts ...analysis.Fact) []byte {
		t.Helper()
		files := make(map[string]string)
		for _, dep := range deps {
			files[dep] = filepath.Join(dir, dep)
		}
		f, err := readFacts(files)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.add(name, facts); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, name)
		u := &Unit{Config: unitchecker.Config{VetxOutput: file, PackageFile: map[string]string{"os": "os.a"}}}
		if err := f.write(u, nil); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if got := write("none", nil); len(got) != 0 {
		t.Errorf("got %d bytes for a package without facts, want none", len(got))
	}
	write("a", []string{"none"}, &sizeFact{1}, &nameFact{"a"})
	write("b", []string{"a"}, &sizeFact{2})
	write("c", []string{"a"}, &sizeFact{3})
	first := write("d", []string{"a", "b", "c"})
	for range 20 {
		if again := write("d", []string{"c", "b", "a"}); !bytes.Equal(first, again) {
			t.Fatal("got other bytes from the same facts")
		}
	}
	f, err := readFacts(map[string]string{"d": filepath.Join(dir, "d")})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.facts) != 4 {
		t.Errorf("got %d facts, want 4", len(f.facts))
	}
	for path, want := range map[string]int{"a": 1, "b": 2, "c": 3, "d": 0, "none": 0} {
		var size sizeFact
		if ok := f.get(path, &size); ok != (want > 0) || size.Size != want {
			t.Errorf("got size %d, %t of %s, want %d", size.Size, ok, path, want)
		}
	}
	var name nameFact
	if !f.get("a", &name) || name.Name != "a" || f.get("b", &name) {
		t.Errorf("got name %q, want that of a, and none of b", name.Name)
	}
}

// TestVetxForeign checks that a file of another kind is named in the error.
func TestVetxForeign(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vet.out")
	var other bytes.Buffer
	if err := gob.NewEncoder(&other).Encode("text"); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"vetx\x00", other.String()} {
		if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := readFacts(map[string]string{"a": file})
		if err == nil || !strings.HasPrefix(err.Error(), file+": ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("got error %v, want one line that begins with %s", err, file)
		}
	}
}
