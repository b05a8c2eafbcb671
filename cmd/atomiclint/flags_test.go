package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer"
)

// TestFlags checks the effect of each flag of the analyzer on the files that
// have findings.
func TestFlags(t *testing.T) { testFlags(t, standAlone) }

// testFlags checks them in one way to run the command, with args.
func testFlags(t *testing.T, w way, args ...string) {
	t.Helper()
	const archive = `
-- app.go --
package app

import "os"

func Save(data []byte) error { return os.WriteFile("config.json", data, 0o644) }
-- app_gen.go --
package app

import "os"

func SaveGen(data []byte) error { return os.WriteFile("gen.json", data, 0o644) }
-- app_test.go --
package app

import "os"

func saveTest(data []byte) error { return os.WriteFile("test.json", data, 0o644) }
-- ignored.go --
package app

//atomiclint:ignore there is nothing to ignore
func Nothing() {}
-- publish.go --
package app

import "os"

func Publish(path string, data []byte) error {
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer os.Remove(path + ".new")
	if _, err := f.Write(data); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
-- skipped/skipped.go --
package skipped

import "os"

func Save(data []byte) error { return os.WriteFile("skipped.json", data, 0o644) }
-- put/put.go --
package put

var put func(label, path string, data []byte) error

func Put(label, path string, data []byte) error { return put(label, path, data) }
-- put/use/use.go --
package use

import "example.com/app/put"

func Use(data []byte) error { return put.Put("label", "put.json", data) }
`
	const skip, none = "-skip=*_gen.go,example.com/app/skipped", ""
	tests := []struct {
		flag, file string
		before     string // in the message about file, without the flag
		after      string // and with it, and all the others
	}{
		{"-categories=direct-write,unsafe-rename", "ignored.go", "silences nothing", none},
		{skip, "app_gen.go", "gen.json", none},
		{skip, "skipped.go", "skipped.json", none},
		{"-tests", "app_test.go", none, "test.json"},
		{"-strict", "publish.go", none, "publishes path unsafely: no-dirsync"},
		{"-sinks=example.com/app/put.Put:1", "use.go", none, "put.json"},
		{"-writer=example.com/app/safe", "app.go", "use atomicfile.WriteFile", "use safe.WriteFile"},
	}
	var all []string
	for _, test := range tests {
		if !slices.Contains(all, test.flag) {
			all = append(all, test.flag)
		}
	}
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) {
		if !slices.ContainsFunc(all, func(arg string) bool { return strings.HasPrefix(arg+"=", "-"+f.Name+"=") }) {
			t.Errorf("flag -%s has no test", f.Name)
		}
	})
	t.Run(w.name, func(t *testing.T) {
		t.Parallel()
		m := newModule(t, archive)
		before := w.in(m, append(args, "./...")...)
		after := w.in(m, slices.Concat(args, all, []string{"./..."})...)
		for _, test := range tests {
			wantMessage(t, before, test.file, test.before)
			wantMessage(t, after, test.file, test.after)
		}
	})
}

// wantMessage checks that there is a message about file that contains text,
// or no message about file if text is empty.
func wantMessage(t *testing.T, r result, file, text string) {
	t.Helper()
	lines := regexp.MustCompile(`(?m)^(.*/)?` + regexp.QuoteMeta(file) + `:\d.*$`)
	all := r.stderr
	for _, d := range jsonDiagnostics(t, r) {
		all += d.Posn + ": " + d.Message + "\n"
	}
	messages := strings.Join(lines.FindAllString(all, -1), "\n")
	if text == "" && messages != "" || !strings.Contains(messages, text) {
		t.Errorf("got %q about %s, want %q: %v", messages, file, text, r)
	}
}

// TestSkipDirectories checks the flags that the README gives to those who begin
// in a large repository.
func TestSkipDirectories(t *testing.T) {
	const text = "\n\nimport \"os\"\n\nfunc Save(data []byte) error { return os.WriteFile(\"a.json\", data, 0o644) }\n"
	var archive strings.Builder
	for _, dir := range []string{"app", "app/legacy", "app/legacy/deep", "vendored", "legacynot"} {
		fmt.Fprintf(&archive, "-- %s/x.go --\npackage x%s", dir, text)
	}
	archive.WriteString("-- app/ignored.go --\npackage x\n\n//atomiclint:ignore nothing\nfunc Nothing() {}\n")
	flags := regexp.MustCompile("`(-(?:skip|categories)=\\S+)`").FindAllStringSubmatch(section(t, "In a large repository"), -1)
	if len(flags) != 4 {
		t.Fatalf("got the flags %q from the README, want four", flags)
	}
	m := newModule(t, archive.String())
	for _, test := range []struct {
		flags []string
		want  []string
	}{
		{nil, []string{"app/ignored.go", "app/legacy/deep/x.go", "app/legacy/x.go", "app/x.go", "legacynot/x.go", "vendored/x.go"}},
		{[]string{flags[0][1], flags[1][1]}, []string{"app/x.go", "legacynot/x.go"}},
	} {
		r := standAlone.in(m, append(test.flags, "./...")...)
		var got []string
		for _, match := range regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(m.dir)+`/(\S+?):\d`).FindAllStringSubmatch(r.stderr, -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("with %q: got findings in %q, want %q: %v", test.flags, got, test.want, r)
		}
	}
}

