//go:build integration

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An action is what action.yml describes.
type action struct {
	Name, Description string
	Inputs            map[string]struct{ Description, Default string }
	Runs              struct {
		Using string
		Steps []struct {
			Shell, Run string
			Env        map[string]string
		}
	}
}

func readAction(t *testing.T) action {
	t.Helper()
	cmd := exec.Command("python3", "-c", "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)")
	cmd.Stdin, cmd.Stderr = strings.NewReader(readFile(t, "action.yml")), os.Stderr
	data, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var a action
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAction runs the steps of the GitHub action as a runner does: shell bash
// is "bash --noprofile --norc -eo pipefail".
func TestAction(t *testing.T) {
	a := readAction(t)
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	run := func(m *userModule, inputs map[string]string) (last result) {
		t.Helper()
		values := map[string]string{"github.action_path": checkout}
		for name, input := range a.Inputs {
			values["inputs."+name] = input.Default
		}
		for name, value := range inputs {
			if _, ok := values["inputs."+name]; !ok {
				t.Errorf("the action has no input %s", name)
			}
			values["inputs."+name] = value
		}
		for _, step := range a.Runs.Steps {
			runner := *m
			runner.env = append(m.env, "RUNNER_TEMP="+temp, "GITHUB_WORKSPACE="+m.dir, "GOFLAGS=-buildvcs=false")
			for name, value := range step.Env {
				value, ok := values[strings.Trim(value, "${} ")]
				if !ok {
					t.Errorf("got %s in the action, which stands for nothing", step.Env[name])
				}
				runner.env = append(runner.env, name+"="+value)
			}
			if last = runner.run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run); last.code != 0 {
				break
			}
		}
		return last
	}
	m := newBareModule(t, two)
	if r := run(m, nil); r.code != 3 || strings.Count(r.stdout, "::warning file=") != 2 {
		t.Errorf("got %v\nwant two annotations and exit code 3", r)
	}
	if r := run(m, map[string]string{"flags": "-categories=direct-write -tests", "packages": ". ./pub"}); strings.Count(r.stdout, "::warning file=") != 1 {
		t.Errorf("got %v\nwant one annotation", r)
	}
	if r := run(m, map[string]string{"sarif": "out.sarif"}); r.code != 0 || !strings.Contains(m.read("out.sarif"), `"uri": "pub/pub.go"`) {
		t.Errorf("got %v\nwant a log in the file", r)
	}
	if r := run(newBareModule(t, clean), nil); r.code != 0 || r.stdout != "" {
		t.Errorf("got %v\nwant nothing", r)
	}
}
