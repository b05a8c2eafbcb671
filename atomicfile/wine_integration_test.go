//go:build linux && integration

package atomicfile_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wineEnv is the environment variable that says where .ci/wine.sh has put, or
// is to put, a system that has wine.
const wineEnv = "ATOMICFILE_WINE"

// notUnderWine are the tests that wine 10 cannot pass. It removes a file that
// is open only when it is closed, refuses to rename onto a file that is open,
// and has names, links and devices that Windows has not, or other errors.
var notUnderWine = []string{
	"TestBatchPartlyPublished", "TestBatchSameName", "TestForeignTemporary", "TestInProgress", "TestManyGoroutines",
	"TestNoReplaceRace", "TestNoReplaceSymlink", "TestReplacedTemporary", "TestWriteFileErrors", "TestWriteFileLongName", "TestWritePathDirect",
}

// TestWine runs the tests of this package as a Windows program, under wine.
//
// It shows the calls to Windows to be right, and what happens when a reader
// has the destination open. It shows nothing of what NTFS does in a crash, and
// wine 10 has no renaming with POSIX semantics, so that the fallback is tested.
func TestWine(t *testing.T) {
	root := os.Getenv(wineEnv)
	switch {
	case root == "" && !mustRun():
		t.Skipf("wine needs root and 1 GB; set %s to the directory for it", wineEnv)
	case root == "":
		root = "/var/tmp/atomicfile-wine"
	}
	if out, err := exec.Command("../.ci/wine.sh", root).CombinedOutput(); err != nil {
		t.Fatalf(".ci/wine.sh: %v\n%s", err, out)
	}
	work, err := os.MkdirTemp(root, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(work)
	build := exec.Command("go", "test", "-c", "-o", filepath.Join(work, "test.exe"), ".")
	build.Env = append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	if err := os.CopyFS(filepath.Join(work, "testdata"), os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	// The mounts end with the process.
	const run = `mount -t proc proc "$1/proc" && exec chroot "$1" env -i PATH=/usr/bin:/bin HOME=/root LC_ALL=C.UTF-8 \
		WINEPREFIX="/$2/prefix" WINEDEBUG=-all sh -c 'cd "/$0" && exec /usr/lib/wine/wine64 test.exe -test.v -test.skip="$1"' "$2" "$3"`
	cmd := exec.Command("unshare", "--mount", "--pid", "--fork", "--kill-child",
		"sh", "-c", run, "wine", root, filepath.Base(work), "^("+strings.Join(notUnderWine, "|")+")$")
	out, err := cmd.CombinedOutput()
	passed := len(regexp.MustCompile(`(?m)^--- PASS: `).FindAll(out, -1))
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(out)), "PASS") {
		t.Fatalf("%v\n%s", err, out)
	}
	if passed < 20 {
		t.Errorf("got %d tests passed, want at least 20:\n%s", passed, out)
	}
	t.Logf("%d tests pass", passed)
}