// TestLoadFlags checks the flags that the README lists beside those of the
// analyzer.
func TestLoadFlags(t *testing.T) {
	testLoadFlags(t, []loadFlagsTest{
		{standAlone, "-tags=special ./...", []string{"special.go:7"}},
		{goVet, "-tags=special ./...", []string{"special.go:7"}},
		{standAlone, "-tests ./...", []string{"app_test.go:5"}},
		{standAlone, "-tests -test=false ./...", nil},
		{standAlone, "-tests -c=0 ./...", []string{"app_test.go:5", "\n5\tfunc save"}},
		{goVet, "-tests -c=0 ./...", []string{"app_test.go:5", "\n5\tfunc save"}},
		{standAlone, "-tests -c=2 ./...", []string{"\n3\timport", "\n5\tfunc save"}},
	})
}

// A loadFlagsTest is what must be in the output of the command.
type loadFlagsTest struct {
	way  way
	args string
	want []string
}

func testLoadFlags(t *testing.T, tests []loadFlagsTest) {
	const archive = `
-- app.go --
package app
-- special.go --
//go:build special

package app

import "os"

func Save(data []byte) error { return os.WriteFile("config.json", data, 0o644) }
-- app_test.go --
package app

import "os"

func save(data []byte) error { return os.WriteFile("test.json", data, 0o644) }
`
	for _, test := range tests {
		t.Run(test.way.name+" "+test.args, func(t *testing.T) {
			t.Parallel()
			r := test.way.in(newModule(t, archive), strings.Fields(test.args)...)
			if len(test.want) == 0 && (r.code != 0 || r.stderr != "") {
				t.Errorf("got %v\nwant no findings", r)
			}
			for _, want := range test.want {
				if !strings.Contains(r.stdout+r.stderr, want) {
					t.Errorf("got no %q: %v", want, r)
				}
			}
		})
	}
}

// TestDescribeFlags checks that the go command gets to know the flags that it
// may hand on, and which of them take a value, and that -help has all of them.
func TestDescribeFlags(t *testing.T) {
	m := newBareModule(t, clean)
	var flags []struct {
		Name, Usage string
		Bool        bool
	}
	if err := json.Unmarshal([]byte(m.must(tool, "-flags").stdout), &flags); err != nil {
		t.Fatal(err)
	}
	boolean := map[string]bool{"V": true, "diff": true, "flags": true, "json": true, "strict": true, "tests": true}
	var names []string
	for _, f := range flags {
		if f.Bool != boolean[f.Name] || f.Usage == "" {
			t.Errorf("got flag %+v, want a usage and boolean %v", f, boolean[f.Name])
		}
		names = append(names, f.Name)
	}
	want := []string{"V", "c", "diff", "driver", "flags", "json"}
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) { want = append(want, f.Name) })
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("got flags %q, want %q", names, want)
	}
	help := m.must(tool, "-help").stderr
	if n := strings.Count(help, "\n"); n > 60 || !strings.HasPrefix(help, "atomiclint [flags] packages\n\nFlags:\n\n  -") || strings.Contains(help, "no effect") {
		t.Errorf("got %d lines, want flags first, none without effect, and at most 60 lines:\n%s", n, help)
	}
	for _, name := range append(want, "default", "explain", "fix", "format", "since", "tags", "test") {
		if name != "flags" && !strings.Contains(help, "\n  -"+name) {
			t.Errorf("-help lacks -%s:\n%s", name, help)
		}
	}
	for _, line := range strings.Split(help, "\n") {
		if len(line) > 80 {
			t.Errorf("-help has a line of %d columns: %q", len(line), line)
		}
	}
}

// TestDefault checks the packages that are looked at if none are named.
func TestDefault(t *testing.T) {
	m := newBareModule(t, broken+"-- clean/clean.go --\npackage clean\n")
	for _, test := range []struct {
		args string
		code int
	}{
		{"-default=./...", 3},
		{"-default=./... -tests", 3},
		{"-default=./... ./clean", 0},
		{"-default=", 1},
	} {
		if r := m.run(tool, strings.Fields(test.args)...); r.code != test.code {
			t.Errorf("got %v\nwant exit code %d", r, test.code)
		}
	}
}

