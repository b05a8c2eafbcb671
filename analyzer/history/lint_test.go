package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	root := filepath.FromSlash("/co/o+n@1")
	out := `{"example.com/b": {"atomiclint": [
	{"category": "unsafe-rename", "posn": "ROOT/b/b.go:7:2", "message": "m3"}]},
"example.com/a": {"atomiclint": [
	{"category": "direct-write", "posn": "ROOT/a.go:30:4", "message": "m2", "suggested_fixes": [{"message": "", "edits": []}]},
	{"category": "direct-write", "posn": "ROOT/a.go:9:4", "message": "m1"}]}}`
	got, err := parse([]byte(strings.ReplaceAll(out, "ROOT", root)), root)
	if err != nil {
		t.Fatal(err)
	}
	want := []finding{
		{"a.go", "direct-write", "m1", 9, false},
		{"a.go", "direct-write", "m2", 30, true},
		{"b/b.go", "unsafe-rename", "m3", 7, false},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := parse([]byte(`{"example.com/a": {"atomiclint": {"error": "it does not compile"}}}`), root); err == nil || err.Error() != "it does not compile" {
		t.Errorf("got error %v, want that of the package", err)
	}
}

func TestByModule(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"go.mod", "sub/go.mod", "sub/vendor/modules.txt"} {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := byModule(root, []string{"a/b", "sub/c", ".", "sub"})
	if err != nil {
		t.Fatal(err)
	}
	want := []module{{".", []string{"./a/b", "./."}}, {"sub", []string{"./c", "./."}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := modFlag(filepath.Join(root, "sub")); got != "-mod=vendor" {
		t.Errorf("flag of the vendored module: got %s, want -mod=vendor", got)
	}
	if got := modFlag(root); got != "-mod=mod" {
		t.Errorf("flag of the other module: got %s, want -mod=mod", got)
	}
	if _, err := byModule(t.TempDir(), []string{"a"}); err == nil {
		t.Error("a package without a go.mod is taken, want an error")
	}
}
