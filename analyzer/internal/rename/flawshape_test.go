package rename

import (
	"testing"
)

// TestFlawsOfShapes judges publications of other shapes.
func TestFlawsOfShapes(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"whole", `func save(p string, b []byte) error { if err := os.WriteFile(p+".tmp", b, 0); err != nil { return err }; return os.Rename(p+".tmp", p) }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"whole, error dropped", `func save(p string, b []byte) error { os.WriteFile(p+".tmp", b, 0); return os.Rename(p+".tmp", p) }`,
			"no-sync write-ignored shared-temp (leak) (no-dirsync)"},
		{"whole, empty", `func save(p string) { os.WriteFile(p+".tmp", nil, 0); os.Rename(p+".tmp", p) }`, "none"},
		{"whole, synced later by path", `func save(p string, b []byte) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; f, _ := os.Open(tmp); f.Sync(); return os.Rename(tmp, p) }`,
			"shared-temp (no-dirsync)"},
		{"by a helper", `func save(p string) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := put(tmp); err != nil { return err }; return os.Rename(tmp, p) }
func put(q string) error { f, err := os.Create(q); if err != nil { return err }; f.Write(nil); f.Close(); return nil }`,
			"no-sync close-ignored write-ignored shared-temp (no-dirsync)"},
		{"by a helper of another package", `func save(p string) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := lib.Put(tmp); err != nil { return err }; return os.Rename(tmp, p) }`,
			"no-sync close-ignored write-ignored shared-temp (no-dirsync)"},
		{"by a safe helper", `func save(p string) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := lib.PutSafely(tmp); err != nil { return err }; return os.Rename(tmp, p) }`,
			"(no-dirsync)"},
		{"a draft of another package", `func save(p string) error { tmp, err := lib.Draft(); if err != nil { return err }; defer os.Remove(tmp); return os.Rename(tmp, p) }`,
			"no-sync mode (no-dirsync)"},
		{"by a helper of another package, at another time", `func put() error { return lib.Put("x.tmp") }
func save() error { return os.Rename("x.tmp", "x") }`,
			"no-sync close-ignored write-ignored shared-temp (no-dirsync)"},
		{"made in a directory for its owner", `func open(dir string) (*os.File, error) { if err := os.MkdirAll(dir, 0o700); err != nil { return nil, err }; return os.CreateTemp(dir, "x") }
func save(dir string, b []byte) error { f, err := open(dir); if err != nil { return err }; defer os.Remove(f.Name()); if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return os.Rename(f.Name(), dir+"/x") }`,
			"no-sync (no-dirsync)"},
		{"made in a directory for all", `func open(dir string) (*os.File, error) { if err := os.MkdirAll(dir, 0o755); err != nil { return nil, err }; return os.CreateTemp(dir, "x") }
func save(dir string, b []byte) error { f, err := open(dir); if err != nil { return err }; defer os.Remove(f.Name()); if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return os.Rename(f.Name(), dir+"/x") }`,
			"no-sync mode (no-dirsync)"},
		{"nothing is known of it", `func save(from, to string) error { return os.Rename(from, to) }`, "none"},
		{"by a function that moves", `func save(p string, b []byte) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return move(tmp, p) }
