package analyzer

import (
	"go/ast"
	"go/constant"
	"go/types"
	"path"
	"strings"
	"unicode"
)

// This file holds what names alone suggest. Data flow decides first; a name
// only tips the balance where the flow leaves the package.

// literal returns the origin of a path that begins with the constant text.
func literal(text string) origin {
	if text == "" {
		return unset
	}
	for _, prefix := range []string{"/dev/", "/proc/", "/sys/", `\\.\`, `\\?\pipe\`} {
		if strings.HasPrefix(text, prefix) && !strings.HasPrefix(text, "/dev/shm/") {
			return special
		}
	}
	switch strings.ToUpper(text) {
	case "NUL", "CON", "CONIN$", "CONOUT$":
		return special
	}
	for _, dir := range []string{"/tmp", "/var/tmp", "/dev/shm"} {
		if text == dir || strings.HasPrefix(text, dir+"/") {
			return temporary
		}
	}
	return output
}

// suffixHint returns staging if text, the end of a path of origin o, is a
// suffix that people give to files they have not finished.
func suffixHint(text string, o origin) origin {
	text = strings.TrimRight(text, "*%dsvxX-.0123456789")
	for _, suffix := range []string{".tmp", ".temp", ".part", ".partial", "~tmp", "_tmp"} {
		if strings.HasSuffix(text, suffix) {
			return staging
		}
	}
	return o
}

// hinted returns the origin that name, that of a variable or function about
// which the flow tells only o, suggests, or o.
func hinted(name string, o origin) origin {
	ws := words(name)
	for i, w := range ws {
		switch w {
		case "cgroup", "cgroups", "resctrl", "sysfs", "procfs", "configfs", "debugfs", "tracefs":
			return special
		case "tmpdir", "tempdir", "tmpfile", "tempfile", "tmppath", "scratch", "scratchdir":
			return temporary
		case "tmp", "temp", "temporary", "staging":
			if i == len(ws)-1 || pathWord[ws[i+1]] {
				return temporary
			}
		}
	}
	return o
}

// pathWord holds the words that follow "tmp" in the names of temporary paths.
var pathWord = map[string]bool{
	"base": true, "dir": true, "directory": true, "dst": true, "file": true,
	"filename": true, "filepath": true, "folder": true, "name": true,
	"path": true, "root": true,
}

// aside reports whether a path that ends in tail, or a name, is that of a file
// that was moved out of the way.
func aside(name, tail string) bool {
	for _, w := range words(name) {
		switch w {
		case "archive", "archived", "backup", "bak", "bad", "broken", "corrupt", "corrupted", "deleted", "discard", "old", "orig", "original", "prev", "previous", "quarantine", "rotated", "saved", "trash":
			return true
		}
	}
	switch path.Ext(tail) {
	case ".bad", ".backup", ".bak", ".bkp", ".broken", ".corrupt", ".corrupted", ".deleted", ".old", ".orig", ".prev", ".save", ".saved", ".trash", ".1":
		return true
	}
	return false
}

// words splits a Go identifier into its words, in lower case.
func words(name string) []string {
	var words []string
	start := 0
	runes := []rune(name)
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case r == '_' || r == '.' || r == '-' || r == '/':
			flush(i)
			start = i + 1
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			flush(i)
		}
	}
	flush(len(runes))
	return words
}

// controlFile reports whether name is a file through which the kernel is
// controlled, wherever its file system is mounted (cgroups(7),
// Documentation/filesystems/resctrl.rst).
func controlFile(name string) bool {
	base := path.Base(name)
	switch base {
	case "schemata", "uevent_helper", "release_agent", "notify_on_release", "mon_groups":
		return true
	}
	switch prefix, _, _ := strings.Cut(base, "."); prefix {
	case "cgroup", "cpuset", "blkio", "freezer", "hugetlb", "net_cls", "net_prio", "cpuacct":
		return prefix != base
	}
	return kernelKnob[base]
}

// controlsKernel reports whether the package at pkgPath works on control files
// of the kernel, going by its path.
func controlsKernel(pkgPath string) bool { return hinted(pkgPath, unknown) == special }

// kernelKnob holds the control files whose name tells it alone (cgroups(7),
// proc(5), user_namespaces(7), Documentation/admin-guide/sysctl).
var kernelKnob = map[string]bool{
	"autogroup":                   true,
	"core_pattern":                true,
	"driver_override":             true,
	"drop_caches":                 true,
	"gid_map":                     true,
	"ip_forward":                  true,
	"oom_adj":                     true,
	"oom_score_adj":               true,
	"rp_filter":                   true,
	"scaling_governor":            true,
	"setgroups":                   true,
	"sriov_numvfs":                true,
	"uid_map":                     true,
	"cpu.cfs_period_us":           true,
	"cpu.cfs_quota_us":            true,
	"cpu.max":                     true,
	"cpu.rt_period_us":            true,
	"cpu.rt_runtime_us":           true,
	"cpu.shares":                  true,
	"cpu.weight":                  true,
	"io.bfq.weight":               true,
	"io.max":                      true,
	"io.weight":                   true,
	"memory.high":                 true,
	"memory.kmem.limit_in_bytes":  true,
	"memory.limit_in_bytes":       true,
	"memory.low":                  true,
	"memory.max":                  true,
	"memory.memsw.limit_in_bytes": true,
	"memory.min":                  true,
	"memory.oom.group":            true,
	"memory.oom_control":          true,
	"memory.soft_limit_in_bytes":  true,
	"memory.swap.max":             true,
	"memory.swappiness":           true,
	"memory.use_hierarchy":        true,
	"pids.max":                    true,
	"rdma.max":                    true,
}

// temporaryMakers holds the functions of the standard library that make a
// temporary file or directory, or name the directory for them.
var temporaryMakers = map[string]bool{
	"io/ioutil.TempDir":         true,
	"io/ioutil.TempFile":        true,
	"os.CreateTemp":             true,
	"os.MkdirTemp":              true,
	"os.TempDir":                true,
	"(*testing.common).TempDir": true,
	"(*testing.B).TempDir":      true,
	"(*testing.F).TempDir":      true,
	"(*testing.T).TempDir":      true,
	"(testing.TB).TempDir":      true,
}

// makesTemporary reports whether the call of fn returns something temporary.
func makesTemporary(info *types.Info, fn *types.Func, call *ast.CallExpr) bool {
	name := fn.FullName()
	if temporaryMakers[name] {
		// A temporary in a directory of the caller's choice is as temporary:
		// what matters is that its name is fresh and unknown to readers.
		return true
	}
	if (name == "os.Getenv" || name == "os.LookupEnv") && len(call.Args) == 1 {
		if tv := info.Types[call.Args[0]]; tv.Value != nil {
			switch constant.StringVal(tv.Value) {
			case "TMPDIR", "TMP", "TEMP", "TEMPDIR", "RUNNER_TEMP":
				return true
			}
		}
	}
	return false
}
