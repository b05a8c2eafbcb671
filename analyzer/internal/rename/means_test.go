package rename

import "testing"

// TestFlawsByMeans does one thing of a safe publication by other means, such as
// the number of the file, or a function of the package.
func TestFlawsByMeans(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes []string
		want    string
	}{
		{"sync of the file opened again to write", []string{synced, "g, _ := os.OpenFile(f.Name(), os.O_RDWR, 0); g.Sync()"}, "none"},
		{"sync of the file opened again by a function", []string{synced, "g, _ := lib.Open(f.Name()); g.Sync()"}, "none"},
		{"sync by the number in a variable", []string{synced, "fd := int(f.Fd()); syscall.Fsync(fd)"}, "none"},
		{"sync of a file made of the number", []string{synced, "g := os.NewFile(f.Fd(), \"x\"); g.Sync()"}, "none"},
		{"sync in a branch", []string{synced, "if len(data) > 0 { f.Sync() }"}, "none"},
		{"sync by a literal that is kept", []string{synced, "flush := func() { f.Sync() }; flush()"}, "none"},
		{"written by the number", []string{written, "syscall.Write(int(f.Fd()), data)"}, "write-ignored"},
		{"written by the number, error seen", []string{written, "if _, err := syscall.Write(int(f.Fd()), data); err != nil { return err }"}, "none"},
		{"closed by the number, error seen", []string{closed, "if err := syscall.Close(int(f.Fd())); err != nil { return err }"}, "none"},
		{"its mode set by the number", []string{chmodded, "syscall.Fchmod(int(f.Fd()), 0o644)"}, "none"},
		{"copied by the number", []string{chmodded, "", synced, "fd, _ := syscall.Dup(int(f.Fd())); _ = fd"}, "none"},
		{"its mode set in a branch", []string{chmodded, "if len(data) > 0 { f.Chmod(0o644) }"}, "none"},
		{"its mode set by name", []string{chmodded, "os.Chmod(f.Name(), 0o644)"}, "none"},
		{"its mode set after the rename", []string{chmodded, "", dirSync, "os.Chmod(path, 0o644); " + dirSync}, "none"},
		{"a private mode", []string{chmodded, "f.Chmod(0o600)"}, "none"},
		{"a mode that is computed", []string{chmodded, "f.Chmod(os.FileMode(len(data)))"}, "none"},
		{"in the system's directory", []string{created, `os.CreateTemp("", "x")`}, "other-dir"},
		{"in the system's directory by its name", []string{created, `os.CreateTemp(os.TempDir(), "x")`}, "other-dir"},
		{"in a directory of its own", []string{created, `os.CreateTemp(filepath.Join(filepath.Dir(path), "tmp"), "x")`}, "none"},
		{"in the current directory", []string{created, `os.CreateTemp(".", "x")`}, "none"},
		{"in a directory that a function tells", []string{created, `os.CreateTemp(dirOf(path), "x")`, dirSync, dirSync + "\n}\nfunc dirOf(name string) string { return filepath.Dir(name)"}, "none"},
		{"named by the process", []string{created, `os.Create(path + fmt.Sprint(os.Getpid()))`}, "none"},
		{"named by a function of ours", []string{created, `os.Create(temporary(path))`, dirSync, dirSync + "\n}\nfunc temporary(name string) string { return name + \".tmp\""}, "shared-temp"},
		{"named by a function of ours that is random", []string{created, `os.Create(temporary(path))`, dirSync, dirSync + "\n}\nfunc temporary(name string) string { return name + time.Now().String()"}, "none"},
		{"named by a function of ours with a number", []string{created, `os.Create(temporary(path, time.Now().String()))`, dirSync, dirSync + "\n}\nfunc temporary(name, id string) string { return name + id"}, "none"},
		{"named by a number in the package", []string{created, `os.Create(fmt.Sprint(path, count))`, dirSync, dirSync + "\n}\nvar count int\nfunc next() { count++"}, "none"},
		{"opened with O_EXCL", []string{created, `os.OpenFile(path+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)`}, "none"},
		{"removed by a literal on an error that is a result", []string{removed, "defer func() { if err != nil { os.Remove(f.Name()) } }()", "data []byte) error", "data []byte) (err error)"}, "none"},
		{"removed by a literal on an error that others hide", []string{removed, "defer func() { if err != nil { os.Remove(f.Name()) } }()"}, "(leak)"},
		{"another file removed", []string{removed, "defer os.Remove(path + \".old\")"}, "(leak)"},
		{"removed after the rename fails only", []string{removed, "", renamed, "if err := os.Rename(f.Name(), path); err != nil { os.Remove(f.Name()); return err }"}, "(leak)"},
		{"the error of the rename dropped", []string{renamed, "os.Rename(f.Name(), path)"}, "none"},
		{"the directory flushed by hand", []string{dirSync, "d, err := os.Open(filepath.Dir(path)); if err != nil { return err }; defer d.Close(); return d.Sync()"}, "none"},
		{"another directory flushed by hand", []string{dirSync, "d, err := os.Open(path); if err != nil { return err }; defer d.Close(); return d.Close()"}, "(no-dirsync)"},
		{"closed by a deferred call as well", []string{removed, removed + "\n\tdefer f.Close()"}, "none"},
		{"closed by a deferred call alone", []string{closed, "", removed, removed + "\n\tdefer f.Close()"}, "(close-ignored)"},
		{"the error of closing kept", []string{closed, "cerr := f.Close()\n\tif cerr != nil { return cerr }"}, "none"},
		{"the error of closing logged", []string{closed, "if err := f.Close(); err != nil { println(err) }"}, "none"},
		{"the error of writing logged", []string{written, "if _, err := f.Write(data); err != nil { println(err) }"}, "none"},
		{"a buffer flushed", []string{written, "w := bufio.NewWriter(f); w.Write(data); if err := w.Flush(); err != nil { return err }"}, "none"},
		{"a buffer flushed, error dropped", []string{written, "w := bufio.NewWriter(f); w.Write(data); w.Flush()"}, "write-ignored"},
		{"a buffer not flushed", []string{written, "w := bufio.NewWriter(f); w.Write(data)"}, "write-ignored"},
		{"a buffer flushed late", []string{written, "w := bufio.NewWriter(f); defer w.Flush(); w.Write(data)"}, "write-ignored"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := changed(t, test.changes)
			p, _ := load(t, src)
			if got := judged(t, p); got != test.want {
				t.Errorf("got %s, want %s:\n%s", got, test.want, src)
			}
		})
	}
}
