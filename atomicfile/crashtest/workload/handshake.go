package workload

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Mark is how each line begins by which a process reports a round.
const Mark = "COMMIT "

// Serve plays a run in dir. It writes a line to out after each round, and goes
// on when it has read a byte from in: then the round has been noted.
func Serve(r *Run, dir string, in io.Reader, out io.Writer) error {
	return r.Play(dir, func(round Round) error {
		line, err := json.Marshal(round)
		if err != nil {
			return err
		}
		if _, err := out.Write([]byte(Mark + string(line) + "\n")); err != nil { // in one system call
			return err
		}
		_, err = io.ReadFull(in, make([]byte, 1))
		return err
	})
}

// Drive runs a process that serves, and calls note for each round.
func Drive(cmd *exec.Cmd, note func(Round) error) (rounds []Round, err error) {
	var stderr strings.Builder
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		round, nerr := parseRound(lines.Text())
		if nerr == nil {
			nerr = note(round)
		}
		if nerr == nil {
			_, nerr = in.Write([]byte{'\n'})
		}
		if nerr != nil {
			cmd.Process.Kill()
			err = nerr
			break
		}
		rounds = append(rounds, round)
	}
	if werr := cmd.Wait(); werr != nil {
		err = errors.Join(err, fmt.Errorf("%w\n%s", werr, stderr.String()))
	}
	return rounds, err
}

func parseRound(line string) (r Round, err error) {
	text, ok := strings.CutPrefix(line, Mark)
	if !ok {
		return r, fmt.Errorf("unexpected output %q", line)
	}
	return r, json.Unmarshal([]byte(text), &r)
}
