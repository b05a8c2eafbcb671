//go:build linux

// The picture command records what atomiclint says about the example of the
// README on a terminal, and writes it as docs/atomiclint.svg:
//
//	go run ./docs/picture
//
// It is run at the top of the repository.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func main() {
	if err := draw("docs/atomiclint.svg"); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// draw records the session and writes the picture.
func draw(name string) error {
	screen, err := session()
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(name, []byte(svg(screen)), 0o666)
}

// session returns what a terminal shows of a session with the example: the
// commands as they are typed, and what they print.
func session() (string, error) {
	dir, err := os.MkdirTemp("", "picture")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	tool := filepath.Join(dir, "atomiclint")
	if out, err := exec.Command("go", "build", "-o", tool, "./cmd/atomiclint").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	example := filepath.Join(dir, "pipeline")
	if err := os.CopyFS(example, os.DirFS("cmd/atomiclint/testdata/pipeline")); err != nil {
		return "", err
	}
	checkout, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for _, args := range [][]string{
		{"mod", "init", "example.com/pipeline"},
		{"mod", "edit", "-go=1.26.0", "-require=" + module + "@v0.0.0", "-replace=" + module + "=" + checkout},
		{"mod", "tidy"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = example
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%v: %w: %s", cmd, err, out)
		}
	}
	var screen string
	for _, args := range [][]string{{"./..."}, {"-fix", "./..."}, {"./..."}} {
		cmd := exec.Command(tool, args...)
		cmd.Dir = example
		cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=", "GOWORK=off", "GOFLAGS=-mod=mod", "PWD="+example)
		shown, err := record(cmd)
		if err != nil {
			return "", err
		}
		screen += prompt + "atomiclint"
		for _, arg := range args {
			screen += " " + arg
		}
		screen += "\n" + shown
	}
	return screen + prompt, nil
}

const (
	module = "github.com/atomiclint/atomiclint"
	prompt = "\x1b[90m$\x1b[0m "
)