func move(a, b string) error { return os.Rename(a, b) }`, "no-sync shared-temp (no-dirsync)"},
		{"by a function that moves and flushes", `func save(p string, b []byte) error { tmp := p+".tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return move(tmp, p) }
func move(a, b string) error { if err := os.Rename(a, b); err != nil { return err }; return syncDir(b) }`, "no-sync shared-temp"},
		{"in another function", `type T struct{ tmp, path string }
func (t *T) fill(b []byte) { os.WriteFile(t.tmp, b, 0) }
func (t *T) save() error { return os.Rename(t.tmp, t.path) }`, "no-sync write-ignored shared-temp (leak) (no-dirsync)"},
		{"in another function, a field for a lock", `type T struct{ mu sync.Mutex; tmp, path string }
func (t *T) fill(b []byte) { os.WriteFile(t.tmp, b, 0) }
func (t *T) save() error { return os.Rename(t.tmp, t.path) }`, "no-sync write-ignored (leak) (no-dirsync)"},
		{"a handle in a field", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp("", "x"); if err != nil { return nil, err }; return &T{f, p}, nil }
func (t *T) write(b []byte) (int, error) { return t.f.Write(b) }
func (t *T) save() error { t.f.Close(); return os.Rename(t.f.Name(), t.path) }`, "no-sync close-ignored mode other-dir (leak) (no-dirsync)"},
		{"a loop", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p+".tmp"; if err := os.WriteFile(tmp, b, 0); err != nil { continue }; if len(b) > 3 { continue }; os.Rename(tmp, p) }; return nil }`,
			"no-sync (leak) (no-dirsync)"},
		{"a file system", `func save(fs lib.FS, p string, b []byte) error { if err := fs.WriteFile(p+".tmp", b, 0); err != nil { return err }; return fs.Rename(p+".tmp", p) }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a file system, a handle", `func save(fs lib.FS, p string, b []byte) error { f, err := fs.Create(p+".tmp"); if err != nil { return err }; f.Write(b); return fs.Rename(p+".tmp", p) }`,
			"no-sync close-ignored write-ignored shared-temp (leak) (no-dirsync)"},
		{"a file system with contexts", `func save(c lib.Context, fs lib.Remote, p string, b []byte) error { if err := fs.WriteFile(c, p+".tmp", b); err != nil { return err }; return fs.Rename(c, "save", p+".tmp", p) }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a file system with contexts, a handle", `func save(c lib.Context, fs lib.Remote, p string, b []byte) error { f, err := fs.Create(c, p+".tmp"); if err != nil { return err }; f.Write(b); return fs.Rename(c, "save", p+".tmp", p) }`,
			"no-sync close-ignored write-ignored shared-temp (leak) (no-dirsync)"},
		{"a file system, flags", `func save(fs lib.FS, p string, b []byte) error { f, err := fs.OpenFile(p+".tmp", os.O_CREATE|os.O_SYNC, 0); if err != nil { return err }; f.Write(b); return fs.Rename(p+".tmp", p) }`,
			"(close-ignored) write-ignored shared-temp (leak) (no-dirsync)"},
		{"synced by its receiver", `type T struct { lib.Syncer; path string }
func (t *T) save(b []byte) error { n := t.path+".tmp"; defer os.Remove(n); if err := os.WriteFile(n, b, 0); err != nil { return err }; t.Sync(); return os.Rename(n, t.path) }`,
			"shared-temp (no-dirsync)"},
		{"synced by another", `type T struct { lib.Syncer; path string }
func (t *T) save(b []byte, u *T) error { n := t.path+".tmp"; defer os.Remove(n); if err := os.WriteFile(n, b, 0); err != nil { return err }; u.Sync(); return os.Rename(n, t.path) }`,
			"no-sync shared-temp (no-dirsync)"},
		{"tmp is the beginning of a name that a field keeps", `type T struct{ dir, name, at string }
func (t *T) begin(b []byte) error { t.at = filepath.Join(t.dir, "tmp-"+t.name); return os.WriteFile(t.at, b, 0) }
func (t *T) end() error { return os.Rename(t.at, filepath.Join(t.dir, t.name)) }`, "no-sync shared-temp (leak) (no-dirsync)"},
		{"tmp is the beginning of a name that two methods spell", `type T struct{ dir, name string }
func (t *T) begin(b []byte) error { return os.WriteFile(filepath.Join(t.dir, "tmp-"+t.name), b, 0) }
func (t *T) end() error { return os.Rename(filepath.Join(t.dir, "tmp-"+t.name), filepath.Join(t.dir, t.name)) }`, "no-sync shared-temp (no-dirsync)"},
		{"tmp is the beginning of a directory's name", `type T struct{ dir, name string }
func (t *T) begin(b []byte) error { return os.WriteFile(filepath.Join("tmp-"+t.dir, t.name), b, 0) }
func (t *T) end() error { return os.Rename(filepath.Join("tmp-"+t.dir, t.name), filepath.Join(t.dir, t.name)) }`, "none"},
		{"an embedded file that leaves as an interface", `type T struct { *os.File; path string }
func New(p string) (io.WriteCloser, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; return &T{f, p}, nil }
func (t *T) Close() error { if err := t.File.Close(); err != nil { return err }; return os.Rename(t.Name(), t.path) }`, "no-sync mode (no-dirsync)"},
		{"an embedded file that leaves to be read", `type T struct { *os.File; path string }
func New(p string) (io.ReadCloser, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; return &T{f, p}, nil }
func (t *T) Close() error { if err := t.File.Close(); err != nil { return err }; return os.Rename(t.Name(), t.path) }`, "none"},
		{"out parameters", `func save(p string, b []byte) error { var f *os.File; var tmp string; if err := begin(p, &f, &tmp); err != nil { return err }; if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return os.Rename(tmp, p) }
func begin(p string, f **os.File, name *string) (err error) { tmp := p + ".tmp"; *f, err = os.Create(tmp); *name = tmp; return err }`, "no-sync shared-temp (no-dirsync)"},
		{"an out parameter of a temporary", `func save(p string, b []byte) error { var f *os.File; if err := begin(p, &f); err != nil { return err }; if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return os.Rename(f.Name(), p) }
func begin(p string, f **os.File) (err error) { *f, err = os.CreateTemp(filepath.Dir(p), "x"); return err }`, "no-sync mode (no-dirsync)"},
		{"opened with flags by a field", `type T struct{ open func(string, int, os.FileMode) (*os.File, error) }
var system = T{open: os.OpenFile}
func save(p string, b []byte, flag int) error { f, err := system.open(p+".tmp", flag, 0); if err != nil { return err }; if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return os.Rename(p+".tmp", p) }
func use() { save("x", nil, os.O_CREATE|os.O_WRONLY|os.O_TRUNC) }`, "no-sync shared-temp (leak) (no-dirsync)"},
		{"opened by a variable", `var open func() *os.File
func save(p string, b []byte) error { f := open(); f.Write(b); return os.Rename(f.Name(), p) }`, "none"},
		{"named by a variable", `var name func(string) string
func save(p string, b []byte) error { n := name(p); defer os.Remove(n); if err := os.WriteFile(n, b, 0); err != nil { return err }; return os.Rename(n, p) }`, "no-sync (no-dirsync)"},
		{"left by the function that creates it", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; if err := f.Chmod(0); err != nil { return nil, err }; return &T{f, p}, nil }
func (t *T) save() error { if _, err := t.f.Write(nil); err != nil { return err }; t.f.Sync(); if err := t.f.Close(); err != nil { return err }; return os.Rename(t.f.Name(), t.path) }`,
			"(leak) (no-dirsync)"},
		{"left by the function that creates it, with something else", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; if p == "" { return nil, nil }; if err := f.Chmod(0); err != nil { return &T{f, p}, err }; return &T{f, p}, nil }
