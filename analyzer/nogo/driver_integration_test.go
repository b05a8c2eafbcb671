//go:build integration

package nogo

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// scratch is a directory for what the tests have in common: the programs of
// rules_go and the packages that they check. TestMain makes and removes it.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "nogo"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(scratch)
	os.Exit(code)
}

// modulePath is the module that holds the analyzer.
var modulePath = path.Dir(reflect.TypeFor[analyzer.Settings]().PkgPath())

// command runs a command in dir and returns what it printed. It fails the test
// if the command does not exit with code.
func command(t *testing.T, code int, dir, name string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "PWD="+dir)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: got exit code %d, want %d\n%s%s", cmd, got, code, &out, &errs)
	}
	return out.String(), errs.String()
}

// copySources copies the files that a target of rules_go lists as its srcs.
func copySources(t *testing.T, target, dir string) {
	t.Helper()
	from := filepath.Join(moduleDir(t, "github.com/bazelbuild/rules_go"), "go", "tools", "builders")
	build := file(t, filepath.Join(from, "BUILD.bazel"))
	_, rule, _ := strings.Cut(build, `name = "`+target+`",`)
	rule, _, _ = strings.Cut(rule, "\n)\n")
	_, srcs, _ := strings.Cut(rule, "srcs = [")
	srcs, _, ok := strings.Cut(srcs, "]")
	if !ok {
		t.Fatalf("%s has no target %s with srcs", from, target)
	}
	names := regexp.MustCompile(`"(\w+\.go)"`).FindAllStringSubmatch(srcs, -1)
	if strings.Contains(rule, `"//conditions:default": ["path.go"]`) {
		names = append(names, []string{"", "path.go"})
	}
	for _, name := range names {
		write(t, filepath.Join(dir, name[1]), file(t, filepath.Join(from, name[1])))
	}
}

// buildBuilder builds the program that Bazel runs for each action of rules_go.
func buildBuilder(t *testing.T) string {
	t.Helper()
	dir, program := filepath.Join(scratch, "builder"), filepath.Join(scratch, "builder.exe")
	write(t, filepath.Join(dir, "go.mod"), "module builder\n\ngo 1.26.0\n")
	copySources(t, "builder_srcs", dir)
	// Bazel sets the variable, without which the program does not start.
	command(t, 0, dir, "go", "build", "-ldflags=-X main.rulesGoStdlibPrefix=@rules_go//stdlib:", "-o", program)
	return program
}

// copyTools makes a copy of golang.org/x/tools in which nogo can be built, for
// nogo imports one of its internal packages, which Bazel does not mind.
func copyTools(t *testing.T) string {
	t.Helper()
	dir, from := filepath.Join(scratch, "tools"), moduleDir(t, "golang.org/x/tools")
	for _, name := range []string{"go", "internal"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(from, name))); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "go.mod"), file(t, filepath.Join(from, "go.mod")))
	write(t, filepath.Join(dir, "go.sum"), file(t, filepath.Join(from, "go.sum"))+file(t, "go.sum"))
	useCheckout(t, dir)
	udiff, _ := command(t, 0, ".", "go", "list", "-m", "-f", "{{.Path}}@{{.Version}}", "github.com/aymanbagabas/go-udiff")
	command(t, 0, dir, "go", "mod", "edit", "-require="+strings.TrimSpace(udiff))
	return dir
}

// useCheckout makes the module in dir require that of the analyzer.
func useCheckout(t *testing.T, dir string) {
	t.Helper()
	command(t, 0, dir, "go", "mod", "edit", "-require="+modulePath+"@v0.0.0", "-replace="+modulePath+"="+moduleDir(t, modulePath))
}

// A driver holds the programs that the rules of Bazel run.
type driver struct {
	builder string
	tools   string // where nogo is built
	goroot  string // the standard library, compiled
	std     string // file that lists its packages
	pkgs    []pkg  // of testdata, in the order of their imports
}

// A pkg is a package to check.
type pkg struct {
	path, dir, archive string
	files, imports     []string
}

var theDriver struct {
	sync.Once
	*driver
}

// newDriver builds what the tests have in common, once.
func newDriver(t *testing.T) *driver {
	t.Helper()
	theDriver.Do(func() {
		d := &driver{builder: buildBuilder(t), tools: copyTools(t)}
		d.goroot, d.std = filepath.Join(scratch, "goroot"), filepath.Join(scratch, "packages.txt")
		d.compile(t)
		theDriver.driver = d
	})
	if theDriver.driver == nil {
		t.Fatal("there is no driver, as another test says")
	}
	return theDriver.driver
}

