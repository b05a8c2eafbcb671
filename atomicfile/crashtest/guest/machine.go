package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
)

// runMachine is what the first process of the machine does: all trials, and
// then it switches the machine off.
func runMachine() {
	if err := runTrials(); err != nil {
		report(lab.Report{Err: err.Error()})
	}
	report(lab.Report{})
	unix.Reboot(unix.LINUX_REBOOT_CMD_POWER_OFF)
}

func report(r lab.Report) {
	text, err := json.Marshal(r)
	if err != nil {
		text = []byte(`{"Err": "a report cannot be encoded"}`)
	}
	fmt.Printf("%s%s\n", lab.ReportMark, text)
}

func runTrials() error {
	data, err := os.ReadFile(lab.ConfigFile)
	if err != nil {
		return err
	}
	var config lab.Config
	if err := json.Unmarshal(data, &config); err != nil {
		return err
	}
	if err := setUp(&config); err != nil {
		return err
	}
	bench, err := newBench(&config)
	if err != nil {
		return err
	}
	for _, trial := range config.Trials {
		report(bench.run(trial))
	}
	return nil
}

// setUp mounts what a Linux system has, and loads the modules.
func setUp(config *lab.Config) error {
	for _, m := range []struct{ dir, kind, options string }{
		{"/proc", "proc", ""}, {"/sys", "sysfs", ""}, {"/dev", "devtmpfs", ""},
		{"/tmp", "tmpfs", ""}, {"/ram", "tmpfs", "size=95%"},
	} {
		os.MkdirAll(m.dir, 0o777)
		if err := unix.Mount(m.kind, m.dir, m.kind, 0, m.options); err != nil && err != unix.EBUSY {
			return fmt.Errorf("mount %s: %w", m.dir, err)
		}
	}
	for _, name := range config.Modules {
		if err := loadModule(filepath.Join(lab.ModuleDir, name)); err != nil {
			return fmt.Errorf("module %s: %w", name, err)
		}
	}
	return nil
}

func loadModule(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.FinitModule(int(f.Fd()), "", 0); err != unix.EEXIST {
		return err
	}
	return nil
}

// kernel returns the version of the kernel.
func kernel() string {
	f, err := os.Open("/proc/version")
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	line, _ := bufio.NewReader(f).ReadString('\n')
	if fields := strings.Fields(line); len(fields) > 2 {
		return fields[2]
	}
	return line
}
