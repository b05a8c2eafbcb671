// Package special holds files that are no regular files, and files without
// content.
package special

import (
	"os"
	"path/filepath"
	"strconv"
)

func kernel(pid int, cgroupPath string) {
	os.WriteFile("/proc/self/oom_score_adj", []byte("100"), 0o644)
	os.WriteFile("/proc/"+strconv.Itoa(pid)+"/comm", []byte("x"), 0o644)
	os.WriteFile(filepath.Join("/sys/fs/cgroup", "x", "pids.max"), []byte("1"), 0o644)
	os.WriteFile(filepath.Join(cgroupPath, "any"), []byte("1"), 0o644)
	os.WriteFile(os.DevNull, []byte("x"), 0o644)
	f, _ := os.OpenFile("/dev/kmsg", os.O_WRONLY|os.O_TRUNC, 0)
	f.WriteString("x")
}

func Control(dir string) {
	os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte("1"), 0o644)
	os.WriteFile(filepath.Join(dir, "memory.max"), []byte("1"), 0o644)
}

func markers(path string) {
	f, _ := os.Create(path)
	f.Close()
	if _, err := os.Create(path); err != nil {
		return
	}
	os.WriteFile(path, nil, 0o644)
	os.WriteFile(path, []byte{}, 0o644)
	os.WriteFile(path, []byte(""), 0o644)
}
