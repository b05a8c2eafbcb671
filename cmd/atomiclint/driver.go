package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
)

// driverEnv is set in the process that runDriver starts.
const driverEnv = "ATOMICLINT_DRIVER"

// insideDriver reports whether runDriver started this process.
func insideDriver() bool { return os.Getenv(driverEnv) != "" }

// runDriver runs the driver with the arguments of this process, and its output
// on stdout. The driver exits by itself, so it runs in a child process. It
// returns the driver's exit code.
func runDriver(cl *commandLine, stdout io.Writer) int {
	exe, err := os.Executable()
	if err != nil {
		fail(exitFailure, err)
	}
	cmd := exec.Command(exe, cl.args...)
	cmd.Env = append(os.Environ(), driverEnv+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, stdout, os.Stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		fail(exitFailure, err)
	}
	return cmd.ProcessState.ExitCode()
}