func (t *T) save() error { if _, err := t.f.Write(nil); err != nil { return err }; t.f.Sync(); if err := t.f.Close(); err != nil { return err }; return os.Rename(t.f.Name(), t.path) }`,
			"(leak) (no-dirsync)"},
		{"removed by the function that creates it", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; if err := f.Chmod(0); err != nil { os.Remove(f.Name()); return nil, err }; return &T{f, p}, nil }
func (t *T) save() error { if _, err := t.f.Write(nil); err != nil { return err }; t.f.Sync(); if err := t.f.Close(); err != nil { return err }; return os.Rename(t.f.Name(), t.path) }`,
			"(no-dirsync)"},
		{"left by the function that creates it alone", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; if err := f.Chmod(0); err != nil { return nil, err }; return &T{f, p}, nil }
func (t *T) save() error { defer os.Remove(t.f.Name()); if _, err := t.f.Write(nil); err != nil { return err }; t.f.Sync(); if err := t.f.Close(); err != nil { return err }; return os.Rename(t.f.Name(), t.path) }`,
			"(leak) (no-dirsync)"},
		{"handed on by the function that creates it", `type T struct{ f *os.File; path string }
func open(p string) (*T, error) { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return nil, err }; if err := f.Chmod(0); err != nil { return &T{f, p}, err }; return &T{f, p}, nil }
func (t *T) save() error { defer os.Remove(t.f.Name()); if _, err := t.f.Write(nil); err != nil { return err }; t.f.Sync(); if err := t.f.Close(); err != nil { return err }; return os.Rename(t.f.Name(), t.path) }`,
			"(no-dirsync)"},
		{"left by the function that has it created", `func open(p string) (*os.File, error) { return os.CreateTemp(filepath.Dir(p), "x") }
