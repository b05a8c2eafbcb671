package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPrint checks that what is printed names the result, each editor, and
// what does not work.
func TestPrint(t *testing.T) {
	var buf bytes.Buffer
	path := filepath.Join(t.TempDir(), "gopls-atomiclint")
	(&result{path: path, release: release{version: "v0.23.0"}, own: origin{version: "v1.2.3"}}).print(&buf)
	for _, want := range []string{
		path + " is gopls v0.23.0 with atomiclint v1.2.3.\n",
		"\nVS Code", "\nNeovim", "\nVim", "\nEmacs", "\nHelix", "\nZed",
		"\nGoLand:\n    none",
		"flags of atomiclint",
	} {
		if !strings.Contains(buf.String(), want) {
			t.Errorf("got no %q in\n%s", want, &buf)
		}
	}
}

// TestEditorSettings checks that each setting holds the path once, that it is
// quoted, and that JSON is valid.
func TestEditorSettings(t *testing.T) {
	for _, path := range []string{`/home/ann lee/go/bin/gopls-atomiclint`, `C:\Users\ann\go\bin\gopls-atomiclint.exe`} {
		quoted := fmt.Sprintf("%q", path)
		for _, e := range editorSettings(path) {
			if e.editor == "GoLand" {
				continue
			}
			if n := strings.Count(e.setting, quoted); n != 1 {
				t.Errorf("%s: got the path %d times in %s, want once", e.editor, n, e.setting)
			}
			if !regexp.MustCompile(`settings\.json$`).MatchString(e.editor) {
				continue
			}
			var tree map[string]any
			if err := json.Unmarshal([]byte("{"+e.setting+"}"), &tree); err != nil {
				t.Errorf("%s: %v: %s", e.editor, err, e.setting)
			}
		}
	}
}
