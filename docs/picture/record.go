//go:build linux

package main

import (
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// record runs a command on a terminal, and returns what it shows. That the
// command fails is part of the show.
func record(cmd *exec.Cmd) (string, error) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return "", err
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		return "", err
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		return "", err
	}
	device, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return "", err
	}
	cmd.Stdout, cmd.Stderr = device, device
	err = cmd.Start()
	device.Close()
	if err != nil {
		return "", err
	}
	shown, _ := io.ReadAll(master) // ends with an error when nobody has the device any more
	cmd.Wait()
	return strings.ReplaceAll(string(shown), "\r\n", "\n"), nil
}
