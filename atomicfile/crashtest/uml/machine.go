// Package uml runs a Linux kernel as a program, User Mode Linux, in which file
// systems are crashed. It needs no root and no support of the processor.
package uml

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
)

// A Machine is what is needed to run one.
type Machine struct {
	Guest   string // the program that is its first process
	Scratch string // a directory for its files, which exists
	Memory  int    // MiB
}

// Run has a machine do the trials on a file system, and calls done with each
// report. It returns an error if the machine did not come to its end.
func (m *Machine) Run(ctx context.Context, fs *FileSystem, trials []lab.Trial, done func(lab.Report)) error {
	dir, err := os.MkdirTemp(m.Scratch, "machine")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	disk, initramfs := filepath.Join(dir, "disk"), filepath.Join(dir, "initramfs")
	if err := fs.make(disk); err != nil {
		return err
	}
	if err := m.writeInitramfs(initramfs, fs, trials); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, m.Guest, "boot", "linux.uml", "ubd0="+disk, "initrd="+initramfs, fmt.Sprintf("mem=%dM", m.Memory),
		"con=null", "con0=null,fd:1", "quiet", "loglevel=3", "panic=-1", "root=/dev/ram0", "rw",
		"umid="+filepath.Base(dir), "uml_dir="+dir, "GODEBUG=cpu.all=off") // see guest/boot.go
	cmd.Env = append(os.Environ(), "TMPDIR="+memoryDir(m.Scratch, m.Memory))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the machine is several processes
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return run(cmd, done)
}

// run runs the machine until its last report.
func run(cmd *exec.Cmd, done func(lab.Report)) error {
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := false
	var console []string
	lines := bufio.NewScanner(out)
	for lines.Buffer(nil, 1<<20); lines.Scan(); {
		text, ok := strings.CutPrefix(lines.Text(), lab.ReportMark)
		if !ok {
			console = append(console, lines.Text())
			continue
		}
		var r lab.Report
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			console = append(console, lines.Text())
			continue
		}
		if ended = r.Kernel == "" && r.Err == ""; !ended {
			done(r)
		}
	}
	if err := cmd.Wait(); !ended {
		return fmt.Errorf("the machine has not come to its end: %v\n%s\n%s", err, strings.Join(console[max(0, len(console)-30):], "\n"), stderr.String())
	}
	return nil
}

// writeInitramfs writes the first file system.
func (m *Machine) writeInitramfs(name string, fs *FileSystem, trials []lab.Trial) error {
	modules, err := findModules(append([]string{"loop", "dm-log-writes", "dm-snapshot"}, fs.Modules...))
	if err != nil {
		return err
	}
	config := lab.Config{FileSystem: fs.Type, Options: fs.Options, Trials: trials}
	var a archive
	guest, err := os.ReadFile(m.Guest)
	if err != nil {
		return err
	}
	a.add("/init", 0o755, guest)
	for _, module := range modules {
		data, err := os.ReadFile(module)
		if err != nil {
			return err
		}
		a.add(filepath.Join(lab.ModuleDir, filepath.Base(module)), 0o644, data)
		config.Modules = append(config.Modules, filepath.Base(module))
	}
	text, err := json.Marshal(config)
	if err != nil {
		return err
	}
	a.add(lab.ConfigFile, 0o644, text)
	a.end()
	return os.WriteFile(name, a.Bytes(), 0o644)
}

// memoryDir returns where the machine's memory is kept: in memory, if there is
// room for it.
func memoryDir(other string, mib int) string {
	const shm = "/dev/shm"
	var st syscall.Statfs_t
	if syscall.Statfs(shm, &st) == nil && int64(st.Bavail)*st.Bsize > int64(mib)<<20 {
		return shm
	}
	return other
}