// compile makes archives of the packages of testdata and of what they import.
func (d *driver) compile(t *testing.T) {
	t.Helper()
	if err := os.CopyFS(scratch, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	const format = "{{.Standard}}|{{.ImportPath}}|{{.Dir}}|{{.Export}}|{{join .GoFiles `,`}}|{{join .Imports `,`}}"
	out, _ := command(t, 0, d.app(), "go", "list", "-export", "-deps", "-f", format, "./...")
	var std []string
	for line := range strings.Lines(out) {
		fields := strings.Split(strings.TrimSpace(line), "|")
		p := pkg{path: fields[1], dir: fields[2], archive: fields[3], files: strings.Split(fields[4], ","), imports: strings.Split(fields[5], ",")}
		if fields[0] == "false" {
			d.pkgs = append(d.pkgs, p)
			continue
		}
		std = append(std, p.path)
		if p.archive != "" { // unsafe has none
			write(t, filepath.Join(d.goroot, "pkg", suffix, filepath.FromSlash(p.path)+".a"), file(t, p.archive))
		}
	}
	write(t, d.std, strings.Join(std, "\n"))
}

// suffix is the folder of the standard library for this platform.
const suffix = runtime.GOOS + "_" + runtime.GOARCH

// build builds nogo with the analyzer and the configuration as the rule nogo
// does, and returns its file name.
func (d *driver) build(t *testing.T, config string) string {
	t.Helper()
	dir, err := os.MkdirTemp(d.tools, "nogo")
	if err != nil {
		t.Fatal(err)
	}
	copySources(t, "nogo_srcs", dir)
	write(t, filepath.Join(dir, "nogo.json"), config)
	command(t, 0, dir, d.builder, "gennogomain", "-output", "nogo_generated.go", "-config", "nogo.json",
		"-analyzer_importpath", reflect.TypeFor[analyzer.Settings]().PkgPath())
	command(t, 0, dir, "go", "build", "-mod=mod", "-o", "nogo.exe", ".")
	return filepath.Join(dir, "nogo.exe")
}

// A run is the outcome of checking all packages, with those of the module
// example.com/app as the main repository and the others as external ones.
type run struct {
	findings string // what the validation printed
	patch    string // the fixes
}

// check runs nogo on every package, as compilepkg.bzl does.
func (d *driver) check(t *testing.T, nogo string) run {
	t.Helper()
	var r run
	dir := t.TempDir()
	for _, p := range d.pkgs {
		out, _ := d.analyze(t, 0, nogo, dir, p)
		if p.external() {
			continue
		}
		code := 0
		if _, err := os.Stat(filepath.Join(out, "nogo.log")); err == nil {
			code = 1
			patch, err := os.ReadFile(filepath.Join(out, "nogo.patch"))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			r.patch += string(patch)
		}
		_, stderr := command(t, code, d.app(), d.builder, "nogovalidation", filepath.Join(out, "validation"), out)
		r.findings += stderr
	}
	return r
}

// analyze is the action RunNogo: it puts the facts of p beside those of the
// other packages in dir. It returns the directory for the findings.
func (d *driver) analyze(t *testing.T, code int, nogo, dir string, p pkg) (out, stderr string) {
	t.Helper()
	base := func(p pkg) string { return filepath.Join(dir, strings.ReplaceAll(p.path, "/", "_")) }
	out = base(p)
	if err := os.Mkdir(out, 0o777); err != nil {
		t.Fatal(err)
	}
	args := []string{"nogo", "-sdk", runtime.GOROOT(), "-goroot", d.goroot, "-installsuffix", suffix, "-package_list", d.std,
		"-importpath", p.path, "-p", p.path, "-nogo", nogo, "-out_facts", base(p) + ".facts", "-out", out}
	for _, file := range p.files {
		rel, err := filepath.Rel(d.app(), filepath.Join(p.dir, file))
		if err != nil {
			t.Fatal(err)
		}
		args = append(args, "-src", rel)
	}
	for _, dep := range d.pkgs {
		if slices.Contains(p.imports, dep.path) {
			args = append(args, "-arc", dep.path+"="+dep.path+"="+dep.archive, "-facts", dep.path+"="+dep.path+"="+base(dep)+".facts")
		}
	}
	if p.external() {
		args = append(args, "-facts_only")
	}
	_, stderr = command(t, code, d.app(), d.builder, args...)
	return out, stderr
}

// app is the main repository, where the actions run.
func (d *driver) app() string { return filepath.Join(scratch, "app") }

// external reports whether p belongs to another repository.
func (p pkg) external() bool { return !strings.HasPrefix(p.path, "example.com/app/") }

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
