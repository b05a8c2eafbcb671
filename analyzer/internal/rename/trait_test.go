package rename

import (
	"go/ast"
	"slices"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestTraitsOf looks at what functions do with their parameters.
func TestTraitsOf(t *testing.T) {
	none := facts.Trait{}
	for _, test := range []struct {
		fn   string
		want []facts.Trait
	}{
		{`func F(p string) {}`, nil},
		{`func F(n int) {}`, nil},
		{`func F(p, q string) { os.Rename(p, q) }`, []facts.Trait{{MoveTo: 2}, none}},
		{`func F(p, q string) { os.Link(p, q); os.Remove(p) }`, []facts.Trait{{MoveTo: 2, Link: true}, none}},
		{`func F(p, q string) { os.Rename(p, q); syncDir(q) }`, []facts.Trait{{MoveTo: 2, DirSynced: true}, {Syncs: true}}},
		{`func F(p string) { os.Rename(p, p+".bak") }`, nil},
		{`func F(p, q string) { G(p, q) }; func G(a, b string) { os.Rename(a, b); syncDir(b) }`, []facts.Trait{{MoveTo: 2, DirSynced: true}, {Syncs: true}}},
		{`func F(p, q string) { lib.Move(p, q) }`, []facts.Trait{{MoveTo: 2, DirSynced: true}, none}},
		{`func F(p string) { os.Chmod(p, 0) }`, []facts.Trait{{Chmods: true}}},
		{`func F(p string) { syscall.Chmod(p, 0) }`, []facts.Trait{{Chmods: true}}},
		{`func F(p string) { fsync(p) }; func fsync(q string) {}`, []facts.Trait{{Syncs: true}}},
		{`func F(p string) { fsyncDir(p) }; func fsyncDir(q string) {}`, nil},
		{`func F(p string) { f, _ := os.Open(p); f.Sync() }`, []facts.Trait{{Syncs: true}}},
		{`func F(p string) { f, _ := os.OpenFile(p, os.O_RDWR, 0); f.Sync() }`, []facts.Trait{{Syncs: true}}},
		{`func F(p string) { f, _ := os.OpenFile(p, os.O_RDWR, 0); f.Write(nil); f.Sync() }`, nil},
		{`func F(p string) { f, _ := os.Open(p); f.Close() }`, nil},
		{`func F(p string) { lib.FlushPath(p) }`, []facts.Trait{{Syncs: true}}},
		{`func F(p string) error { return os.WriteFile(p, []byte{1}, 0) }`, []facts.Trait{{Draft: true, Unsynced: true, Fixed: true}}},
		{`func F(p string) { os.WriteFile(p, []byte{1}, 0) }`, []facts.Trait{{Draft: true, Unsynced: true, Fixed: true, WriteIgnored: true}}},
		{`func F(p string) error { return os.WriteFile(p, nil, 0) }`, nil},
		{`func F(p string) error { if err := os.WriteFile(p, []byte{1}, 0); err != nil { return err }; return fsync(p) }; func fsync(q string) error { return nil }`,
			[]facts.Trait{{Draft: true, Fixed: true, Syncs: true}}},
		{`func F(p string) error { f, err := os.Create(p); if err != nil { return err }; if _, err := f.Write(nil); err != nil { return err }; if err := f.Sync(); err != nil { return err }; return f.Close() }`,
			[]facts.Trait{{Draft: true, Fixed: true}}},
		{`func F(p string) error { f, err := os.Create(p); if err != nil { return err }; if _, err := f.Write(nil); err != nil { return err }; f.Close(); return nil }`,
			[]facts.Trait{{Draft: true, Fixed: true, Unsynced: true, Unclosed: true}}},
		{`func F(p string) error { f, err := os.OpenFile(p, os.O_CREATE|os.O_EXCL|os.O_SYNC, 0); if err != nil { return err }; f.Write(nil); return f.Close() }`,
			[]facts.Trait{{Draft: true, WriteIgnored: true}}},
		{`func F(p string) (*os.File, error) { return os.Create(p) }`, []facts.Trait{{Opens: true, Fixed: true}}},
		{`func F(p string) (*os.File, error) { return os.OpenFile(p, os.O_CREATE|os.O_EXCL, 0) }`, []facts.Trait{{Opens: true}}},
		{`func F(p string) (*os.File, error) { return os.OpenFile(p, os.O_CREATE|os.O_SYNC, 0) }`, []facts.Trait{{Opens: true, OpenSync: true, Fixed: true}}},
		{`func F(p string) (*os.File, error) { return os.OpenFile(p, os.O_RDONLY, 0) }`, nil},
		{`func F(p string) (*os.File, error) { return G(p) }; func G(q string) (*os.File, error) { return os.Create(q) }`, []facts.Trait{{Opens: true, Fixed: true}}},
		{`func F(p string) (*os.File, error) { return lib.OpenDurable(p) }`, []facts.Trait{{Opens: true, OpenSync: true}}},
		{`func F(p string) { lib.OpenDurable(p) }`, nil},
		{`func F(p string) { lib.Put(p) }`, []facts.Trait{{Draft: true, Unsynced: true, Unclosed: true, WriteIgnored: true, Fixed: true}}},
		{"//atomiclint:writer\nfunc F(p string) { os.WriteFile(p, []byte{1}, 0) }", nil},
		{`func F(p string) { F(p); os.Chmod(p, 0) }`, []facts.Trait{{Chmods: true}}},
		{`func F(f *os.File) { f.Sync() }`, []facts.Trait{{Syncs: true}}},
		{`func F(f *os.File) { f.Chmod(0) }`, []facts.Trait{{Chmods: true}}},
		{`func F(f *os.File) { f.Close() }`, []facts.Trait{{Closes: true}}},
		{`func F(f *os.File) { G(f) }; func G(g *os.File) { g.Close(); g.Sync() }`, []facts.Trait{{Closes: true, Syncs: true}}},
		{`func F(f *os.File) { f.Write(nil) }`, nil},
		{`func F(fs lib.FS, p, q string) { fs.Rename(p, q) }`, []facts.Trait{none, {MoveTo: 3}, none}},
		{`func F(fs lib.FS, p string) { fs.WriteFile(p, []byte{1}, 0) }`, []facts.Trait{none, {Draft: true, Unsynced: true, Fixed: true, WriteIgnored: true}}},
		{`func F(fs lib.FS, p string) { fs.Stat(p) }`, nil},
		{`func F(d lib.Disk, p, q string) { d.Rename(p, q) }`, nil},
		{`func F(r renamer, p, q string) { r.Rename(p, q) }; type renamer interface{ Rename(from, to string) }`, nil},
		{`func F(p string) { lib.FlushPath(p); os.Stat(p) }`, []facts.Trait{{Syncs: true}}},
		{`func F(p string) { os.Chmod(p, 0); os.Stat(p) }`, []facts.Trait{{Chmods: true}}},
		{`func F(p string) error { _, err := os.Create(p); return err }`, nil},
		{`func F(p string) (*os.File, error) { f, err := os.Create(p); f.Write(nil); return f, err }`, []facts.Trait{{Draft: true, WriteIgnored: true, Fixed: true}}},
		{`func F(p string) { error(nil).Error(); print(p) }`, nil},
	} {
		p, _ := load(t, test.fn+"\n")
		if got := p.TraitsOf(typecheck.Func(t, p.Funcs, "F")); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", test.fn, got, test.want)
		}
	}
}

