package rename

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestRenamesAtAll(t *testing.T) {
	for _, test := range []struct {
		src  string
		want bool
	}{
		{"func f() { os.Rename(\"\", \"\") }", true}, {"func f() { os.Remove(\"\") }", false}, {"var _ = os.Rename", true}, {"func f() { lib.Move(\"\", \"\") }", true}, {"func f() { lib.Put(\"\") }", false}, {"func f(fs lib.FS) { fs.Rename(\"\", \"\") }", true}, {"func f() { syscall.Rename(\"\", \"\") }", true}, {"func f() { g() }; func g() {}", false}, {"func f() { Rename() }; func Rename() {}", true},
		{"func f() { os.Link(\"\", \"\") }", true}, {"func f() { error(nil).Error() }", false},
	} {
		p, _ := load(t, test.src+"\n")
		if got := Renames(p.sums); got != test.want {
			t.Errorf("%s: got %t, want %t", test.src, got, test.want)
		}
	}
}

func TestJudgeQuestions(t *testing.T) {
	for _, q := range []struct {
		name string
		ask  func(s *subject) bool
		rows []row[bool]
	}{
		{"aside", func(s *subject) bool { return s.asideMove(s.move) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) { os.Rename(p, p+\".bak\") }", true}, {"func save(p string) { os.Rename(p, \"/tmp/x\") }", false}, {"func save(p string) { os.Rename(p, os.DevNull) }", true}, {"func save(p string) { os.Rename(p, p+\".tmp\") }", true}, {"func save(p, q string) { os.Rename(p, q) }", false},
		}},
		{"late", func(s *subject) bool { return s.late(s.d) }, []row[bool]{
			{"f.Close()", false},
			{"func save(p string) {\n\tvar f *os.File\n\tos.Rename(f.Name(), p)\n\tf, _ = os.Create(\"x\")\n}", true},
			{"func save(p string) {\n\tvar f *os.File\n\tfor range 3 {\n\t\tos.Rename(f.Name(), p)\n\t\tf, _ = os.Create(\"x\")\n\t}\n}", false},
			{"type T struct{ f *os.File }\nfunc (t *T) save(p string) {\n\tos.Rename(t.f.Name(), p)\n}\nfunc (t *T) open() { t.f, _ = os.Create(\"x\") }", false},
		}},
		{"rotates", func(s *subject) bool { return s.rotates(s.d) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"log\", os.O_APPEND|os.O_CREATE, 0)\n\tf.Close()\n\tos.Rename(\"log\", p)\n}", true}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"log.tmp\", os.O_APPEND|os.O_CREATE, 0)\n\tf.Close()\n\tos.Rename(\"log.tmp\", p)\n}", false},
			{"func save(p string) {\n\topen()\n\tos.Rename(\"log.tmp\", p)\n}\nfunc open() *os.File { f, _ := os.OpenFile(\"log.tmp\", os.O_APPEND|os.O_CREATE, 0); return f }", true},
		}},
		{"blocks", func(s *subject) bool { return s.blocks(s.d) }, []row[bool]{
			{"f.Close()", false}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", true}, {"func save(p string) {\n\tos.Remove(\"x.tmp\")\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false},
			{"func save(p string) {\n\tos.Remove(\"y.tmp\")\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", true}, {"func save(p string) {\n\tf, _ := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Remove(\"x.tmp\")\n\tos.Rename(\"x.tmp\", p)\n}", true},
			{"func save(p string) {\n\tf, err := os.OpenFile(\"x.tmp\", os.O_CREATE|os.O_EXCL, 0)\n\tif os.IsExist(err) {\n\t\treturn\n\t}\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false}, {"func save(p string) {\n\tn := lib.Name()\n\tf, _ := os.OpenFile(n, os.O_CREATE|os.O_EXCL, 0)\n\tf.Close()\n\tos.Rename(n, p)\n}", false},
			{"func save(p string, n int) {\n\tf, _ := os.OpenFile(\"x.tmp\", n, 0)\n\tf.Close()\n\tos.Rename(\"x.tmp\", p)\n}", false}, {"func save(p string) {\n\tos.WriteFile(\"x.tmp\", nil, 0)\n\tos.Rename(\"x.tmp\", p)\n}", false},
		}},
		{"locked", func(s *subject) bool { return s.locked(s.move.At, 0) }, []row[bool]{
			{"f.Close()", false}, {"lock() ## func lock() {}", true}, {"var mu sync.Mutex; mu.Lock()", true}, {"func saveUnderLock(p string) { os.Rename(\"x\", p) }\nfunc save() {}", true}, {"f.Close() ## func call() { save(\"\", \"\", nil, 0, true, nil) }", false}, {"f.Close() ## func call() { lock(); save(\"\", \"\", nil, 0, true, nil) }\nfunc lock() {}", true},
			{"type T struct{ mu sync.Mutex }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }", true}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }", false}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := new(T); go t.save(\"\") }", false}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := &T{}; go t.save(\"\") }", true},
			{"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := &T{}; t.save(\"\") }", false}, {"type T struct{ n int }\nfunc (t T) save(p string) { os.Rename(\"x\", p) }\nfunc start() { t := T{}; go t.save(\"\") }", true}, {"type T struct{ n int }\nfunc (t *T) save(p string) { os.Rename(\"x\", p) }\nvar t = &T{}\nfunc start() { go t.save(\"\") }", false},
		}},
	} {
		t.Run(q.name, func(t *testing.T) {
			ask[ast.Node](t, q.rows, q.ask)
		})
	}
}

