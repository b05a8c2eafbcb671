//go:build integration

package main

import (
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestRunVersion builds a small gopls with the command that a module proxy has,
// and the real analyzer.
func TestRunVersion(t *testing.T) {
	p := newProxy(t)
	p.addGopls("v0.98.0", strings.Replace(miniature, "v0.99.0", "v0.34.0", 1))
	p.addCheckout("v1.2.3")
	bin := t.TempDir()
	s := newSession(t, append(p.env(), "GOBIN="+bin, "GOFLAGS=-mod=mod")...)
	s.dir = t.TempDir()
	cmd := s.command()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Args = path, []string{"go", "run", modulePath() + "/cmd/atomiclint-gopls@v1.2.3", "-gopls=v0.98.0"}
	out, err := cmd.CombinedOutput()
	name := defaultName
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	output := filepath.Join(bin, name)
	if want := output + " is gopls v0.98.0 with atomiclint v1.2.3.\n"; err != nil || !strings.Contains(string(out), want) {
		t.Fatalf("got %v, want output %q:\n%s", err, want, out)
	}
	checkMiniature(t, output, "v0.98.0+atomiclint")
}

// addCheckout adds this module as it is in the checkout.
func (p *proxy) addCheckout(version string) {
	p.t.Helper()
	root := os.DirFS(filepath.Join("..", ".."))
	files := make(map[string][]byte)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, modErr := fs.Stat(root, name+"/go.mod")
			if name != "." && (modErr == nil || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() {
			files[name], err = fs.ReadFile(root, name)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.add(modulePath(), version, files)
}

var everyFlag = flag.Bool("every", false, "build every minor version of gopls that is supported, not only the newest and the oldest")

// TestGopls builds the newest and the oldest supported gopls, or each of them,
// and drives it. The newest is compared with the stock gopls as well.
func TestGopls(t *testing.T) {
	g := goCommand{dir: t.TempDir()}
	known, err := loadCatalog(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	supported := slices.DeleteFunc(known.releases, func(r release) bool { return !known.builds(r) })
	if len(supported) < 4 {
		t.Fatalf("got %v, want four versions that can be built at least", supported)
	}
	for i, r := range slices.Backward(supported) {
		newest, oldest := i == len(supported)-1, i == 0
		if !newest && !oldest && !*everyFlag {
			continue
		}
		t.Run(r.version, func(t *testing.T) {
			path := buildGopls(t, r.version)
			t.Run("drive", func(t *testing.T) { drive(t, path) })
			t.Run("without writer", func(t *testing.T) { driveWithoutWriter(t, path) })
			if newest {
				t.Run("latency", func(t *testing.T) { measureLatency(t, path, r) })
			}
		})
	}
}

// buildGopls builds a version of gopls with the command, and returns its path.
func buildGopls(t *testing.T, version string) string {
	t.Helper()
	output := filepath.Join(t.TempDir(), "gopls")
	s := newSession(t)
	begin := time.Now()
	cmd := s.command("-gopls", version, "-o", output)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	state := cmd.ProcessState
	t.Logf("built in %.1f s, %.1f s CPU", time.Since(begin).Seconds(), (state.UserTime() + state.SystemTime()).Seconds())
	out, err := exec.Command(output, "version").Output()
	if want := "golang.org/x/tools/gopls " + version + "+atomiclint\n"; err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("got version %q, error %v, want %q", out, err, want)
	}
	return output
}
