package rename

import (
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
