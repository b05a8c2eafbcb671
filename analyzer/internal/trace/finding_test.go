package trace

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestFinding asks whether the last sink of each body leaves a broken output
// file behind.
func TestFinding(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		// Whole files.
		{`os.WriteFile(p, data, 0)`, true},
		{`os.WriteFile("/tmp/x", data, 0)`, false},
		{`os.WriteFile(p, nil, 0)`, false},
		{`os.WriteFile(p, []byte{}, 0)`, false},
		{`os.WriteFile(p, []byte{1}, 0)`, true},
		{`os.WriteFile(p, []byte(""), 0)`, false},
		{`os.WriteFile(p, []byte("x"), 0)`, true},
		{`os.WriteFile(p, ([]byte)(string("")), 0)`, false},
		{`empty := []byte{}; os.WriteFile(p, empty, 0)`, false},
		{`d := data; if len(d) == 0 { d = []byte{}; if err := os.WriteFile(p, d, 0); err != nil { panic(err) } }; _ = d`, false},
		{`d := data; d = nil; log.Print(p); os.WriteFile(p, d, 0)`, false},
		{`d := data; d = nil; d = append(d, 1); os.WriteFile(p, d, 0)`, true},
		{`d := data; d = nil; if p == "" { d = data }; os.WriteFile(p, d, 0)`, true},
		{`d := data; fill := func() { d = data }; d = nil; fill(); os.WriteFile(p, d, 0)`, true},
		{`d := data; d = nil; u := &d; *u = data; os.WriteFile(p, d, 0)`, true},
		{`d := data; os.WriteFile(p, d, 0); d = nil`, true},
		{`os.WriteFile(p, encode(""), 0)`, true},
		{`os.WriteFile(p, made(), 0)`, true},
		{`ioutil.WriteFile(p, data, 0)`, true},
		// What is done with the handle.
		{`f, _ := os.Create(p); f.Write(data)`, true},
		{`f, _ := os.Create(p); f.WriteString("x")`, true},
		{`f, _ := os.Create(p); f.ReadFrom(nil)`, true},
		{`f, _ := os.Create(p); f.WriteAt(data, 0)`, true},
		{`f, _ := os.Create(p); f.Close()`, false},
		{`f, _ := os.Create(p); f.Seek(0, 0)`, false},
		{`f, _ := os.Create(p); f.SyscallConn()`, true},
		{`f, _ := os.Create(p); io.Copy(f, os.Stdin)`, true},
		{`f, _ := os.Create(p); io.MultiWriter(f).Write(data)`, true},
		{`f, _ := os.Create(p); ws := []io.Writer{f}; io.MultiWriter(ws...).Write(data)`, true},
		{`f, _ := os.Create(p); var ws []io.Writer; ws = append(ws, f); io.MultiWriter(ws...).Write(data)`, true},
		{`f, _ := os.Create(p); fmt.Fprintln(f, "x")`, true},
		{`f, _ := os.Create(p); json.NewEncoder(f).Encode(data)`, true},
		{`f, _ := os.Create(p); w := bufio.NewWriter(f); w.Flush()`, true},
		{`f, _ := os.Create(p); log.SetOutput(f)`, false},
		{`f, _ := os.Create(p); log.New(f, "", 0)`, false},
		{`f, _ := os.Create(p); pprof.StartCPUProfile(f)`, false},
		{`f, _ := os.Create(p); pprof.WriteHeapProfile(f)`, true},
		{`f, _ := os.Create(p); lib.SetOutput(f)`, false},
		{`f, _ := os.Create(p); lib.LogTo(f)`, false},
		{`f, _ := os.Create(p); lib.Fill(f)`, true},
		{`f, _ := os.Create(p); lib.FillFile(f)`, true},
		{`var f *os.File; func(to **os.File) { *to, _ = os.Create(p) }(&f); f.Write(data)`, true},
		{`var f *os.File; func(to **os.File) { *to, _ = os.Create(p) }(&f); f.Close()`, false},
		{`f, _ := os.Create(p); c := exec.Command("x"); c.Stdout = f`, false},
		{`f, _ := os.Create(p); exec.Command("x").Stderr = f`, false},
		{`f, _ := os.Create(p); _ = &os.ProcAttr{Files: []*os.File{f}}`, false},
		{`f, _ := os.Create(p); _ = lib.T{Out: f}`, true},
		{`f, _ := os.Create(p); _ = lib.T{Stdout: f}`, false},
		{`f, _ := os.Create(p); t := &lib.T{}; t.Stdout = f`, false},
		{`f, _ := os.Create(p); r, _ := exec.Command("x").StdoutPipe(); io.Copy(f, r)`, false},
		{`f, _ := os.Create(p); r, _ := exec.Command("x").StderrPipe(); io.Copy(f, r)`, false},
		{`f, _ := os.Create(p); r, _ := exec.Command("x").StdinPipe(); _ = r; io.Copy(f, os.Stdin)`, true},
		{`f, _ := os.Create(p); c := make(chan *os.File); c <- f`, true},
		{`f, _ := os.Create(p); syscall.Write(int(f.Fd()), data)`, true},
		{`f, _ := os.Create(p); syscall.Mmap(int(f.Fd()), 0, 0, 0, 0); f.Write(data)`, false},
		{`f, _ := os.Create(p); syscall.Dup2(int(f.Fd()), 1); f.Write(data)`, false},
		{`f, _ := os.Create(p); syscall.Fsync(int(f.Fd()))`, false},
		{`f, _ := os.Create(p); fill(f)`, true},
		{`f, _ := os.Create(p); closeIt(f)`, false},
		{`lit := func(w io.Writer) { w.Write(nil) }; f, _ := os.Create(p); lit(f)`, true},
		{`f, _ := os.Create(p); logTo(f)`, false},
		{`f, _ := os.Create(p); var w func(io.Writer); w(f)`, true},
		{`f, _ := os.Create(p); global = f`, false},
		{`f, _ := os.Create(p); Global = f`, true},
		{`f, _ := os.Create(p); _ = holder{f: f}`, true},
		{`f, _ := os.Create(p); _ = logger{f}`, false},
		{`f, _ := os.Create(p); _ = logger{f: f}`, false},
		{`f, _ := os.Create(p); var l *logger; l.f = f`, false},
		{`f, _ := os.Create(p); g := os.NewFile(f.Fd(), "x"); g.Write(data)`, true},
		// Flags.
		{`f, _ := os.OpenFile(p, os.O_RDONLY, 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_WRONLY, 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_WRONLY|os.O_CREATE, 0); f.Write(data)`, true},
		{`f, _ := os.OpenFile(p, os.O_WRONLY|os.O_TRUNC, 0); f.Write(data)`, true},
		{`f, _ := os.OpenFile(p, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_APPEND|os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0); f.Write(data)`, true},
		{`fl := os.O_APPEND; if len(p) > 1 { fl = os.O_TRUNC }; f, _ := os.OpenFile(p, fl|os.O_CREATE, 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_RDWR|os.O_CREATE, 0); f.WriteAt(data, 3)`, false},
		{`f, _ := os.OpenFile(p, os.O_RDWR|os.O_CREATE, 0); f.Seek(1, 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0); f.Seek(1, 0); f.Write(data)`, true},
		{`f, _ := os.OpenFile(p, unknown(), 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_CREATE|unknown(), 0); f.Write(data)`, false},
		{`f, _ := os.OpenFile(p, os.O_RDWR|os.O_CREATE, 0); _ = holder{f: f}`, false},
		{`f, _ := os.OpenFile("x", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0); f.Write(data)`, true},
		{`lock := "x"; f, _ := os.OpenFile(lock, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0); f.Write(data)`, false},
		{`lock := "x"; f, _ := os.OpenFile(lock, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0); f.Write(data)`, true},
		// Numbers of files.
		{`fd, _ := syscall.Open(p, syscall.O_CREAT|syscall.O_WRONLY, 0); syscall.Write(fd, data)`, true},
		{`fd, _ := syscall.Open(p, syscall.O_CREAT|syscall.O_WRONLY, 0); syscall.Close(fd)`, false},
		{`fd, _ := syscall.Open(p, syscall.O_CREAT|syscall.O_WRONLY, 0); Number = fd`, false},
		// What grows.
		{`f, _ := os.Create(p + ".log"); f.Write(data)`, false},
		{`f, _ := os.Create(p + ".LOCK"); f.Write(data)`, false},
		{`f, _ := os.Create(p + ".lck"); f.Write(data)`, false},
		{`logPath := p; f, _ := os.Create(logPath); f.Write(data)`, false},
		{`f, _ := os.Create(logDir(p)); f.Write(data)`, true},
		{`f, _ := os.Create(logDir(p)); f.Write(data); global = f`, false},
		{`name := p + ".log"; f, _ := os.Create(name); f.Write(data)`, false},
		{`name := p + ".log"; if len(p) > 1 { name = "x.log" }; f, _ := os.Create(name); f.Write(data)`, false},
		{`name := p + ".log"; if len(p) > 1 { name = p + ".lck" }; f, _ := os.Create(name); f.Write(data)`, true},
		{`name := p + ".log"; if len(p) > 1 { name = p }; f, _ := os.Create(name); f.Write(data)`, true},
		{`f, _ := os.Create(filepath.Join(p, "x.log")); f.Write(data)`, false},
		{`f, _ := os.Create(filepath.Join(p + ".log")); f.Write(data)`, false},
		{`h := holder{}; f, _ := os.Create(h.logFile); f.Write(data)`, false},
		{`f, _ := os.Create(p); for { f.Write(data) }`, false},
		{`f, _ := os.Create(p); func() { for { f.Write(data) } }()`, true},
		{`f, _ := os.Create(p); for { f.Write(data); break }`, true},
		{`f, _ := os.Create(p); for { f.Write(data); return }`, true},
		{`f, _ := os.Create(p); for { for { break }; f.Write(data) }`, false},
		{`f, _ := os.Create(p); for { switch { default: break }; f.Write(data) }`, false},
		{`f, _ := os.Create(p); loop: for { f.Write(data); for { break loop } }`, true},
		{`f, _ := os.Create(p); for { f.Write(data); continue }`, false},
		{`f, _ := os.Create(p); for { f.Write(data); goto out }; out:`, true},
		{`f, _ := os.Create(p); for len(p) > 1 { f.Write(data) }`, true},
		{`f, _ := os.Create(p); for { func() { return }(); f.Write(data) }`, false},
		{`f, _ := os.Create(p); for range time.Tick(1) { f.Write(data) }`, false},
		{`f, _ := os.Create(p); t := time.NewTicker(1); for range t.C { f.Write(data) }`, false},
		{`f, _ := os.Create(p); t := time.NewTimer(1); for range t.C { f.Write(data) }`, true},
		{`f, _ := os.Create(p); for range 3 { f.Write(data) }`, true},
		{`for { f, _ := os.Create(p); f.Write(data) }`, true},
		{`func() { f, _ := os.Create(p); f.Write(data) }()`, true},
		{`func() { f, _ := os.OpenFile("x", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0); f.Write(data) }()`, true},
		// What is published.
		{`f, _ := os.Create(p); f.Write(data); os.Rename(f.Name(), "x")`, false},
		{`f, _ := os.Create(p); f.Write(data); os.Rename(f.Name(), f.Name()+".old")`, true},
		{`f, _ := os.Create(p); f.Write(data); g := f; os.Rename(g.Name(), "x")`, false},
		{`r, _ := os.OpenRoot("/tmp/x"); f, _ := r.Create(p); f.Write(data)`, false},
		{`r, _ := os.OpenRoot("x"); f, _ := r.Create(p); f.Write(data)`, true},
	} {
		s, _ := load(t, `
type holder struct { f *os.File; logFile string }
type logger struct { f *os.File }

var global *os.File
var Global *os.File
var Number int

func fill(w io.Writer)      { w.Write(nil) }
func logDir(p string) string { return p + "/x" }
func encode(s string) []byte { return nil }
func made() []byte { return nil }
func closeIt(f *os.File)    { f.Close() }
func logTo(f *os.File)      { log.SetOutput(f) }
func unknown() int          { return 0 }

func user(p string, data []byte) { `+test.body+` }

func (h holder) use() { h.f.Write(nil) }
func (l logger) use() { l.f.Write(nil) }
`)
		if got := s.Finding(sink(t, s, "user")); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}

