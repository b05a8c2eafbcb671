//go:build integration

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestYAML checks that all YAML in the documentation can be read, and that
// each workflow has the keys that GitHub wants, and no others.
func TestYAML(t *testing.T) {
	var texts []string
	for _, name := range append(pageNames(t), "analyzer/golangci/README.md", "analyzer/nogo/README.md") {
		for _, match := range regexp.MustCompile("(?s)```yaml\n(.*?)```\n").FindAllStringSubmatch(readFile(t, name), -1) {
			texts = append(texts, match[1])
		}
	}
	if len(texts) < 5 {
		t.Fatalf("got %d blocks of YAML, want at least 5", len(texts))
	}
	for _, name := range []string{".pre-commit-hooks.yaml", "analyzer/golangci/.golangci.yml", "analyzer/golangci/.custom-gcl.yml"} {
		texts = append(texts, readFile(t, name))
	}
	workflows := 0
	for _, text := range texts {
		cmd := exec.Command("python3", "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)")
		cmd.Stdin, cmd.Stderr = strings.NewReader(text), os.Stderr
		data, err := cmd.Output()
		if err != nil {
			t.Errorf("%v in\n%s", err, text)
			continue
		}
		if !strings.Contains(text, "\njobs:\n") {
			continue
		}
		workflows++
		var workflow struct {
			True        any `json:"true"` // "on", as YAML 1.1 has it
			Permissions map[string]string
			Jobs        map[string]struct {
				RunsOn string `json:"runs-on"`
				Steps  []struct {
					Uses, Run string
					With      map[string]any
				}
			}
		}
		dec := json.NewDecoder(strings.NewReader(string(data)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&workflow); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
		for name, job := range workflow.Jobs {
			for i, step := range job.Steps {
				if (step.Uses == "") == (step.Run == "") {
					t.Errorf("step %d of job %s has not one of uses and run", i, name)
				}
			}
			if workflow.True == nil || job.RunsOn == "" || len(job.Steps) == 0 {
				t.Errorf("got job %+v and on %v, want on, runs-on and steps", job, workflow.True)
			}
		}
	}
	if workflows != 3 {
		t.Errorf("got %d workflows, want 3", workflows)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
