//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	becomeBoxed()
	m.Run()
}

const example = `package example

func keep(n int) error {
	count++
	sync(true)
	if n == 0 && ready() {
		return failed()
	}
	a.b = n
	c = append(c, n)
	d = c
	defer stop()
	return open(flag|excl, 0o600)
}

func is(a T) bool { return a.is }

func all() []T { return every }

func down(depth int) bool { return depth > 9 || down(depth+1) }

func find() (int, bool, bool) {
	down(0)
	if is(a) {
		return 1, false, false
	}
	return 1, false, true
}

func read() (int, error) {
	if is(a) {
		return 0, open(2)
	}
	return 3, nil
}

func open(flag int) error { return make(flag, 0o666) }
`

// mutantsOf returns the mutants of one file.
func mutantsOf(file string, src []byte) ([]*mutant, error) {
	c, err := newCollector(file, src, make(map[string]bool))
	if err != nil {
		return nil, err
	}
	return c.collect(), nil
}

// TestMutants looks at every mutant of a small function.
func TestMutants(t *testing.T) {
	of, err := mutantsOf("example.go", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range of {
		got = append(got, m.operator+": "+m.was+" => "+m.text)
	}
	want := []string{
		"empty the function: keep => {return nil}",
		"remove the statement: count++ => ",
		"swap the statements: count++ sync(true) => sync(true)\n\tcount++",
		"remove the statement: sync(true) => ",
		"remove the statement: a.b = n => ",
		"remove the statement: c = append(c, n) => ",
		"swap the statements: c = append(c, n) d = c => d = c\n\tc = append(c, n)",
		"remove the statement: d = c => ",
		"remove the statement: defer stop() => ",
		"change the constant: true => false",
		"negate the condition: n == 0 && ready() => !(n == 0 && ready())",
		"drop an operand after &&: n == 0 && ready() => n == 0",
		"drop an operand before &&: n == 0 && ready() => ready()",
		"compare otherwise, by !=: n == 0 => n != 0",
		"change the constant: 0 => 1",
		"return no error: failed() => func() error { _ = failed(); return nil }()",
		"return no error: open(flag|excl, 0o600) => func() error { _ = open(flag|excl, 0o600); return nil }()",
		"drop an operand after |: flag|excl => flag",
		"drop an operand before |: flag|excl => excl",
		"widen the mode: 0o600 => 0o666",
		"return a constant: is, false => { return false }",
		"return a constant: is, true => { return true }",
		"return a constant: all, nil => { return nil }",
		"return a constant: down, false => { return false }",
		"return a constant: down, true => { return true }",
		"drop an operand after ||: depth > 9 || down(depth+1) => depth > 9",
		"remove the statement: down(0) => ",
		"negate the condition: is(a) => !(is(a))",
		"change the constant: false => true",
		"change the constant: 1 => 2",
		"change the constant: false => true",
		"change the constant: true => false",
		"negate the condition: is(a) => !(is(a))",
		"return no error: open(2) => func() error { _ = open(2); return nil }()",
		"change the constant: 2 => 3",
		"change the constant: 3 => 4",
		"empty the function: open => {return nil}",
		"return no error: make(flag, 0o666) => func() error { _ = make(flag, 0o666); return nil }()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got mutants\n%q\nwant\n%q", got, want)
	}
}