// TestMadeBy looks at the files whose paths functions return.
func TestMadeBy(t *testing.T) {
	for _, test := range []struct {
		fn   string
		want []facts.Trait
	}{
		{`func F() {}`, nil},
		{`func F() string { return "x" }`, nil},
		{`func F() string { f, _ := os.CreateTemp("", ""); f.Write(nil); return f.Name() }`,
			[]facts.Trait{{Draft: true, Unsynced: true, Unclosed: true, WriteIgnored: true, Private: true}}},
		{`func F() string { f, _ := os.CreateTemp("", ""); return f.Name() }`, nil},
		{`func F() string { f, _ := os.CreateTemp("", ""); f.Write(nil); f.Chmod(0); return f.Name() }`,
			[]facts.Trait{{Draft: true, Unsynced: true, Unclosed: true, WriteIgnored: true}}},
		{`func F() (int, string) { f, _ := os.CreateTemp("", ""); f.Write(nil); return 1, f.Name() }`,
			[]facts.Trait{{}, {Draft: true, Unsynced: true, Unclosed: true, WriteIgnored: true, Private: true}}},
		{`func F() string { n := "x"; os.WriteFile(n, []byte{1}, 0); return n }`, []facts.Trait{{Draft: true, Unsynced: true, WriteIgnored: true, Fixed: true}}},
		{`func F() (n string) { n = "x.tmp"; os.WriteFile(n, []byte{1}, 0); return }`, nil},
	} {
		p, _ := load(t, test.fn+"\n")
		if got := p.MadeBy(typecheck.Func(t, p.Funcs, "F")); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", test.fn, got, test.want)
		}
	}
}

