package atomicfile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// The tests that need a second process run the test binary again in one of
// these roles, in place of the tests.
const (
	roleEnv = "ATOMICFILE_TEST_ROLE"
	argEnv  = "ATOMICFILE_TEST_ARG"
)

// roles has the roles by name. The files that define them enter them in init.
var roles = map[string]func() error{}

func TestMain(m *testing.M) {
	role := os.Getenv(roleEnv)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := roles[role](); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", role, err)
		os.Exit(1)
	}
}

// roleCommand returns a command that plays role, with arg for roleArg.
func roleCommand(role string, arg any) *exec.Cmd {
	text, err := json.Marshal(arg)
	if err != nil {
		panic(err)
	}
	exe := "/proc/self/exe" // works for a user who cannot reach the directory of the binary
	if _, err := os.Stat(exe); err != nil {
		if exe, err = os.Executable(); err != nil {
			panic(err)
		}
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), roleEnv+"="+role, argEnv+"="+string(text),
		"GORACE="+os.Getenv("GORACE")+" atexit_sleep_ms=0") // the race detector sleeps for a second at exit
	cmd.Stderr = os.Stderr
	return cmd
}

// roleArg sets arg to what was given to roleCommand.
func roleArg(arg any) error { return json.Unmarshal([]byte(os.Getenv(argEnv)), arg) }
