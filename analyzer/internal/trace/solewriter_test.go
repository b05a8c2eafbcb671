package trace

import (
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestSoleWriters looks at what else functions do with the path at which they
// create a file.
func TestSoleWriters(t *testing.T) {
	const sometimes = "may succeed without writing the file"
	for _, test := range []struct {
		fn   string
		perm uint32 // if the function does nothing else
		also string
	}{
		{`func F(p string) error { return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { return ioutil.WriteFile(p, data, 0o600) }`, 0o600, ""},
		{`func F(p string) { os.WriteFile(p, data, 0o640) }`, 0, "may succeed though it cannot write the file"},
		{`func F(p string) error { return os.WriteFile(p, data, os.ModeSetuid) }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string, m os.FileMode) error { return os.WriteFile(p, data, m) }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string) error { err := os.WriteFile(p, data, 0o640); return err }`, 0o640, ""},
		{`func F(p string) error { if err := os.WriteFile(p, data, 0o640); err != nil { return err }; return nil }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return nil }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { err := check(); if err != nil { err = nil; return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { err := check(); _ = &err; if err != nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err == nil { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if data == nil { return errors.New("x") }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return fmt.Errorf("x") } else { check() }; return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { return check() }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != io.EOF { return err }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { switch { case data == nil: return nil; default: return errors.New("x") }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if data == nil { return func() error { return nil }() }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) { if data == nil { return }; os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { return err } else if data == nil { return nil }; return os.WriteFile(p, data, 0o640) }`, 0, sometimes},
		{`func F(p string) error { f := func() error { return nil }; f(); return os.WriteFile(p, data, 0o640) }`, 0o640, ""},
		{`func F(p string) error { if data == nil { goto end }; return os.WriteFile(p, data, 0o640); end: return nil }`, 0, sometimes},
		{`func F(p string) error { if data != nil { return os.WriteFile(p, data, 0o640) }; return nil }`, 0, sometimes},
		{`func F(p string) error { return wrap(os.WriteFile(p, data, 0o640)) }`, 0, sometimes},
		{`func F(p string) error { return func() error { return os.WriteFile(p, data, 0o640) }() }`, 0, "writes the file in a function literal"},
		{`func F(p string) error { os.WriteFile(p, data, 0o640); return os.WriteFile(p, data, 0o640) }`, 0, "writes the file more than once"},
		{`type str string; func F(p str) error { return os.WriteFile(string(p), data, 0o640) }`, 0, "has a type of its own for the path"},
		{`func F(p string) error { p += "x"; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { p = p + "x"; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { _ = &p; return os.WriteFile(p, data, 0o640) }`, 0, "changes the path"},
		{`func F(p string) error { _ = p + "x"; return os.WriteFile(p, data, 0o640) }`, 0, "makes another name of the path, or looks at it"},
		{`func F(p string) error { _ = "x" + p; return os.WriteFile(p, data, 0o640) }`, 0, "makes another name of the path, or looks at it"},
		{`func F(p string) error { q := p; return os.WriteFile(q, data, 0o640) }`, 0, "keeps the path"},
		{`func F(p string) error { _ = []string{p}; return os.WriteFile(p, data, 0o640) }`, 0, "keeps the path"},
		{`func F(p string) error { _ = p[0]; return os.WriteFile(p, data, 0o640) }`, 0, "also uses the path for something else"},
		{`func F(p string) error { os.Stat(p); return os.WriteFile(p, data, 0o640) }`, 0, "also passes the path to os.Stat"},
		{`func F(p string) error { if len(p) > 1 { check() }; return os.WriteFile(p, data, 0o640) }`, 0, "also passes the path to len"},
		{`func F(p string) error { return G(p) }; func G(q string) error { return os.WriteFile(q, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { return G(p) }; func G(q ...string) error { return os.WriteFile(q[0], data, 0o604) }`, 0, "also passes the path to p.G"},
		{`func F(p string) error { return G(p, "x") }; func G(q, r string) error { return os.WriteFile(r, data, 0o604) }`, 0, "writes the file out of sight"},
		{`func F(p string) error { return G("x", p) }; func G(q, r string) error { return os.WriteFile(r, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { return lib.SaveBoth("x", p) }`, 0o644, ""},
		{`func F(p string) error { write := os.WriteFile; return write(p, data, 0o604) }`, 0, "also passes the path to write"},
		{`func F(p string) error { lib.Put(p); return nil }`, 0, "also passes the path to lib.Put"},
		{`func F(p string) error`, 0, "has no body"},
		{`func F(p string) error { for range 3 { os.WriteFile(p, data, 0o604) }; return nil }`, 0, sometimes},
		{`func F(p string) error { if err := os.WriteFile(p, data, 0o604); err == nil { return nil }; return errors.New("x") }`, 0o604, ""},
		{`func F(p string) error { if wrap(os.WriteFile(p, data, 0o604)) != nil { return nil }; return nil }`, 0, sometimes},
		{`func F(p string) error { if os.WriteFile(p, data, 0o604) != nil { return nil }; return nil }`, 0, sometimes},
		{`func F(p string) error { switch { case data == nil: return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { for data == nil { break }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { loop: for data == nil { break loop }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { for { if data == nil { break } }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) (err error) { if err = check(); err != nil { return }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if data != nil { return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); nil != err { return err }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { if data == nil { return err }; return nil }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { if err := check(); err != nil { if data == nil { return err }; return err }; return os.WriteFile(p, data, 0o604) }`, 0o604, ""},
		{`func F(p string) error { if data == nil { return errors.Join() }; return os.WriteFile(p, data, 0o604) }`, 0, sometimes},
		{`func F(p string) error { return F(p) }`, 0, "calls itself"},
		{`func F(p string) error { return lib.Save(p) }`, 0o640, ""},
		{`func F(p string) error { return new(lib.T).Save(p) }`, 0, "also passes the path to lib.T.Save"},
		{`func F(p string) error { return (*lib.T).Save(nil, p) }`, 0, "calls a method as a function"},
		{`func F(p string) error { os.ReadDir("."); return os.WriteFile(p, data, 0o640) }`, 0, "also calls os.ReadDir, which may list the directory"},
		{`func F(p string) error { if data == nil { os.Exit(1) }; return os.WriteFile(p, data, 0o640) }`, 0, "may end the program with os.Exit"},
		{`func F(p string) error { if data == nil { log.Fatal() }; return os.WriteFile(p, data, 0o640) }`, 0, "may end the program with log.Fatal"},
		{`func F(p string) {}`, 0, "writes the file out of sight"},
		// Open files.
		{`func F(p string) error { f, err := os.Create(p); f.Write(data); f.Close(); return err }`, 0o666, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600); f.Write(data); return err }`, 0o600, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); f.Write(data); return err }`, 0o600, ""},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE, 0o600); f.Write(data); return err }`, 0, "opens the file with other flags than os.Create"},
		{`func F(p string, m os.FileMode) error { f, err := os.OpenFile(p, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, m); f.Write(data); return err }`, 0, "creates the file with a mode that is not a constant"},
		{`func F(p string) error { syscall.Creat(p, 0); return nil }`, 0, "does not write the file with package os"},
		{`func F(p string) (*os.File, error) { return os.Create(p) }`, 0, "hands the open file on"},
		{`var file *os.File; func F(p string) error { file, _ = os.Create(p); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { f, _ := os.Create(p); f, _ = os.Open("x"); f.Write(data); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { f, _ := os.Create(p); log.SetOutput(f); return nil }`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); syscall.Mmap(int(f.Fd()), 0, 0, 0, 0); return nil }`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); files = append(files, f); return nil }; var files []*os.File`, 0, "may keep the open file"},
		{`func F(p string) error { f, _ := os.Create(p); _ = &f; return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { var h struct{ f *os.File }; h.f, _ = os.Create(p); return nil }`, 0, "keeps the open file"},
		{`func F(p string) error { _, err := os.Create(p); return err }`, 0o666, ""},
		{`func F(p string) error { f, err := os.Create(p); if nil == f { return err }; return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{}) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{ io.Writer; Chmod(os.FileMode) error }) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c *os.File) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, err := os.Create(p); defer f.Close(); return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); f.Chmod(0); return nil }`, 0, "also calls Chmod of the open file"},
		{`func F(p string) error { f, err := os.Create(p); io.Copy(f, os.Stdin); return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); go io.Copy(f, os.Stdin); return nil }`, 0, "also passes the open file to io.Copy"},
		{`func F(p string) error { f, _ := os.Create(p); go f.Write(data); return nil }`, 0, "also uses the open file for something else"},
		{`func F(p string) error { f, _ := os.Create(p); take(f); return nil }; func take(c interface{ Chmod(os.FileMode) error }) {}`, 0, "also passes the open file to take"},
		{`func F(p string) error { f, err := os.Create(p); take(f); return err }; func take(c io.WriteCloser) {}`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); fmt.Println(f); return nil }`, 0, "also passes the open file to fmt.Println"},
		{`func F(p string) error { f, err := os.Create(p); defer func() { f.Close() }(); return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); func() { f.Close() }(); return nil }`, 0, "uses the open file in a function literal"},
		{`func F(p string) error { f, err := os.Create(p); if f != nil { f.Write(data) }; return err }`, 0o666, ""},
		{`func F(p string) error { f, _ := os.Create(p); w := f.Write; w(data); return nil }`, 0, "also uses the open file for something else"},
		{`func F[G func(*os.File)](p string, g G) error { f, _ := os.Create(p); g(f); return nil }`, 0, "may keep the open file"},
	} {
		s, _ := load(t, "var data []byte\n\nfunc check() error { return nil }\nfunc wrap(err error) error { return err }\n\n"+test.fn+"\n")
		sums := []facts.Param{{Created: true}, {}}
		NewSoleWriters(s).AddTo(sums, typecheck.Func(t, s.Flow.Funcs, "F"))
		want := facts.Param{Created: true, Only: test.also == "", Perm: test.perm, Also: test.also}
		want.Whole = want.Only && (strings.Contains(test.fn, "WriteFile(") || strings.Contains(test.fn, "lib.Save("))
		if got := sums[0]; got != want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", test.fn, got, want)
		}
		if sums[1] != (facts.Param{}) {
			t.Errorf("%s: got %+v for a parameter that is no path of a file", test.fn, sums[1])
		}
	}
}
