package main

import (
	"strings"
	"testing"
)

// TestGenerate checks that every kind of function is generated. Each text is
// of one kind alone.
func TestGenerate(t *testing.T) {
	texts := []string{
		"goto fail", "errWriter", "withFile", "os.Stdout", "io.Discard\n", "committed := false", ".bak", ".sum", "os.OpenRoot",
		"errc <- ", "context.WithCancel", "io.MultiWriter(f, h)", "sink", "index, err := os.Create", "last = err", "put := func",
		"f = nil", "closeQuietly", "io.WriteCloser = f", "template.New", "exec.Command", "save := func(f *os.File)", "gz.Reset(f)",
		"cleanups", "iter.Seq2", "func drop", "errs = append", "names[:i+1]", "f.Close() == nil", "errSkipped", "iter.Seq[string]", "var zero T", "os.WriteFile",
		"xml.NewEncoder", "gob.NewEncoder", "binary.Write", "{{.Part.Text}}", "tar.NewWriter", "log.New(", "io.CopyN", "io.TeeReader", ".ReadFrom(", "func pad", "func finish", "func patch", "func measure", "func empty", "func seekEnd", "func writeText", "func closeAll",
		"ready <- ", "close(ready)", "ready()", "ready.Done()", "found = err == nil", ".done\"", "<-names", "code != 0", "made == nil", "!ok {", "func exists", "in.Rewind()",
		"discard := ", ".broken", "results <- ", "finished", "undo = append", "held, err := ", "Flock", "k.file", "os.SameFile", "st.Ino", ".part", "recovered: %v\", r)", "recover() }()", "func try",
	}
	missing := make(map[string]bool)
	for _, text := range texts {
		missing[text] = true
	}
	const functions = 4000
	for id := range functions {
		made := generate(newChooser(1, uint64(id)), id).text
		for text := range missing {
			if strings.Contains(made, text) {
				delete(missing, text)
			}
		}
	}
	for text := range missing {
		t.Errorf("got no function with %q among %d, want some", text, functions)
	}
}