// TestEmptyData asks of content that the call does not show.
func TestEmptyData(t *testing.T) {
	s, _ := load(t, "")
	if s.EmptyData(nil) {
		t.Error("got that it is empty, want that it is not known to be")
	}
}

// TestFindingOfOpener looks at functions that are os.Create by another name.
func TestFindingOfOpener(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{`func Open(p string) (*os.File, error) { return os.Create(p) }`, false},
		{`func Open(p string) (*os.File, error) { return os.Create(filepath.Clean(p)) }`, false},
		{`func Open(p string) (*os.File, error) { q := filepath.Clean(p); return os.Create(q) }`, false},
		{`func Open(p string) (*os.File, error) { q, _ := filepath.Abs(p); return os.Create(q) }`, true},
		{`func Open(p string) (*os.File, error) { return os.Create(same(p)) }`, false},
		{`func Open(p string) (*os.File, error) { return os.Create(other(p)) }`, true},
		{`func Open(p string) (*os.File, error) { f, err := os.Create(p); f.WriteString("x"); return f, err }`, true},
		{`func Open() (*os.File, error) { return os.Create("x") }`, true},
		{`func open(p string) (*os.File, error) { return os.Create(p) }; var keep = open; func Keep() *os.File { f, _ := keep(""); return f }`, true},
		{`func Open(p string) io.Writer { f, _ := os.Create(p); return f }`, true},
		{`func Open(p, q string) (*os.File, error) { return func() (*os.File, error) { return os.Create(p) }() }`, true},
		{`func OpenFile(p string, flag int) (*os.File, error) { return os.OpenFile(p, flag, 0) }`, false},
	} {
		s, _ := load(t, "func same(p string) string { return p }\nfunc other(p string) string { if p == \"\" { return \"x\" }; return p }\n"+test.src+"\n")
		name := strings.Fields(test.src)[1]
		if got := s.Finding(sink(t, s, name[:strings.Index(name, "(")])); got != test.want {
			t.Errorf("%s: got %t, want %t", test.src, got, test.want)
		}
	}
}

