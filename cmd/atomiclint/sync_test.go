//go:build integration && linux

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPipelineSync checks the order of the system calls of the rewritten
// example. For each output: the content is flushed, then the name is given,
// then the directory is flushed.
func TestPipelineSync(t *testing.T) {
	m := newModule(t, "")
	if err := os.CopyFS(m.dir, os.DirFS("testdata/pipeline")); err != nil {
		t.Fatal(err)
	}
	m.must(tool, "-fix", ".")
	m.must("go", "build", "-o", "fixed.exe", ".")
	m.must("strace", append([]string{"-f", "-y", "-o", "trace", "-e", "trace=fsync,rename,renameat,renameat2",
		"./fixed.exe", "-o", "out"}, m.inputs()...)...)

	dir := filepath.Join(m.dir, "out")
	flush := regexp.MustCompile(`fsync\(\d+<(.*)>\) += 0`)
	name := regexp.MustCompile(`renameat2?\(\d+<(.*)>, "(.*)", \d+<.*>, "(.*)"(?:, \w+)?\) += 0`)
	var flushed []string // since the last output was complete
	outputs := make(map[string]bool)
	waiting := "" // the output whose directory is not flushed yet
	for _, line := range wholeCalls(m.read("trace")) {
		if match := flush.FindStringSubmatch(line); match != nil {
			flushed = append(flushed, match[1])
			if match[1] == dir && waiting != "" {
				outputs[waiting] = true
				waiting, flushed = "", nil
			}
		}
		if match := name.FindStringSubmatch(line); match != nil {
			if waiting != "" {
				t.Errorf("%s was published before the directory of %s was flushed", match[3], waiting)
			}
			if temp := filepath.Join(match[1], match[2]); !slices.Contains(flushed, temp) {
				t.Errorf("%s was published, but of %s only %q was flushed", match[3], temp, flushed)
			}
			waiting = match[3]
		}
	}
	for want := range m.outputs("out") {
		if !outputs[want] {
			t.Errorf("got no flush, rename and flush of the directory for %s; trace:\n%s", want, m.read("trace"))
		}
	}
}

// wholeCalls returns the lines of a trace, with the two halves joined of each
// call that strace has split, because another thread did something meanwhile.
func wholeCalls(trace string) (lines []string) {
	begun := make(map[string]string) // by thread
	for line := range strings.Lines(trace) {
		line = strings.TrimSuffix(line, "\n")
		thread, _, _ := strings.Cut(line, " ")
		if head, ok := strings.CutSuffix(line, " <unfinished ...>"); ok {
			begun[thread] = head
			continue
		}
		if _, tail, ok := strings.Cut(line, " resumed>"); ok {
			line = begun[thread] + tail
		}
		lines = append(lines, line)
	}
	return lines
}

// TestWholeCalls joins two calls that were made at a time.
func TestWholeCalls(t *testing.T) {
	trace := "7 fsync(3</a> <unfinished ...>\n8 fsync(4</b>) = 0\n7 <... fsync resumed>) = 0\n"
	want := []string{"8 fsync(4</b>) = 0", "7 fsync(3</a>) = 0"}
	if got := wholeCalls(trace); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
