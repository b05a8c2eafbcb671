//go:build linux

package stage

import "syscall"

// limitFiles keeps files from growing beyond n bytes, see Scenario.Limit, until
// restore is called.
func limitFiles(n int) (restore func()) {
	if n == 0 {
		return func() {}
	}
	var old syscall.Rlimit
	check(syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old))
	check(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(max(n, 0)), Max: old.Max}))
	return func() { check(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old)) }
}
