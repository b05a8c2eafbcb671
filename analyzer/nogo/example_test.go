package nogo

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/atomiclint/atomiclint/analyzer"
)

// TestReadme checks that the README shows the files of the example.
func TestReadme(t *testing.T) {
	text := file(t, "README.md")
	for _, name := range []string{"MODULE.bazel", "BUILD.bazel", "nogo.json"} {
		if want := "\n" + file(t, "example", name) + "```\n"; !strings.Contains(text, want) {
			t.Errorf("README.md does not show example/%s as it is", name)
		}
	}
}

// TestExample checks that what the files of the example name is what rules_go
// and Gazelle call it.
func TestExample(t *testing.T) {
	module := evaluate(t, "MODULE.bazel")
	build := evaluate(t, "BUILD.bazel")
	rules := moduleDir(t, "github.com/bazelbuild/rules_go")

	_, version, _ := strings.Cut(rules, "@v")
	module.want(t, `bazel_dep(name = "rules_go", version = "`+version+`")`)
	gazelle := regexp.MustCompile(`\nbazel_dep\(name = "gazelle", version = ".*"\)`).FindString(file(t, rules, "MODULE.bazel"))
	module.want(t, strings.TrimSpace(gazelle))

	module.want(t, `use_extension("@rules_go//go:extensions.bzl", "go_sdk")`)
	build.want(t, `load("@rules_go//go:def.bzl", "nogo")`)
	for name, symbol := range map[string]string{"extensions.bzl": "go_sdk", "def.bzl": "nogo"} {
		if !strings.Contains(file(t, rules, "go", name), "\n"+symbol+" = ") {
			t.Errorf("rules_go has no %s in go/%s", symbol, name)
		}
	}

	// Gazelle makes the name of a repository from the path of the module.
	pkg := reflect.TypeFor[analyzer.Settings]().PkgPath()
	elems := strings.Split(path.Dir(pkg), "/")
	host := strings.Split(elems[0], ".")
	for i, j := 0, len(host)-1; i < j; i, j = i+1, j-1 {
		host[i], host[j] = host[j], host[i]
	}
	repo := strings.Join(append(host, elems[1:]...), "_")
	module.want(t, `go_deps.from_file(go_mod = "//:go.mod")`)
	module.want(t, `use_repo(go_deps, "`+repo+`")`)

	module.want(t, `go_sdk.nogo(nogo = "//:nogo")`)
	build.want(t, `nogo(name = "nogo", config = "nogo.json", visibility = ["//visibility:public"], deps = ["@`+repo+"//"+path.Base(pkg)+`"])`)
	for _, attr := range []string{"config", "deps"} {
		if !strings.Contains(file(t, rules, "go", "private", "rules", "nogo.bzl"), "\n        \""+attr+`": attr.`) {
			t.Errorf("the rule nogo has no attribute %s", attr)
		}
	}
}

// A record holds the calls in a file of Bazel, as they are written there.
type record []string

func (r record) want(t *testing.T, call string) {
	t.Helper()
	for _, c := range r {
		if c == call {
			return
		}
	}
	t.Errorf("got no call %s in\n\t%s", call, strings.Join(r, "\n\t"))
}

// evaluate runs a file of the example in the language of Bazel.
func evaluate(t *testing.T, name string) record {
	t.Helper()
	var r record
	globals := make(starlark.StringDict)
	for _, fn := range []string{"bazel_dep", "use_extension", "use_repo"} {
		globals[fn] = object{fn, &r}
	}
	thread := &starlark.Thread{Load: func(_ *starlark.Thread, from string) (starlark.StringDict, error) {
		r = append(r, `load("`+from+`", "nogo")`)
		return starlark.StringDict{"nogo": object{"nogo", &r}}, nil
	}}
	if _, err := starlark.ExecFileOptions(new(syntax.FileOptions), thread, name, file(t, "example", name), globals); err != nil {
		t.Fatal(err)
	}
	return r
}

// An object stands for what Bazel and its rules define. A call of it is
// recorded and returns an object, and so has each of its attributes.
type object struct {
	name   string
	record *record
}

func (o object) Name() string          { return o.name }
func (o object) String() string        { return o.name }
func (o object) Type() string          { return "object" }
func (o object) Freeze()               {}
func (o object) Truth() starlark.Bool  { return true }
func (o object) Hash() (uint32, error) { return starlark.String(o.name).Hash() }
func (o object) Attr(name string) (starlark.Value, error) {
	return object{o.name + "." + name, o.record}, nil
}
func (o object) AttrNames() []string { return nil }

func (o object) CallInternal(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var texts []string
	for _, arg := range args {
		texts = append(texts, arg.String())
	}
	for _, kwarg := range kwargs {
		name, _ := starlark.AsString(kwarg[0])
		texts = append(texts, name+" = "+kwarg[1].String())
	}
	*o.record = append(*o.record, fmt.Sprintf("%s(%s)", o.name, strings.Join(texts, ", ")))
	// The example gives an extension the name that it has.
	if o.name == "use_extension" {
		name, _ := starlark.AsString(args[len(args)-1])
		return object{name, o.record}, nil
	}
	return object{o.name, o.record}, nil
}

// moduleDir returns the directory of a module that this one requires.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	if out, err := exec.Command("go", "mod", "download", module).CombinedOutput(); err != nil {
		t.Fatalf("go mod download: %v\n%s", err, out)
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func file(t *testing.T, elems ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elems...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
