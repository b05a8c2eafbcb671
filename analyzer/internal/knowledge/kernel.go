package knowledge

import (
	"path"
	"strings"
)

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

// ControlFile reports whether name is a file through which the kernel is
// controlled, wherever its file system is mounted (cgroups(7),
// Documentation/filesystems/resctrl.rst).
func ControlFile(name string) bool {
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
