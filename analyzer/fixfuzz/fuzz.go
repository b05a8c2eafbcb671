package main

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/stage"
)

const (
	modulePath = "github.com/atomiclint/atomiclint"
	feedPath   = modulePath + "/analyzer/fixfuzz/feed"
	stagePath  = modulePath + "/analyzer/fixfuzz/stage"
)

// libraries are what generated functions, and their fixes, import.
var libraries = []string{"archive/tar", "archive/zip", "bufio", "bytes", "compress/gzip", "compress/zlib", "context", "encoding/base64", "encoding/binary", "encoding/csv", "encoding/gob",
	"encoding/hex", "encoding/json", "encoding/xml", "errors", "fmt", "hash/crc32", "io", "io/fs", "iter", "log", "os", "os/exec", "path/filepath", "strings", "sync", "syscall", "text/tabwriter", "text/template", modulePath + "/atomicfile", feedPath}

// A config says what to do.
type config struct {
	wanted int // functions with a fix
	seed   uint64
	first  int       // the number of the first function
	batch  int       // functions in a program
	shown  int       // functions to print that break a rule
	only   int       // the number of the only function, or -1
	shrink bool      // make these functions smaller
	module string    // a directory of it
	told   io.Writer // is told after each program how far it is, or nil
}

// A fuzzer generates functions, has them fixed, and judges the fixes.
type fuzzer struct {
	config
	linter  *linter
	builder *builder
	stats   *stats
	out     io.Writer
	died    string // what the last program said that died
}

// newFuzzer returns a fuzzer that works in dir.
func newFuzzer(c config, dir string, a *analysis.Analyzer, out io.Writer) (*fuzzer, error) {
	f := &fuzzer{config: c, stats: newStats(), out: out}
	var err error
	if f.linter, err = newLinter(a, c.module, libraries...); err != nil {
		return nil, err
	}
	f.builder, err = newBuilder(dir, c.module, append([]string{stagePath}, libraries...)...)
	return f, err
}

// scratch makes a directory where nothing waits for a disk, if there is such a
// place.
func scratch() (string, error) {
	if dir, err := os.MkdirTemp("/dev/shm", "fixfuzz"); err == nil {
		return dir, nil
	}
	return os.MkdirTemp("", "fixfuzz")
}

// fuzz judges the fixes of a on functions of its own until there were enough.
func fuzz(c config, a *analysis.Analyzer, out io.Writer) (*stats, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	f, err := newFuzzer(c, dir, a, out)
	if err != nil {
		return nil, err
	}
	if c.only >= 0 {
		g := generate(newChooser(c.seed, uint64(c.only)), c.only)
		fmt.Fprint(out, g.text)
		return f.stats, f.judge([]generated{g})
	}
	if err := f.judgeAll(); err != nil {
		return f.stats, err
	}
	return f.stats, f.show()
}

// judgeAll judges functions until enough of them have a fix, as many batches
// at a time as there are processors.
func (f *fuzzer) judgeAll() error {
	type verdict struct {
		stats *stats
		err   error
	}
	workers := runtime.GOMAXPROCS(0)
	firsts, verdicts := make(chan int, workers), make(chan verdict)
	defer close(firsts)
	for i := range workers {
		builder, err := f.builder.sub(fmt.Sprint(i))
		if err != nil {
			return err
		}
		go func() {
			for id := range firsts {
				w := *f
				w.builder, w.stats = builder, newStats()
				err := w.judge(f.functions(id))
				verdicts <- verdict{w.stats, err}
			}
		}()
	}
	next, running := f.first, 0
	var failure error
	for {
		for ; running < workers && f.stats.fixed < f.wanted && failure == nil; running++ {
			firsts <- next
			next += f.batch
		}
		if running == 0 {
			return failure
		}
		v := <-verdicts
		running--
		f.stats.add(v.stats, f.shown)
		switch {
		case v.err != nil:
			failure = v.err
		case f.stats.fixed == 0:
			failure = errors.New("none of the functions got a fix")
		case f.told != nil:
			fmt.Fprintln(f.told, f.stats)
		}
	}
}

