//go:build integration && linux

package main

import (
	"fmt"
	"go/ast"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// A fixer is a function with its right fix, and with wrong ones, each of which
// differs from the right one in one place.
type fixer struct {
	name          string
	results       string
	claims        bool
	renames       bool
	before, right string
	wrong         []mistake
}

// A mistake replaces texts of the right fix, and breaks rules.
type mistake struct {
	name    string
	replace []string // pairs of old and new
	rules   []rule   // at least these
}

var fixers = []fixer{
	{
		name:    "check before the end",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"commit before the check", []string{"\tif err := in.Check()", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tif err := in.Check()"}, []rule{rejected}},
			{"commit too early", []string{"\tif _, err := io.Copy", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tif _, err := io.Copy"}, []rule{noNewErrors}},
			{"Close for Commit", []string{"return f.Commit()", "return f.Close()"}, []rule{published}},
			{"no commit", []string{"return f.Commit()", "return nil"}, []rule{published}},
			{"error of Commit dropped", []string{"return f.Commit()", "f.Commit()\n\treturn nil"}, []rule{told}},
			{"no deferred Close", []string{"\tdefer f.Close()\n", ""}, []rule{clean, repeatable}},
			{"error swallowed", []string{"in.Check(); err != nil {\n\t\treturn err", "in.Check(); err != nil {\n\t\treturn nil"}, []rule{results}},
		},
	},
	{
		name:    "verified by name",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := in.Verify(path); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	if err := in.Verify(path); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		wrong: []mistake{
			{"removal dropped", []string{"\t\tos.Remove(path)\n", ""}, []rule{rejected}},
			{"commit on the error path", []string{"\t\tf.Close()\n", "\t\tf.Commit()\n"}, []rule{improved}},
		},
	},
	{
		name:    "deferred close with a named error",
		results: "(err error)",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	for i := range 3 {
		if err := in.Step(i); err != nil {
			return err
		}
		fmt.Fprintln(f, i)
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Finish(&err)
	for i := range 3 {
		if err := in.Step(i); err != nil {
			return err
		}
		fmt.Fprintln(f, i)
	}
	return nil`,
		wrong: []mistake{
			{"inner err", []string{"\tdefer f.Finish(&err)\n\tfor", "\tif err := error(nil); err == nil {\n\t\tdefer f.Finish(&err)\n\t}\n\tfor"}, []rule{improved}},
			{"published whatever happens", []string{"defer f.Finish(&err)", "defer f.Commit()"}, []rule{improved}},
			{"commit in the loop", []string{"\t\tfmt.Fprintln(f, i)\n", "\t\tfmt.Fprintln(f, i)\n\t\tf.Commit()\n"}, []rule{published}},
		},
	},
	{
		name:    "error of the if",
		results: "(err error)",
		before: `
	if f, err := os.Create(path); err != nil {
		return err
	} else {
		defer f.Close()
		return in.Render(f)
	}`,
		right: `
	if f, ferr := atomicfile.Create(path); ferr != nil {
		return ferr
	} else {
		defer f.Finish(&err)
		return in.Render(f)
	}`,
		wrong: []mistake{{"inner err", []string{"ferr", "err"}, []rule{improved}}},
	},
	{
		name:    "the end of the input",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		row, err := in.Next()
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		fmt.Fprintln(f, row)
	}`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		row, err := in.Next()
		if err != nil {
			if err == io.EOF {
				return f.Commit()
			}
			return err
		}
		fmt.Fprintln(f, row)
	}`,
		wrong: []mistake{{"discarded at the end", []string{"return f.Commit()", "return nil"}, []rule{published}}},
	},
	{
		name:    "private",
		results: "error",
		before: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := atomicfile.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"wider", []string{"0o600", "0o644"}, []rule{wider, window}},
			{"narrower", []string{"0o600", "0o400"}, []rule{sameMode}},
		},
	},
	{
		name:    "temporary and rename",
		results: "error",
		claims:  true,
		renames: true,
		before: `
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)`,
		right: `
	f, err := atomicfile.Create(path, atomicfile.Concurrent(), atomicfile.WithPerm(0o600))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"no Concurrent", []string{"atomicfile.Concurrent(), ", ""}, []rule{writers}},
			{"mode not kept", []string{"\tif err := f.Chmod(0o600); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{wider}},
			{"mode widened", []string{", atomicfile.WithPerm(0o600)", "", "\tif err := f.Chmod(0o600); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{wider, window}},
		},
	},
	{
		name:    "only if absent",
		results: "error",
		claims:  true,
		before: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		wrong: []mistake{{"decided late", []string{"os.OpenFile", "atomicfile.OpenFile", "return in.Render(f)", "if err := in.Render(f); err != nil {\n\t\treturn err\n\t}\n\treturn f.Commit()"}, []rule{noNewErrors}}},
	},
	{
		name:    "buffered",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	return in.Render(w)`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := in.Render(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"flushed after Commit", []string{"\tif err := w.Flush(); err != nil {\n\t\treturn err\n\t}\n", "", "\tif err := in.Render", "\tdefer w.Flush()\n\tif err := in.Render"}, []rule{published}},
			{"not flushed", []string{"\tif err := w.Flush(); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{published}},
		},
	},
	{
		name:    "removed unless all went well",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		f.Close()
		if !ok {
			os.Remove(path)
		}
	}()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		return err
	}
	ok = true
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"removal stays", []string{"\tdefer f.Close()\n", "\tok := false\n\tdefer func() {\n\t\tf.Close()\n\t\tif !ok {\n\t\t\tos.Remove(path)\n\t\t}\n\t}()\n",
				"\treturn f.Commit()", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tok = true\n\treturn nil"}, []rule{intact}},
			{"removal of what was not published", []string{"in.Step(0); err != nil {\n\t\treturn err", "in.Step(0); err != nil {\n\t\treturn errors.Join(err, os.Remove(path))"}, []rule{results}},
		},
	},
	{
		name: "a program",
		before: `
	f, err := os.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		log.Fatal(err)
	}
	if in.Done() {
		os.Exit(0)
	}
	fmt.Fprintln(f, "more")`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		f.Close()
		log.Fatal(err)
	}
	if in.Done() {
		if err := f.Commit(); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}
	fmt.Fprintln(f, "more")
	if err := f.Commit(); err != nil {
		log.Fatal(err)
	}`,
		wrong: []mistake{
			{"exit leaves the temporary", []string{"\t\tf.Close()\n", ""}, []rule{clean}},
			{"exit with success discards", []string{"\t\tif err := f.Commit(); err != nil {\n\t\t\tlog.Fatal(err)\n\t\t}\n\t\tos.Exit", "\t\tf.Close()\n\t\tos.Exit"}, []rule{published}},
			{"another exit code", []string{"log.Fatal(err)", "panic(err)"}, []rule{results}},
			{"prints", []string{"\tif in.Done", "\tlog.Print(\"checked\")\n\tif in.Done"}, []rule{output}},
		},
	},
	{
		name:    "for ever",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"waits for the name", []string{"return f.Commit()", "for f.Commit() != nil {\n\t}\n\tselect {}"}, []rule{ends}},
		},
	},
}

// subject returns the function number id, fixed as the body says.
func (x fixer) subject(id int, body string) subject {
	function := func(body string) string {
		text := fmt.Sprintf("func Save%d(path string, in *feed.Source) %s {%s\n}\n", id, x.results, body)
		return header(text) + text
	}
	return subject{
		generated: generated{id: id, name: fmt.Sprintf("f%d.go", id), text: function(x.before), results: x.results,
			call: fmt.Sprintf("%%s.Save%d(path, s)", id), claims: x.claims, renames: x.renames},
		fixed: function(body),
	}
}

// TestWrongFixers condemns every wrong fix, and nothing else.
func TestWrongFixers(t *testing.T) {
	f := newTestFuzzer(t)
	var subjects []subject
	for _, x := range fixers {
		subjects = append(subjects, x.subject(len(subjects), x.right))
		for _, m := range x.wrong {
			for i := 0; i < len(m.replace); i += 2 {
				if !strings.Contains(x.right, m.replace[i]) {
					t.Fatalf("%s, %s: no %q in the right fix", x.name, m.name, m.replace[i])
				}
			}
			subjects = append(subjects, x.subject(len(subjects), strings.NewReplacer(m.replace...).Replace(x.right)))
		}
	}
	program, err := f.program(subjects)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.play(program, subjects); err != nil {
		t.Fatal(err)
	}
	id := 0
	for _, x := range fixers {
		if got := f.broken(id); len(got) > 0 && x.right != x.before {
			t.Errorf("%s: the right fix breaks %q", x.name, got)
		}
		for _, m := range x.wrong {
			id++
			for _, want := range m.rules {
				if got := f.broken(id); !slices.Contains(got, want) {
					t.Errorf("%s, %s: breaks %q, want %q among them", x.name, m.name, got, want)
				}
			}
		}
		id++
	}
	for _, es := range f.stats.shortest {
		for _, e := range es {
			t.Logf("function %d: %s; %s: %s", e.id, e.rule, e.scenario, e.why)
		}
	}
}

// TestPanic goes on where the analyzer panics, and names the function.
func TestPanic(t *testing.T) {
	panics := &analysis.Analyzer{Name: "panics", Doc: "panics", Run: func(pass *analysis.Pass) (any, error) {
		for _, f := range pass.Files {
			if ast.IsGenerated(f) && pass.Pkg.Name() == "gen" {
				panic("generated")
			}
		}
		return nil, nil
	}}
	l, err := newLinter(panics, ".", "os")
	if err != nil {
		t.Fatal(err)
	}
	f := &fuzzer{config: config{shown: 1}, linter: l, stats: newStats()}
	subjects, err := f.fix([]generated{
		{id: 1, name: "a.go", text: "package gen\n"},
		{id: 2, name: "b.go", text: "// Code generated by hand. DO NOT EDIT.\n\npackage gen\n"},
	})
	if err != nil || len(subjects) != 0 {
		t.Errorf("fix: %v, %v", subjects, err)
	}
	if got := f.broken(2); !slices.Equal(got, []rule{survives}) || len(f.broken(1)) > 0 {
		t.Errorf("function 2 breaks %q, function 1 %q, want %q and nothing", got, f.broken(1), survives)
	}
}

// broken returns the rules that a function breaks.
func (f *fuzzer) broken(id int) []rule {
	var rules []rule
	for r, ids := range f.stats.functions {
		if ids[id] {
			rules = append(rules, r)
		}
	}
	slices.Sort(rules)
	return rules
}

// TestNoFix changes nothing: all functions do what they did, though nothing
// became better.
func TestNoFix(t *testing.T) {
	f := newTestFuzzer(t)
	var subjects []subject
	for id := range 300 {
		g := generate(newChooser(7, uint64(id)), id)
		if found, err := f.linter.lint("example.com/gen", map[string]string{g.name: g.text}); err != nil || len(found.errors) > 0 {
			continue
		}
		subjects = append(subjects, subject{g, g.text})
	}
	if len(subjects) < 200 {
		t.Fatalf("%d of 300 generated functions build", len(subjects))
	}
	program, err := f.program(subjects)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.play(program, subjects); err != nil {
		t.Fatal(err)
	}
	if n := f.stats.scenarios; n < 5000 {
		t.Errorf("%d scenarios", n)
	}
	delete(f.stats.shortest, improved)
	delete(f.stats.shortest, told)
	for _, es := range f.stats.shortest {
		for _, e := range es {
			t.Errorf("not so: %s; %s: %s\n%s", e.rule, e.scenario, e.why, e.text)
		}
	}
}

// silent reports nothing.
var silent = &analysis.Analyzer{
	Name: "silent",
	Doc:  "reports nothing",
	Run:  func(*analysis.Pass) (any, error) { return nil, nil },
}

// newTestFuzzer returns a fuzzer without an analyzer.
func newTestFuzzer(t *testing.T) *fuzzer {
	t.Helper()
	dir, err := scratch()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	f, err := newFuzzer(config{shown: 100, module: "."}, dir, silent, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
