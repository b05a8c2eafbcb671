package trace

import (
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestAftermath looks at what functions do once they have written the file, or
// could not.
func TestAftermath(t *testing.T) {
	const (
		tolerates = "may succeed though it cannot write the file"
		rejects   = "may fail when it has written the file"
	)
	for _, test := range []struct{ body, also string }{
		// The whole file.
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return fmt.Errorf("save: %w", err) }; return nil`, ""},
		{`err := os.WriteFile(p, data, 0o600); if err == nil { log.Print("saved") }; return err`, ""},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { log.Print(err) }; return nil`, tolerates},
		{`os.WriteFile(p, data, 0o600); return nil`, tolerates},
		{`err := os.WriteFile(p, data, 0o600); if errors.Is(err, os.ErrNotExist) { return nil }; return err`, tolerates},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; if len(data) == 0 { return errors.New("empty") }; return nil`, rejects},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; return check()`, "calls check when it has written the file"},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; mu.Unlock(); return nil`, "calls mu.Unlock when it has written the file"},
		{`mu.Lock(); defer mu.Unlock(); return os.WriteFile(p, data, 0o600)`, "calls mu.Unlock when it has written the file"},
		{`mu.Lock(); data = nil; mu.Unlock(); return os.WriteFile(p, data, 0o600)`, ""},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; return os.WriteFile("index", data, 0o600)`, "calls os.WriteFile when it has written the file"},
		{`if err := os.WriteFile("index", data, 0o600); err != nil { return err }; return os.WriteFile(p, data, 0o600)`, ""},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; dirty = false; return nil`, "sets dirty when it has written the file"},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; state.n++; return nil`, "sets state.n when it has written the file"},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; done <- true; return nil`, "sends to done when it has written the file"},
		{`if err := os.WriteFile(p, data, 0o600); err != nil { return err }; go check(); return nil`, "starts check when it has written the file"},
		{`n := 0; if err := os.WriteFile(p, data, 0o600); err != nil { return err }; n++; return nil`, ""},
		{`err := os.WriteFile(p, data, 0o600); if err != nil { check(); return err }; return nil`, "calls check when it cannot write the file"},
		{`err := os.WriteFile(p, data, 0o600); if err != nil { dirty = true; return err }; return nil`, "sets dirty when it cannot write the file"},
		{`return write(p)`, ""},
		{`if err := write(p); err != nil { return err }; dirty = false; return nil`, "sets dirty when it has written the file"},
		{`return lib.Save(p)`, ""},
		// Open files.
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); dirty = false; _, err = f.Write(data); return err`, ""},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); if _, err = f.Write(data); err != nil { return err }; dirty = false; return nil`, "sets dirty when it has written the file"},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); for range 3 { if err := check(); err != nil { return err }; f.Write(data) }; return nil`, ""},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); f.Write(data); return check()`, "calls check when it has written the file"},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); n, err := f.Write(data); if n == 0 { return errors.New("empty") }; return err`, ""},
		{`f, err := os.Create(p); if err != nil { return nil }; defer f.Close(); _, err = f.Write(data); return err`, tolerates},
		{`f, err := os.Create(p); if err != nil { return err }; w := bufio.NewWriter(f); w.Write(data); if err := w.Flush(); err != nil { f.Close(); return err }; return f.Close()`, ""},
		{`f, err := os.Create(p); if err != nil { return err }; sc := bufio.NewScanner(os.Stdin); for sc.Scan() { f.Write(sc.Bytes()) }; if err := sc.Err(); err != nil { return err }; return f.Close()`, ""},
		{`mu.Lock(); defer mu.Unlock(); f, err := os.Create(p); if err != nil { return err }; defer f.Close(); _, err = f.Write(data); return err`, "calls mu.Unlock when it has written the file"},
		// What may be done to other files.
		{`os.Chdir("d"); return os.WriteFile(p, data, 0o600)`, "also calls os.Chdir, after which the path may lead elsewhere"},
		{`makeDir(); return os.WriteFile(p, data, 0o600)`, "also calls os.MkdirAll, after which the path may lead elsewhere"},
		{`os.Remove("old"); return os.WriteFile(p, data, 0o600)`, "also calls os.Remove, after which the path may lead elsewhere"},
		// Panics and types.
		{`defer func() { recover() }(); return os.WriteFile(p, data, 0o600)`, "recovers from panics"},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); return emit(f)`, "asks whether the open file is an *os.File"},
		{`f, err := os.Create(p); if err != nil { return err }; defer f.Close(); return flush(f)`, ""},
	} {
		const around = `
			var (
				data  []byte
				dirty bool
				done  chan bool
				mu    sync.Mutex
				state struct{ n int }
			)
			func check() error { return nil }
			func makeDir() { os.MkdirAll("d", 0o755) }
			func write(p string) error { return os.WriteFile(p, data, 0o600) }
			func emit(w io.Writer) error { if f, ok := w.(*os.File); ok { f.Sync() }; _, err := w.Write(data); return err }
			func flush(w io.Writer) error { if f, ok := w.(interface{ Sync() error }); ok { return f.Sync() }; return nil }
		`
		s, _ := load(t, around+"func F(p string) error { "+test.body+" }\n")
		sums := []facts.Param{{Created: true}}
		NewSoleWriters(s).AddTo(sums, typecheck.Func(t, s.Flow.Funcs, "F"))
		if got := sums[0]; got.Also != test.also || got.Only != (test.also == "") {
			t.Errorf("%s:\ngot  %t, %q\nwant %q", test.body, got.Only, got.Also, test.also)
		}
	}
}