// TestWoven runs a program with a mutant of each kind of function that calls a
// copy in its own way.
func TestWoven(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a program")
	}
	const src = `package main

type list[T any] struct{ all []T }

func (l *list[T]) size(int) int { return len(l.all) + 1 }

func (list[T]) first(_ string, all ...T) (found T) { return all[0] }

func count[T, U any](T, ...U) int { return 1 }

func show(n int) { print(n) }

func main() {
	l := &list[int]{all: []int{7}}
	show(l.size(0))
	show(l.first("", 5, 6))
	show(count(1, 2))
}
`
	all, err := mutantsOf("main.go", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range all {
		m.number = i + 1
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "choice"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"go.mod": []byte("module example.com/m\n\ngo 1.26\n"), "main.go": woven([]byte(src), all),
		"choice.go": choice("main", "example.com/m/choice"), "choice/choice.go": chooser(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-o", "m", ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	want := []string{
		"original: 251",
		"size: return a constant: size, 0: 051",
		"size: change the constant: 1: 351",
		"first: change the constant: 0: 261",
		"count: return a constant: count, 0: 250",
		"count: change the constant: 1: 252",
		"show: empty the function: show: ",
		"show: remove the statement: print(n): ",
		"main: empty the function: main: ",
		"main: remove the statement: show(l.size(0)): 51",
	}
	var got []string
	for i, m := range append([]*mutant{nil}, all...) {
		if len(got) == len(want) {
			break
		}
		run := exec.Command(filepath.Join(dir, "m"))
		run.Env = append(os.Environ(), fmt.Sprintf("%s=%d", chosen, i))
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("mutant %d: %v\n%s", i, err, out)
		}
		name := "original"
		if m != nil {
			name = m.in.name + ": " + m.operator + ": " + m.was
		}
		got = append(got, name+": "+string(out))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestDraw draws from the mutants of a function that can be emptied, and of
// another.
func TestDraw(t *testing.T) {
	all, err := mutantsOf("p/p.go", []byte("package p\n\nfunc keep() { set(1) }\n\nfunc is() bool { return is() }\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		campaign campaign
		want     int
	}{
		{campaign{sample: 2, emptied: true}, 3},
		{campaign{sample: 2}, 2},
		{campaign{sample: 100, emptied: true}, len(all)},
		{campaign{sample: 100}, len(all)},
		{campaign{emptied: true}, 1},
	} {
		drawn := test.campaign.draw(all)
		if len(drawn) != test.want || test.campaign.emptied && drawn[0].operator != emptied {
			t.Errorf("%+v: drew %v of %v, want %d, with the one that empties a function first if all of these are wanted", test.campaign, drawn, all, test.want)
		}
	}
}

// TestEquivalent looks for mutants that are not made any more.
func TestEquivalent(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../*.go", "../internal/fsys/*.go", "../../analyzer/*.go", "../../analyzer/internal/*/*.go"} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	all, err := mutants(".", files)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range equivalent {
		found := 0
		for _, m := range all {
			if e.is(m) {
				found++
			}
		}
		if found == 0 || e.why == "" {
			t.Errorf("%s: %s: %s: it is that of %d mutants, want one at least, and a reason", e.function, e.operator, e.was, found)
		}
	}
}

// TestCampaign tries all mutants of a package whose test looks at one of two
// functions, and at that of a package that it imports, with a process for each
// and with one for all.
func TestCampaign(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds several packages")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":            "module example.com/m\n\ngo 1.26\n",
		"m/sub/sub.go":      "package sub\n\nfunc Do(set *bool) { *set = true }\n",
		"m/sub/sub_test.go": "package sub\n\nimport \"testing\"\n\nfunc TestDo(t *testing.T) { Do(new(bool)) }\n",
		"m/m.go":            "package m\n\nimport _ \"example.com/m/m/sub\"\n\nfunc tested(set *bool) { *set = true }\n\nfunc untested(other *bool) { *other = true }\n",
		"m/m_test.go": "package m\n\nimport (\n\t\"testing\"\n\n\t\"example.com/m/m/sub\"\n)\n\nfunc TestTested(t *testing.T) {\n" +
			"\tvar done, set bool\n\tuntested(new(bool))\n\tif sub.Do(&done); !done {\n\t\tpanic(\"not done\")\n\t}\n\tif tested(&set); !set {\n\t\tt.Error(\"not set\")\n\t}\n}\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	for _, serve := range []bool{false, true} {
		c := campaign{pkg: "m", sample: 100, seed: 1, serve: serve, limit: time.Minute, workers: 2, progress: func(line string) { t.Log(line) }}
		r, err := c.run()
		if err != nil {
			t.Fatal(err)
		}
		if sum := r.counts()[0]; sum.noticed != 6 || r.broken != 0 {
			t.Errorf("serve %t: got %d mutants noticed and %d that do not compile, want 6 and 0", serve, sum.noticed, r.broken)
		}
		var got []string
		for _, m := range r.survivors {
			got = append(got, m.String())
		}
		slices.Sort(got)
		want := []string{
			"m/m.go:7: untested: change the constant: true",
			"m/m.go:7: untested: empty the function: untested",
			"m/m.go:7: untested: remove the statement: *other = true",
		}
		if !slices.Equal(got, want) {
			t.Errorf("serve %t: got survivors %q, want %q", serve, got, want)
		}
	}
}
