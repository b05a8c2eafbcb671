//go:build integration

package atomicfile_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestCrossBuild vets the package for every system it is written for, and for
// a 32-bit Linux and one that lacks the older system calls. ios is missing
// because it needs cgo; it is built from the files of darwin. With an empty
// build cache most of the standard library is compiled once for each.
func TestCrossBuild(t *testing.T) {
	for _, platform := range strings.Fields(`
		aix/ppc64 android/arm64 darwin/amd64 dragonfly/amd64 freebsd/amd64 illumos/amd64 js/wasm linux/386 linux/riscv64
		netbsd/amd64 openbsd/amd64 plan9/amd64 solaris/amd64 wasip1/wasm windows/amd64`) {
		goos, goarch, _ := strings.Cut(platform, "/")
		cmd := exec.Command("go", "vet", ".", "./internal/fsys")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", platform, err, out)
		}
	}
}
