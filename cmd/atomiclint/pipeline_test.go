package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPipeline runs the worked example: its findings, its fixes, and what a
// kill half way does to it before and after.
func TestPipeline(t *testing.T) {
	m := newModule(t, "")
	if err := os.CopyFS(m.dir, os.DirFS("testdata/pipeline")); err != nil {
		t.Fatal(err)
	}
	r := m.run(tool, ".")
	if r.code != 3 || strings.Count(r.stderr, "os.Create can leave") != 2 || strings.Count(r.stderr, "os.WriteFile can leave") != 1 {
		t.Fatalf("got %v\nwant two findings about os.Create and one about os.WriteFile", r)
	}
	m.must("go", "build", "-o", "naive.exe", ".")
	m.must(tool, "-fix", ".")
	m.must("go", "build", "-o", "fixed.exe", ".")

	m.must(filepath.Join(m.dir, "naive.exe"), append([]string{"-o", "want"}, m.inputs()...)...)
	want := m.outputs("want")
	if len(want) != 7 {
		t.Fatalf("got %d outputs, want 7", len(want))
	}
	for _, test := range []struct {
		program string
		started string // exists while the first output is being written
		right   bool   // after the second run
	}{
		{"naive.exe", "alice.csv", false},
		{"fixed.exe", "alice.csv.atomic.tmp", true},
	} {
		t.Run(test.program, func(t *testing.T) {
			m := &userModule{t: t, dir: m.dir, env: m.env}
			dir := t.TempDir()
			m.killHalfWay(test.program, dir, test.started)
			half := m.outputs(dir)
			if _, broken := half["alice.csv"]; broken == test.right {
				t.Errorf("after the kill: got alice.csv there %v, want %v", broken, !test.right)
			}
			m.must(filepath.Join(m.dir, test.program), append([]string{"-o", dir}, m.inputs()...)...)
			if got := m.outputs(dir); maps.Equal(got, want) != test.right {
				t.Errorf("after the second run: got the right outputs %v, want %v\ngot %q\nwant %q", !test.right, test.right, got, want)
			}
		})
	}
}

// inputs returns the names of the example's input files.
func (m *userModule) inputs() []string {
	m.t.Helper()
	inputs, err := filepath.Glob(filepath.Join(m.dir, "input", "*.txt"))
	if err != nil {
		m.t.Fatal(err)
	}
	return inputs
}

// outputs returns the contents of the files in dir by name.
func (m *userModule) outputs(dir string) map[string]string {
	m.t.Helper()
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(m.dir, dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		m.t.Fatal(err)
	}
	files := make(map[string]string)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			m.t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

// killHalfWay runs program, and kills it as soon as the file named started
// exists.
func (m *userModule) killHalfWay(program, dir, started string) {
	m.t.Helper()
	cmd := exec.Command(filepath.Join(m.dir, program), append([]string{"-o", dir}, m.inputs()...)...)
	cmd.Env = append(m.env, "PIPELINE_DELAY=1m")
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		if _, err := os.Stat(filepath.Join(dir, started)); err == nil {
			break
		}
		if time.Now().After(deadline) {
			m.t.Errorf("got no %s from %s within a minute", started, program)
			break
		}
		time.Sleep(time.Millisecond)
	}
	if err := cmd.Process.Kill(); err != nil {
		m.t.Error(err)
	}
	if err := cmd.Wait(); err == nil {
		m.t.Errorf("%s ended by itself, want it killed", program)
	}
}
