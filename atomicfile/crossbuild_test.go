//go:build integration

package atomicfile_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestCrossBuild vets the package for every system it is written for. ios is
// missing because it needs cgo; it is built from the files of darwin.
func TestCrossBuild(t *testing.T) {
	for _, platform := range strings.Fields(`
		aix/ppc64 android/arm64 darwin/amd64 darwin/arm64 dragonfly/amd64
		freebsd/386 freebsd/amd64 freebsd/arm64 illumos/amd64 js/wasm
		linux/386 linux/amd64 linux/arm linux/arm64 linux/loong64 linux/mips64le linux/mipsle linux/ppc64le linux/riscv64 linux/s390x
		netbsd/amd64 netbsd/arm openbsd/amd64 openbsd/arm64 plan9/amd64
		solaris/amd64 wasip1/wasm windows/386 windows/amd64 windows/arm64`) {
		goos, goarch, _ := strings.Cut(platform, "/")
		cmd := exec.Command("go", "vet", ".")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", platform, err, out)
		}
	}
}
