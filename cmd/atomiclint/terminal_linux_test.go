package main

import (
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestTerminalDevice runs the command on a terminal.
func TestTerminalDevice(t *testing.T) {
	m := newBareModule(t, two)
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	device, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, "./...")
	cmd.Dir, cmd.Env, cmd.Stderr = m.dir, append(m.env, "TERM=xterm", "NO_COLOR="), device
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	device.Close()
	out, _ := io.ReadAll(master) // ends with an error when nobody has the device any more
	cmd.Wait()
	for _, want := range []string{"\x1b[1mapp.go:6:9:\x1b[0m", "^^^", "2 findings: 1 direct-write, 1 unsafe-rename; 2 can be fixed by atomiclint -fix ./..."} {
		if !strings.Contains(string(out), want) {
			t.Errorf("got %q\nwant %q in it", out, want)
		}
	}
	if cmd.ProcessState.ExitCode() != exitFindings {
		t.Errorf("got exit code %d, want %d", cmd.ProcessState.ExitCode(), exitFindings)
	}
}
