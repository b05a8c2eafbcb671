package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A goCommand runs the go command in one directory, out of reach of the
// caller's workspace and flags.
type goCommand struct {
	dir      string
	tmp      string    // where it makes its temporary files; empty means the default
	progress io.Writer // gets what the go command says while it works
}

// output runs the go command with args and returns its standard output. An
// error holds what the command said about it.
func (g goCommand) output(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = g.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod -buildvcs=false", "PWD="+g.dir)
	if g.tmp != "" {
		cmd.Env = append(cmd.Env, "GOTMPDIR="+g.tmp)
	}
	// The go command removes what it has made when it is interrupted, most of
	// the time (Go 1.27 has left a directory), and nothing when it is killed.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if g.progress != nil {
		cmd.Stderr = io.MultiWriter(&stderr, g.progress)
	}
	out, err := cmd.Output()
	if err == nil {
		return out, nil
	}
	if said := complaint(stderr.String()); said != "" && !errors.Is(err, exec.ErrNotFound) {
		return out, errors.New(said)
	}
	return out, fmt.Errorf("go %s: %w", args[0], err)
}

// complaint returns the first line of what the go command said that tells of
// an error.
func complaint(stderr string) string {
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "go: downloading ") && !strings.HasPrefix(line, "# ") {
			return strings.TrimPrefix(line, "go: ")
		}
	}
	return ""
}

// decode runs the go command with args and decodes its output, which is JSON,
// into v.
func (g goCommand) decode(ctx context.Context, v any, args ...string) error {
	out, err := g.output(ctx, args...)
	// With -json an error may be in the output only.
	if len(out) == 0 && err != nil {
		return err
	}
	if jsonErr := json.Unmarshal(out, v); jsonErr != nil {
		return errors.Join(err, fmt.Errorf("go %s: %w", args[0], jsonErr))
	}
	return err
}