// TestWords checks what stands for a flag, and the texts that they print.
func TestWords(t *testing.T) {
	m := newBareModule(t, clean)
	for _, test := range []struct{ args, want string }{
		{"help", "looks like a finished one to whoever reads it next"},
		{"version", "atomiclint (devel) go1."},
		{"-version", "atomiclint (devel) go1."},
		{"-V", "atomiclint (devel) go1."},
		{"-V=full", "version devel comments-go-here buildID="},
	} {
		if r := m.must(tool, strings.Fields(test.args)...); !strings.Contains(r.stdout, test.want) || r.stderr != "" {
			t.Errorf("got %v\nwant %q on stdout", r, test.want)
		}
	}
}

// TestSettingsThatMatchNothing checks what is said of sinks and patterns that
// cannot be what was meant, in each mode.
func TestSettingsThatMatchNothing(t *testing.T) {
	const archive = `
-- put/put.go --
package put

func Put(label int, path string) {}
-- a/a.go --
package a

import "example.com/app/put"

func F() { put.Put(1, "a") }
-- b/b.go --
package b

import "example.com/app/put"

func F() { put.Put(1, "b") }
`
	m := newBareModule(t, archive)
	for _, test := range []struct {
		way  way
		args string
		code int
		want string // the only line from the command
	}{
		{standAlone, "-sinks=example.com/app/put.Pot:1 ./...", 1, "atomiclint: setting sinks: there is no function example.com/app/put.Pot in example.com/app/put"},
		{goVet, "-sinks=example.com/app/put.Pot:1 ./...", 1, "atomiclint: setting sinks: there is no function example.com/app/put.Pot in example.com/app/put"},
		{goFix, "-sinks=example.com/app/put.Pot:1 ./...", 1, "atomiclint: setting sinks: there is no function example.com/app/put.Pot in example.com/app/put"},
		{standAlone, "-sinks=example.com/app/put.Put ./...", 1, "atomiclint: setting sinks: argument 0 of example.com/app/put.Put is no path but int; they are counted from 0"},
		{standAlone, "-sinks=example.com/nosuch.Put ./...", 1, "atomiclint: setting sinks: example.com/nosuch.Put matches nothing: no package imports example.com/nosuch"},
		{standAlone, "-skip=example.com/ap/...,a.go,*_gen.go ./...", 0, "atomiclint: setting skip: example.com/ap/... matches nothing\natomiclint: setting skip: *_gen.go matches nothing"},
		{standAlone, "-writer=os ./...", 2, `atomiclint: invalid value "os" for flag -writer: WriteFile of package os writes in place; atomiclint -help lists the flags`},
	} {
		r := test.way.in(m, strings.Fields(test.args)...)
		if got := strings.TrimSpace(onlyLines(r.stderr, "atomiclint: ")); r.code != test.code || got != test.want {
			t.Errorf("got %v\nwant exit code %d and %q", r, test.code, test.want)
		}
	}
}

// TestDirectiveCreates checks that a directive which declares a sink is seen in
// each mode, in a package that imports nothing by which to guess it.
func TestDirectiveCreates(t *testing.T) {
	const archive = `
-- put/put.go --
package put

//atomiclint:creates path
func Put(label int, path string) {}
-- use/use.go --
package use

import "example.com/app/put"

func F() { put.Put(1, "use.json") }
-- wrong/wrong.go --
package wrong

//atomiclint:creates file
func Put(path string) {}
`
	m := newBareModule(t, archive)
	for _, test := range []struct {
		way  way
		args string
		code int
	}{{standAlone, "./...", 3}, {goVet, "./...", 1}, {goVet, "-json ./...", 0}, {goFix, "-json ./...", 0}} {
		r := test.way.in(m, strings.Fields(test.args)...)
		wantMessage(t, r, "use.go", `put.Put can leave "use.json" half-written`)
		wantMessage(t, r, "wrong.go", "//atomiclint:creates means nothing here")
		if r.code != test.code {
			t.Errorf("got exit code %d, want %d: %v", r.code, test.code, r)
		}
	}
}

// TestErrorOnce checks that an error of the flags is printed once, however many
// packages there are.
func TestErrorOnce(t *testing.T) { testErrorOnce(t, goVet) }

func testErrorOnce(t *testing.T, w way) {
	t.Helper()
	archive := broken
	for _, dir := range []string{"a", "b", "c"} {
		archive += "-- " + dir + "/x.go --\npackage " + dir + "\n\nimport \"os\"\n\nvar _ = os.WriteFile(\"x\", []byte{1}, 0o644)\n"
	}
	m := newBareModule(t, archive)
	r := w.in(m, "-categories=direct", "./...")
	if n := strings.Count(r.stderr, "no category"); r.code != 1 || n != 1 || strings.Count(r.stderr, "-help lists the flags") != 1 || strings.Contains(r.stderr, "exit status") {
		t.Errorf("got the error %d times, want it once, with a hint: %v", n, r)
	}
}