// TestDropped asks where an error of writing or closing is dropped, and whether
// the file is flushed to the disk.
func TestDropped(t *testing.T) {
	const seen = "; err != nil { return err }"
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)", "f.Write(data)"}, {"if _, err := f.Write(data)" + seen, ""}, {"_ = f >> f.Write(data)", ""}, {"w := bufio.NewWriter(f); w.Write(data)", "bufio.NewWriter(f)"}, {"w := bufio.NewWriter(f); w.Write(data); w.Flush()", "w.Flush()"}, {"w := bufio.NewWriter(f); w.Write(data); if err := w.Flush()" + seen, ""}, {"w := bufio.NewWriter(f); w.Write(data); defer w.Flush()", "bufio.NewWriter(f)"}, {"w := bufio.NewWriter(f); w.Write(data) >> w.Flush()", "bufio.NewWriter(f)"},
		{"w := lib.NewArchive(f); w.Write(data); w.Close()", "w.Close()"}, {"w := lib.NewArchive(f); w.Write(data); if err := w.Close()" + seen, ""}, {"w := lib.NewArchive(f); w.Write(data)", "lib.NewArchive(f)"}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); x.Flush(); if err := w.Close()" + seen, "x.Flush()"}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); if err := x.Flush(); err != nil { return err }; if err := w.Close()" + seen, ""}, {"w := lib.NewArchive(f); x := bufio.NewWriter(w); if err := x.Flush()" + seen, "lib.NewArchive(f)"},
		{"var w io.WriteCloser = lib.NewArchive(f); w.Write(data); w.Close()", "w.Write(data)"}, {"var w io.WriteCloser = lib.NewArchive(f); w.Write(data); if err := w.Close()" + seen, "w.Write(data)"}, {"w := lib.NewArchive(f); w.Write(data); if err := lib.Shut(w)" + seen, "lib.NewArchive(f)"}, {"w := lib.NewArchive(f); w.Write(data); lib.Shut(w)", "lib.NewArchive(f)"}, {"w := bufio.NewWriter(f); lend(w) ## var lend func(*bufio.Writer)", ""}, {"w := bufio.NewWriter(f); if err := w.Flush(); err != nil { return err }; w.Flush()", ""},
		{"w, err := made(f); _ = err; w.Write(data); w.Flush() ## func made(w io.Writer) (*bufio.Writer, error) { return bufio.NewWriter(w), nil }", "w.Flush()"}, {"io.Copy(f, nil)", "io.Copy(f, nil)"}, {"if _, err := io.Copy(f, nil)" + seen, ""}, {"if err != nil { f.Write(data); return err }", ""},
		{"func save(p string) error { os.WriteFile(\"x\", []byte{1}, 0); return os.Rename(\"x\", p) }", "os.WriteFile(\"x\", []byte{1}, 0)"}, {"func save(p string) error { if err := os.WriteFile(\"x\", []byte{1}, 0); err != nil { return err }; return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { if err := lib.Put(\"x\"); err != nil { return err }; return os.Rename(\"x\", p) }", "lib.Put(\"x\")"}, {"func save(p string) error { if err := lib.PutSafely(\"x\"); err != nil { return err }; return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", "lib.PutSafely(\"x\")"},
	}, func(s *subject) string {
		if at, ok := s.unwritten(s.d, s.historyOf(s.d)); ok {
			return s.text(at)
		}
		return ""
	})
	ask[ast.Node](t, []row[string]{
		{"f.Close()", "f.Close()"}, {"if err := f.Close()" + seen, ""}, {"_ = f >> f.Close()", "os.Create(path + \".tmp\")"}, {"defer f.Close()", "os.Create(path + \".tmp\")"}, {"f.Close(); if err := f.Close()" + seen, ""}, {"f.Close(); f.Close()", "f.Close()"}, {"lib.Take(f)", ""}, {"f.Write(data)", "os.Create(path + \".tmp\")"}, {"_ = f.Close()", "f.Close()"}, {"if err != nil { f.Close(); return err }", "os.Create(path + \".tmp\")"},
		{"func save(p string) error { os.WriteFile(\"x\", []byte{1}, 0); return os.Rename(\"x\", p) }", ""}, {"func save(p string) error { lib.Put(\"x\"); return os.Rename(\"x\", p) }", "lib.Put(\"x\")"}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", ""},
	}, func(s *subject) string {
		if at, ok := s.unclosed(s.d, s.historyOf(s.d)); ok {
			return s.text(at)
		}
		return ""
	})
	ask[ast.Node](t, []row[string]{
		{"f.Sync()", "true, unseen true"}, {"if err := f.Sync()" + seen, "true, unseen false"}, {"f.Sync(); if err := f.Sync()" + seen, "true, unseen false"}, {"f.Write(data)", "false, unseen false"}, {"lib.Take(f)", "true, unseen false"}, {"syscall.Sync(); _ = f", "true, unseen false"}, {"f.Sync(); f.Write(data)", "false, unseen false"}, {"f.Sync(); f.Truncate(0)", "true, unseen true"}, {"for range n { f.Write(data); f.Sync() }", "true, unseen true"}, {"_ = f >> f.Sync()", "false, unseen false"},
		{"f.Sync(); w := bufio.NewWriter(f); w.Flush()", "false, unseen false"}, {"f.Sync() >> f.Write(data)", "true, unseen true"}, {"func save(p string) error { lib.Put(\"x\"); return os.Rename(\"x\", p) }", "false, unseen false"}, {"func save(p string) error { lib.PutSafely(\"x\"); return os.Rename(\"x\", p) }", "true, unseen false"}, {"func save(p string) error { lib.OpenDurable(\"x\"); return os.Rename(\"x\", p) }", "true, unseen false"},
		{"func save(p string, n int) error { f, _ := os.OpenFile(\"x\", n, 0); f.Write(nil); return os.Rename(\"x\", p) }", "true, unseen false"},
	}, func(s *subject) string {
		ok, unseen := s.synced(s.d, s.historyOf(s.d))
		return fmt.Sprintf("%t, unseen %t", ok, unseen)
	})
}