func TestFileSystems(t *testing.T) {
	const decls = " ## var (\n\tfsys lib.FS\n\tfar lib.Remote\n\tdisk lib.Disk\n\tonly interface{ Rename(a, b string) error }\n\topener interface{ Rename(a, b string) error; OpenFile(name string) error }\n\twhole interface{ Rename(a, b string) error; WriteFile(n int, name string, data []byte) error; Create() error; Rename2(n int, a, b string) error }\n\tctx lib.Context\n)"
	ask[*ast.CallExpr](t, []row[bool]{
		{"/*?*/fsys.Stat(path)" + decls, true}, {"/*?*/far.Rename(ctx, path, path, other)" + decls, true}, {"/*?*/disk.Rename(path, other)" + decls, false}, {"/*?*/only.Rename(path, other)" + decls, false}, {"/*?*/opener.Rename(path, other)" + decls, true}, {"/*?*/whole.Create()" + decls, true}, {"/*?*/os.Rename(path, other)", false}, {"/*?*/syncDir(path)", false},
	}, func(s *subject) bool { return isFileSystem(s.Info, s.call()) })
	ask[*ast.CallExpr](t, []row[int]{
		{"/*?*/fsys.Rename(path, other)" + decls, 0}, {"/*?*/far.Rename(ctx, path, path, other)" + decls, 2}, {"/*?*/fsys.Stat(path)" + decls, -1}, {"/*?*/whole.WriteFile(1, path, data)" + decls, -1}, {"/*?*/whole.Rename2(1, path, other)" + decls, 1}, {"/*?*/whole.Create()" + decls, -1},
	}, func(s *subject) int { return renamedAt(s.Info, s.call()) })
	ask[*ast.CallExpr](t, []row[string]{
		{"/*?*/fsys.Create(path)" + decls, "path"}, {"/*?*/fsys.OpenFile(path, n, 0)" + decls, "path n"}, {"/*?*/fsys.WriteFile(path, data, 0)" + decls, "path data"}, {"/*?*/fsys.Stat(path)" + decls, ""}, {"/*?*/far.Create(ctx, path)" + decls, "path"}, {"/*?*/far.WriteFile(ctx, path, data)" + decls, "path data"}, {"/*?*/whole.WriteFile(1, path, data)" + decls, "path data"},
		{"/*?*/whole.Create()" + decls, ""}, {"/*?*/opener.OpenFile(path)" + decls, "path"}, {"/*?*/os.Create(path)", ""}, {"/*?*/disk.Create(path)" + decls, ""}, {"_ = /*?*/len(path)", ""},
	}, func(s *subject) string {
		k, ok := fileSystemSink(s.Info, s.c)
		if !ok {
			return ""
		}
		if !k.Abstract {
			s.t.Error("got a sink of package os, want one of an interface")
		}
		got := s.text(k.Path)
		for _, e := range []ast.Expr{k.Flag, k.Data} {
			if e != nil {
				got += " " + s.text(e)
			}
		}
		return got
	})
}

// TestAddTo asks which temporaries that functions return are private.
func TestAddTo(t *testing.T) {
	for _, test := range []struct {
		fn   string
		want bool
	}{
		{`func F() (*os.File, error) { return os.CreateTemp("", "x") }`, true}, {`func F() (*os.File, error) { f, err := os.CreateTemp("", "x"); return f, err }`, true}, {`func F() (*os.File, error) { f, err := os.CreateTemp("", "x"); f.Chmod(0); return f, err }`, false}, {`func F() (*os.File, error) { if true { return os.Create("x") }; return os.CreateTemp("", "x") }`, false},
		{`func F() (string, error) { f, err := os.CreateTemp("", "x"); return f.Name(), err }`, false}, {`func F() (*os.File, error) { return nil, nil }`, false}, {`func F() (*os.File, error) { return lib.Temp() }`, true}, {`func F() (*os.File, error) { return os.Open("x") }`, false},
	} {
		p, _ := load(t, test.fn+"\n")
		results := []facts.Result{{Temporary: true}, {}}
		p.AddTo(results, typecheck.Func(t, p.Funcs, "F"))
		if results[0].Private != test.want || results[1].Private {
			t.Errorf("%s: got %+v, want that the first is private: %t", test.fn, results, test.want)
		}
		others := []facts.Result{{}, {}}
		if p.AddTo(others, typecheck.Func(t, p.Funcs, "F")); others[0].Private {
			t.Errorf("%s: got %+v of what is no temporary", test.fn, others)
		}
	}
}