// functions generates a batch, from the function of the number first on.
func (f *fuzzer) functions(first int) (all []generated) {
	for i := range f.batch {
		all = append(all, generate(newChooser(f.seed, uint64(first+i)), first+i))
	}
	return all
}

// A subject is a function before and after the fixes.
type subject struct {
	generated
	fixed string
}

// judge judges the fixes of some functions.
func (f *fuzzer) judge(functions []generated) error {
	subjects, err := f.fix(functions)
	if err != nil {
		return err
	}
	if len(subjects) == 0 {
		return nil
	}
	program, err := f.program(subjects)
	if err != nil {
		return err
	}
	return f.play(program, subjects)
}

// fix returns the functions that a fix changes, and judges the text.
func (f *fuzzer) fix(functions []generated) ([]subject, error) {
	sources := make(map[string]string)
	byName := make(map[string]generated)
	for _, g := range functions {
		sources[g.name], byName[g.name] = g.text, g
	}
	found, err := f.linter.lint("example.com/before/gen", sources)
	if errors.As(err, new(*panicError)) {
		f.dropPanics(byName, sources)
		found, err = f.linter.lint("example.com/before/gen", sources)
	}
	if err != nil {
		return nil, err
	}
	for len(found.errors) > 0 {
		for _, e := range found.errors {
			name := e.Fset.Position(e.Pos).Filename
			if _, ok := sources[name]; ok {
				f.stats.invalid[e.Msg]++
			}
			delete(sources, name)
		}
		if found, err = f.linter.lint("example.com/before/gen", sources); err != nil {
			return nil, err
		}
	}
	f.stats.generated += len(sources)
	reports := make(map[string][]analysis.Diagnostic)
	for _, d := range found.found {
		name := f.linter.fileOf(d.Pos)
		reports[name] = append(reports[name], d)
	}
	f.stats.reported += len(reports)
	fixed := make(map[string]string)
	for name, found := range reports {
		if fixed[name], err = applyFixes(f.linter.fset, sources[name], found); err != nil {
			f.violate(subject{byName[name], fixed[name]}, nil, violation{builds, err.Error()})
			delete(fixed, name)
			continue
		}
		if fixed[name] == sources[name] {
			delete(fixed, name)
		}
	}
	return f.again(byName, sources, fixed)
}

// dropPanics removes the files from sources on which the analyzer panics.
func (f *fuzzer) dropPanics(functions map[string]generated, sources map[string]string) {
	for _, name := range sortedKeys(sources) {
		_, err := f.linter.lint("example.com/before/gen", map[string]string{name: sources[name]})
		if errors.As(err, new(*panicError)) {
			f.violate(subject{functions[name], ""}, nil, violation{survives, err.Error()})
			delete(sources, name)
		}
	}
}