func save(p string) error { f, err := open(p); if err != nil { return err }; f.Chmod(0); if _, err := f.Write(nil); err != nil { return err }; f.Sync(); if err := f.Close(); err != nil { return err }; return os.Rename(f.Name(), p) }`,
			"(leak) (no-dirsync)"},
		{"a file system, asked", `func save(fs lib.FS, p string) error { fs.Stat(p+".tmp"); return fs.Rename(p+".tmp", p) }`, "none"},
		{"beside a destination from elsewhere", `func save(b []byte) error { dst := lib.Name(); tmp := dst + ".tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, dst) }`,
			"no-sync shared-temp (no-dirsync)"},
		{"beside something else from elsewhere", `func save(dst string, b []byte) error { n := lib.Name(); tmp := n + ".tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, dst) }`,
			"no-sync (no-dirsync)"},
		{"with the last element of the destination", `func save(b []byte) error { n := lib.Name(); dst := filepath.Join("d", n); tmp := filepath.Join("x", n); defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, dst) }`,
			"no-sync shared-temp (no-dirsync)"},
		{"with another last element", `func save(b []byte) error { n, m := lib.Name(), "m"; dst := filepath.Join("d", m); tmp := filepath.Join("x", n); defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, dst) }`,
			"no-sync (no-dirsync)"},
		{"with a name that the caller makes", `func put(tmp, p string, b []byte) error { defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, p) }
func save(p string, b []byte) error { return put(p+time.Now().String(), p, b) }`, "no-sync (no-dirsync)"},
		{"with a fixed name that the caller makes", `func put(tmp, p string, b []byte) error { defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, p) }
func save(p string, b []byte) error { return put(p+".tmp", p, b) }`, "no-sync shared-temp (no-dirsync)"},
		{"in the home directory", `func save(b []byte) error { home, _ := os.UserHomeDir(); tmp := home + "/x.tmp"; defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, home+"/x") }`,
			"no-sync shared-temp (no-dirsync)"},
		{"in a temporary directory of its own, by path", `func save(p string, b []byte) error { dir, _ := os.MkdirTemp(filepath.Dir(p), "d"); defer os.Remove(filepath.Join(dir, "x")); if err := os.WriteFile(filepath.Join(dir, "x"), b, 0); err != nil { return err }; return os.Rename(filepath.Join(dir, "x"), p) }`,
			"no-sync (no-dirsync)"},
		{"in a temporary directory elsewhere, by path", `func save(p string, b []byte) error { dir, _ := os.MkdirTemp("", "d"); defer os.Remove(filepath.Join(dir, "x")); if err := os.WriteFile(filepath.Join(dir, "x"), b, 0); err != nil { return err }; return os.Rename(filepath.Join(dir, "x"), p) }`,
			"no-sync other-dir (no-dirsync)"},
		{"in a directory from elsewhere", `func save(p string, b []byte) error { tmp := filepath.Join(lib.Name(), "x.tmp"); defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, p) }`,
			"no-sync shared-temp (no-dirsync)"},
		{"by the number", `func save(p string) { fd, _ := syscall.Open(p+".tmp", syscall.O_CREAT|syscall.O_WRONLY, 0); syscall.Write(fd, nil); os.Rename(p+".tmp", p) }`, "none"},
		{"renamed before it is written", `func save(p string, b []byte) { os.Rename(p+".tmp", p); os.WriteFile(p+".tmp", b, 0) }`, "none"},
		{"an append", `func save(p string, b []byte) { f, _ := os.OpenFile(p+".tmp", os.O_APPEND|os.O_CREATE, 0); f.Write(b); os.Rename(p+".tmp", p) }`,
			"no-sync close-ignored write-ignored shared-temp (leak) (no-dirsync)"},
		{"an append to a log", `func save(log, old string, b []byte) { f, _ := os.OpenFile(log, os.O_APPEND|os.O_CREATE, 0); f.Write(b); os.Rename(log, old) }`, "none"},
		{"in a temporary directory, by path", `func save(p string, b []byte) error { tmp := filepath.Join(os.TempDir(), "x"); defer os.Remove(tmp); if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, p) }`,
			"no-sync other-dir shared-temp (no-dirsync)"},
		{"in /tmp, by path", `func save(p string, b []byte) error { defer os.Remove("/tmp/x"); if err := os.WriteFile("/tmp/x", b, 0); err != nil { return err }; return os.Rename("/tmp/x", p) }`,
			"no-sync other-dir shared-temp (no-dirsync)"},
		{"from /tmp to /tmp", `func save(b []byte) error { defer os.Remove("/tmp/x"); if err := os.WriteFile("/tmp/x", b, 0); err != nil { return err }; return os.Rename("/tmp/x", "/tmp/y") }`,
			"no-sync shared-temp (no-dirsync)"},
		{"a temporary filled by path", `func save(p string, b []byte) error { f, err := os.CreateTemp(filepath.Dir(p), "x"); if err != nil { return err }; defer os.Remove(f.Name()); f.Close(); if err := os.WriteFile(f.Name(), b, 0o644); err != nil { return err }; return os.Rename(f.Name(), p) }`,
			"no-sync mode (no-dirsync)"},
		{"a literal that renames", `func save(p string, b []byte) error { tmp := p+".tmp"; return func() error { if err := os.WriteFile(tmp, b, 0); err != nil { return err }; return os.Rename(tmp, p) }() }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a goroutine of its own", `type T struct{ path string }
func start() { t := &T{"x"}; go t.save() }
func (t *T) save() error { if err := os.WriteFile(t.path+".tmp", []byte{1}, 0); err != nil { return err }; return os.Rename(t.path+".tmp", t.path) }`,
			"no-sync (leak) (no-dirsync)"},
		{"a goroutine of a value from elsewhere", `type T struct{ path string }
func start(t *T) { go t.save() }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", t.path) }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a receiver with a lock", `type T struct{ n int; mu sync.Mutex }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a receiver with a pointer to a lock", `type T struct{ mu *sync.RWMutex }
func (t T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a receiver with what is called a lock", `type T struct{ fileLock int }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a receiver without a lock", `type T struct{ n int }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a receiver that is no struct", `type T int
func (t T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a function that, by its name, runs under a lock", `func saveUnderLock() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a caller of the caller locks", `var mu sync.Mutex
func one() { mu.Lock(); two() }
func two() { save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"callers that do not lock", `func one() { save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a goroutine of a value", `type T struct{ n int }
func start() { t := T{1}; go t.save() }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a value, but no goroutine", `type T struct{ n int }
func start() { t := T{1}; t.save() }
func (t *T) save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a goroutine of no value", `func start() { go save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"in a loop that goes on", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; if len(b) > 3 { continue }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (leak) (no-dirsync)"},
		{"in a loop that is left", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; if len(b) > 3 { break }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (leak) (no-dirsync)"},
		{"in a loop that goes on when it is removed", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; if len(b) > 3 { os.Remove(tmp); continue }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (no-dirsync)"},
		{"in a loop, with a switch that is left", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; switch { case len(b) > 3: break }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (no-dirsync)"},
		{"in a loop, with a switch that goes on", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; switch { case len(b) > 3: continue }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (leak) (no-dirsync)"},
		{"in a loop, with another that is left", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; for range b { break }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (no-dirsync)"},
		{"in a loop, with another that goes on", `func save(ps []string, b []byte) error { for _, p := range ps { tmp := p + time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { continue }; for range b { continue }; if err := os.Rename(tmp, p); err != nil { os.Remove(tmp); return err } }; return nil }`,
			"no-sync (no-dirsync)"},
		{"a field with the time", `type T struct{ tmp string }
func (t *T) save(b []byte) error { t.tmp = "x" + time.Now().String(); defer os.Remove(t.tmp); if err := os.WriteFile(t.tmp, b, 0); err != nil { return err }; return os.Rename(t.tmp, "x") }`,
			"no-sync (no-dirsync)"},
		{"a field with a fixed name", `type T struct{ tmp string }
func (t *T) save(b []byte) error { t.tmp = "x" + ".tmp"; defer os.Remove(t.tmp); if err := os.WriteFile(t.tmp, b, 0); err != nil { return err }; return os.Rename(t.tmp, "x") }`,
			"no-sync shared-temp (no-dirsync)"},
		{"a field from elsewhere", `type T struct{ tmp string }
func (t *T) save(b []byte) error { t.tmp = lib.Name(); defer os.Remove(t.tmp); if err := os.WriteFile(t.tmp, b, 0); err != nil { return err }; return os.Rename(t.tmp, "x") }`,
			"no-sync shared-temp (no-dirsync)"},
		{"left where the rename fails", `func save(p string, b []byte) error { tmp := p+time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { os.Remove(tmp); return err }; err := os.Rename(tmp, p); if err != nil { return errors.New("x") }; return nil }`, "no-sync (leak) (no-dirsync)"},
		{"left for another reason behind the rename", `func save(p string, b []byte) error { tmp := p+time.Now().String(); if err := os.WriteFile(tmp, b, 0); err != nil { os.Remove(tmp); return err }; err := os.Rename(tmp, p); if len(b) > 3 { return errors.New("x") }; return err }`, "no-sync (no-dirsync)"},
		{"opened in a file system", `func save(fs lib.FS, p string, b []byte) error { f, err := fs.OpenFile("x.tmp", os.O_CREATE|os.O_WRONLY, 0); if err != nil { return err }; defer os.Remove("x.tmp"); if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return fs.Rename("x.tmp", p) }`, "no-sync shared-temp (no-dirsync)"},
		{"opened in a file system for itself", `func save(fs lib.FS, p string, b []byte) error { f, err := fs.OpenFile("x.tmp", os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0); if err != nil { return err }; defer os.Remove("x.tmp"); if _, err := f.Write(b); err != nil { return err }; if err := f.Close(); err != nil { return err }; return fs.Rename("x.tmp", p) }`, "no-sync (no-dirsync)"},
		{"several callers, all of which lock", `var mu sync.Mutex
func one() { mu.Lock(); defer mu.Unlock(); save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"several callers, one of which does not lock", `var mu sync.Mutex
func one() { mu.Lock(); defer mu.Unlock(); save() }
func two() { save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return err }; return os.Rename("x.tmp", "x") }`,
			"no-sync shared-temp (leak) (no-dirsync)"},
		{"a caller that locks, and the function itself", `var mu sync.Mutex
func one() { mu.Lock(); defer mu.Unlock(); save() }
func save() error { if err := os.WriteFile("x.tmp", []byte{1}, 0); err != nil { return save() }; return os.Rename("x.tmp", "x") }`,
			"no-sync (leak) (no-dirsync)"},
		{"a name that must be free, synced", `func save(p string, b []byte) error { f, err := os.OpenFile(p+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0); if err != nil { return err }; if _, err := f.Write(b); err != nil { f.Close(); return err }; if err := f.Close(); err != nil { return err }; return os.Rename(p+".tmp", p) }`,
			"leak (no-dirsync)"},
		{"a name of its own, synced", `func save(p string, b []byte) error { n := p+time.Now().String(); f, err := os.OpenFile(n, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0); if err != nil { return err }; if _, err := f.Write(b); err != nil { f.Close(); return err }; if err := f.Close(); err != nil { return err }; return os.Rename(n, p) }`,
			"(leak) (no-dirsync)"},
		{"a name that may be taken", `func save(p string, b []byte) error { f, err := os.OpenFile(p+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0); if os.IsExist(err) { os.Remove(p+".tmp"); return save(p, b) }; if _, err := f.Write(b); err != nil { f.Close(); return err }; if err := f.Close(); err != nil { return err }; return os.Rename(p+".tmp", p) }`,
			"(leak) (no-dirsync)"},
		{"another name is made free", `func save(p string, b []byte) error { os.Remove(p); f, err := os.OpenFile(p+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0); if err != nil { return err }; if _, err := f.Write(b); err != nil { f.Close(); return err }; if err := f.Close(); err != nil { return err }; return os.Rename(p+".tmp", p) }`,
			"leak (no-dirsync)"},
		{"a name that is made free", `func save(p string, b []byte) error { os.Remove(p+".tmp"); f, err := os.OpenFile(p+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_SYNC, 0); if err != nil { return err }; if _, err := f.Write(b); err != nil { f.Close(); return err }; if err := f.Close(); err != nil { return err }; return os.Rename(p+".tmp", p) }`,
			"(leak) (no-dirsync)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, _ := load(t, "\n"+test.src+"\n")
			if got := judged(t, p); got != test.want {
				t.Errorf("got %s, want %s:\n%s", got, test.want, test.src)
			}
		})
	}
}
