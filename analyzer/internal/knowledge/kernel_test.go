package knowledge

import "testing"

func TestControlFile(t *testing.T) {
	for _, test := range []struct {
		name string
		want bool
	}{
		{"/sys/fs/resctrl/schemata", true},
		{"memory.max", true},
		{"/x/y/cgroup.procs", true},
		{"hugetlb.2MB.max", true},
		{"cpuset.cpus", true},
		{"drop_caches", true},
		{"cgroup", false}, // no control of a group
		{"cgroups.txt", false},
		{"memory.json", false},
		{"memory.max/report", false},
		{"", false},
	} {
		if got := ControlFile(test.name); got != test.want {
			t.Errorf("ControlFile(%q): got %t, want %t", test.name, got, test.want)
		}
	}
}

func TestIsStd(t *testing.T) {
	for _, test := range []struct {
		path string
		want bool
	}{
		{"os", true}, {"io/fs", true}, {"golang.org/x/sys/unix", false}, {"example.com", false}, {"p/q.v1", true},
	} {
		if got := IsStd(test.path); got != test.want {
			t.Errorf("IsStd(%q): got %t, want %t", test.path, got, test.want)
		}
	}
}