// again looks at what is fixed as the analyzer does.
func (f *fuzzer) again(functions map[string]generated, sources, fixed map[string]string) ([]subject, error) {
	f.stats.fixed += len(fixed)
	found, err := f.linter.lint("example.com/after/gen", fixed)
	if err != nil {
		return nil, err
	}
	for len(found.errors) > 0 {
		for _, e := range found.errors {
			name := e.Fset.Position(e.Pos).Filename
			if _, ok := fixed[name]; ok {
				f.violate(subject{functions[name], fixed[name]}, nil, violation{builds, e.Msg})
			}
			delete(fixed, name)
		}
		if found, err = f.linter.lint("example.com/after/gen", fixed); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(found.found, unsettled) { // or is that so only without the files that have no fix?
		whole := maps.Clone(sources)
		maps.Copy(whole, fixed)
		if found, err = f.linter.lint("example.com/after/gen", whole); err != nil {
			return nil, err
		}
	}
	for _, d := range found.found {
		name := f.linter.fileOf(d.Pos)
		if _, ok := fixed[name]; ok && unsettled(d) {
			f.violate(subject{functions[name], fixed[name]}, nil, violation{settled, d.Message})
		}
	}
	var subjects []subject
	for _, name := range sortedKeys(fixed) {
		s := subject{functions[name], fixed[name]}
		if why := untidy(s); why != "" {
			f.violate(s, nil, violation{formatted, why})
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

// unsettled reports whether a second run should not say d of what is fixed.
func unsettled(d analysis.Diagnostic) bool {
	return d.Category == "missing-commit" || len(d.SuggestedFixes) > 0
}

// program builds a program that runs the functions before and after.
func (f *fuzzer) program(subjects []subject) (string, error) {
	before := source{"example.com/before/gen", make(map[string]string), "before"}
	after := source{"example.com/after/gen", make(map[string]string), "after"}
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n\t\"os\"\n\n\tafter %q\n\tbefore %q\n\t%q\n\t%q\n)\n\nvar cases = []stage.Case{\n", after.path, before.path, feedPath, stagePath)
	for _, s := range subjects {
		before.files[s.name], after.files[s.name] = s.text, s.fixed
		fmt.Fprintf(&b, "{ID: %d, Before: %s, After: %s, Claims: %v, Quick: %v},\n", s.id, s.closure("before"), s.closure("after"), s.claims, s.quick)
	}
	b.WriteString("}\n\nfunc main() {\nstage.Main(cases, func(hook func(int)) { os.FuzzExit = hook })\n}\n")
	return f.builder.program(before, after, source{"main", map[string]string{"main.go": b.String()}, "main"})
}

// closure returns a stage.Call of the function in the package of that name.
func (s subject) closure(pkg string) string {
	call := fmt.Sprintf(s.call, pkg)
	switch s.results {
	case "iter.Seq[string]":
		return "func(s *feed.Source, path string) []any { for range " + call + " { if !s.Yield(1) { break } }; return nil }"
	case "":
		return "func(s *feed.Source, path string) []any { " + call + "; return nil }"
	}
	return "func(s *feed.Source, path string) []any { return stage.Values(" + call + ") }"
}

// play runs the program, and judges what it tells.
func (f *fuzzer) play(program string, subjects []subject) error {
	for from := 0; from < len(subjects); {
		done, err := f.playFrom(program, subjects, from)
		if err != nil {
			return err
		}
		if from += done; from < len(subjects) && f.died != "" {
			f.violate(subjects[from], nil, violation{ends, "the process dies: " + f.died})
			from++
		}
	}
	return nil
}

// playFrom runs the program from a function on, and returns how many functions
// it came to the end of.
func (f *fuzzer) playFrom(program string, subjects []subject, from int) (done int, err error) {
	dir, err := os.MkdirTemp(f.builder.dir, "run")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command(program, "-dir", dir, "-from", fmt.Sprint(from))
	cmd.Env = append(os.Environ(), "TMPDIR="+dir)
	var stderr tail
	cmd.Stderr = &stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	in := gob.NewDecoder(pipe)
	var fine stage.Record
	for fresh := true; from+done < len(subjects); {
		var p stage.Pair
		if err := in.Decode(&p); err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				return done, err
			}
			break
		}
		s := subjects[from+done]
		switch {
		case p.ID != s.id:
			return done, fmt.Errorf("function %d instead of %d", p.ID, s.id)
		case p.Last:
			done, fresh = done+1, true
			continue
		case fresh:
			fine, fresh = p.Before, false
		case !fine.File.There && p.Scenario == (stage.Scenario{Place: stage.Private}):
			fine = p.Before
		}
		f.stats.scenarios++
		for _, v := range judge(p, fine, s) {
			f.violate(s, &p, v)
		}
	}
	f.died = ""
	if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != stage.Again {
		f.died = fmt.Sprintf("%v\n%s", err, stderr.text)
	}
	return done, nil
}

// A tail keeps the last of what is written to it.
type tail struct{ text []byte }

func (t *tail) Write(b []byte) (int, error) {
	t.text = append(t.text, b...)
	t.text = t.text[max(0, len(t.text)-3000):]
	return len(b), nil
}

func (g generated) kind() string {
	switch {
	case g.deaf, g.results == "", g.results == "iter.Seq[string]":
		return "none"
	case g.results == "bool":
		return "bool"
	case g.results == "int":
		return "code"
	case strings.HasPrefix(g.results, "*"):
		return "pointer"
	}
	return "error"
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
