package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// A machine is what a measurement depends on, besides the file system.
type machine struct {
	date, processor, kernel, load string
}

func describeMachine() machine {
	return machine{
		date:      time.Now().UTC().Format(time.DateOnly),
		processor: fmt.Sprintf("%s, %d CPUs", submatch("/proc/cpuinfo", `model name\s*: (.*)`), runtime.NumCPU()),
		kernel:    runtime.GOOS + " " + submatch("/proc/sys/kernel/osrelease", `(.*)`),
		load:      loadAverage(),
	}
}

func (m machine) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "| | |\n| --- | --- |\n| date | %s |\n| processor | %s |\n| kernel | %s |\n| Go | %s |\n| load average, before | %s |\n",
		m.date, m.processor, m.kernel, runtime.Version(), m.load)
}

// loadAverage returns those of the last 1, 5 and 15 minutes (proc(5)). The
// measurement itself adds about 1.
func loadAverage() string { return submatch("/proc/loadavg", `(\S+ \S+ \S+)`) }

// submatch returns what the group of the pattern matches first in a file.
func submatch(name, pattern string) string {
	data, err := os.ReadFile(name)
	if m := regexp.MustCompile(pattern).FindSubmatch(data); err == nil && m != nil {
		return string(m[1])
	}
	return "unknown"
}

// fileSystemOf returns the type and the options of the file system of dir, as
// mountinfo has them (proc(5)).
func fileSystemOf(dir string) string {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "unknown"
	}
	data, _ := os.ReadFile("/proc/self/mountinfo")
	return fileSystemIn(string(data), dir)
}

func fileSystemIn(mountinfo, dir string) string {
	best, found := "", "unknown"
	for line := range strings.Lines(mountinfo) {
		mount, fs, ok := strings.Cut(line, " - ")
		fields, types := strings.Fields(mount), strings.Fields(fs)
		if !ok || len(fields) < 6 || len(types) < 1 {
			continue
		}
		point := fields[4]
		within := point == "/" || dir == point || strings.HasPrefix(dir, point+"/")
		if within && len(point) >= len(best) {
			best, found = point, fmt.Sprintf("%s (%s)", types[0], fields[5])
			if len(types) > 1 && strings.HasPrefix(types[1], "/dev/loop") {
				found += " on a loop device"
			}
		}
	}
	return found
}