// TestIndirect looks at calls of functions of another module.
func TestIndirect(t *testing.T) {
	for _, test := range []struct {
		call  string
		want  bool
		opens bool
		path  string
		sole  soleWrite
	}{
		{`lib.Save(p)`, true, false, "p", soleWrite{true, true, 0o640, ""}},
		{`lib.Save("/tmp/x")`, false, false, "", soleWrite{}},
		{`lib.SaveBoth(p, "/tmp/x")`, true, false, "p", soleWrite{Also: "writes another file as well"}},
		{`lib.SaveText(p, "x")`, true, false, "p", soleWrite{true, false, 0o600, ""}},
		{`lib.SaveBoth("/tmp/x", p)`, true, false, "p", soleWrite{Also: "writes another file as well"}},
		{`new(lib.T).Save(p)`, true, false, "p", soleWrite{Also: "keeps the path"}},
		{`(*lib.T).Save(nil, p)`, false, false, "", soleWrite{}},
		{`f := lib.Make(p); f.WriteString("x")`, true, true, "p", soleWrite{}},
		{`f := lib.Make(p); f.Close()`, false, false, "", soleWrite{}},
		{`f := lib.Open(p, os.O_CREATE|os.O_TRUNC); f.WriteString("x")`, true, true, "p", soleWrite{}},
		{`f := lib.Open(p, os.O_RDONLY); f.WriteString("x")`, false, false, "", soleWrite{}},
		{`f := lib.OpenBy(os.O_CREATE|os.O_TRUNC, p); f.WriteString("x")`, true, true, "p", soleWrite{}},
		{`f := lib.OpenBy(os.O_RDONLY, p); f.WriteString("x")`, false, false, "", soleWrite{}},
		{`f := lib.Open(p, os.O_APPEND|os.O_CREATE); f.WriteString("x")`, false, false, "", soleWrite{}},
		{`lib.Clean(p)`, false, false, "", soleWrite{}},
		{`lib.Name()`, false, false, "", soleWrite{}},
		{`own(p)`, false, false, "", soleWrite{}},
		{`func() {}()`, false, false, "", soleWrite{}},
		{`error(nil).Error()`, false, false, "", soleWrite{}},
	} {
		s, pkg := load(t, "func own(p string) { os.WriteFile(p, []byte{1}, 0) }\n\nfunc user(p string) { "+test.call+" }\n")
		s.Solve(s.SummarizeFiles)
		var found []Indirect
		for c := range typecheck.Func(t, s.Flow.Funcs, "user").Cursor.Preorder(callNode) {
			if w, ok := s.Indirect(c, &analysis.Pass{Pkg: pkg.Types}); ok {
				found = append(found, w)
			}
		}
		if (len(found) == 1) != test.want || len(found) > 1 {
			t.Errorf("%s: got %d findings, want one: %t", test.call, len(found), test.want)
			continue
		}
		if len(found) == 1 && (found[0].Opens != test.opens || text(found[0].Path) != test.path || found[0].Sole != test.sole) {
			t.Errorf("%s: got path %s, opens %t, %+v, want %s, %t, %+v", test.call, text(found[0].Path), found[0].Opens, found[0].Sole, test.path, test.opens, test.sole)
		}
	}
}

// TestSameModule tells the packages of a module by the driver's word, and by
// their paths.
func TestSameModule(t *testing.T) {
	s, pkg := load(t, "func user(p string) { lib.Save(p) }\n")
	call := pkg.Call(t, "lib.Save")
	for module, want := range map[string]bool{"": true, "example.com": false, "example.com/p": true, "example.com/li": true} {
		pass := &analysis.Pass{Pkg: pkg.Types}
		if module != "" {
			pass.Module = &analysis.Module{Path: module}
		}
		if _, got := s.Indirect(call, pass); got != want {
			t.Errorf("module %q: got a finding: %t, want %t", module, got, want)
		}
	}
	for _, test := range []struct{ path, want string }{
		{"example.com/a/b/c", "example.com/a/b"}, {"example.com/a", "example.com/a"}, {"cmd/go/x", "cmd"}, {"p", "p"},
	} {
		if got := moduleGuess(test.path); got != test.want {
			t.Errorf("module of %s: got %s, want %s", test.path, got, test.want)
		}
	}
}
