package alice

import (
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	const text = `7     openat(AT_FDCWD<\x2f\x64>, "\x61\x2c", O_RDWR|O_CREAT, 01640) = 3<\x2f\x64\x2f\x61\x2c>
8     fsync(3<\x2f\x64\x2f\x61\x2c> <unfinished ...>
7     utimensat(3<\x2f\x64\x2f\x61\x2c>, NULL, [{tv_sec=1, tv_nsec=2}, UTIME_OMIT], 0) = 0
7     --- SIGURG {si_signo=SIGURG, si_code=SI_TKILL, si_pid=7, si_uid=0} ---
8     <... fsync resumed>)              = -1 EIO (Input/output error)
9     read(0<\x70>,  <unfinished ...>
9     <... read resumed>"\x0a", 1)      = 1
`
	got, err := parse(text)
	if err != nil {
		t.Fatal(err)
	}
	want := []call{
		{1, 1, "openat", []string{`AT_FDCWD<\x2f\x64>`, `"\x61\x2c"`, "O_RDWR|O_CREAT", "01640"}, `3<\x2f\x64\x2f\x61\x2c>`},
		{3, 3, "utimensat", []string{`3<\x2f\x64\x2f\x61\x2c>`, "NULL", "[{tv_sec=1, tv_nsec=2}, UTIME_OMIT]", "0"}, "0"},
		{5, 2, "fsync", []string{`3<\x2f\x64\x2f\x61\x2c>`}, "-1 EIO (Input/output error)"},
		{7, 6, "read", []string{`0<\x70>`, `"\x0a"`, "1"}, "1"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if n := got[0].value(); n != 3 {
		t.Errorf("openat returned %d, want 3", n)
	}
}

// TestTrackerRefuses checks that the tracker does not pass over what it does
// not model.
func TestTrackerRefuses(t *testing.T) {
	const created = `1 openat(AT_FDCWD<\x2f\x64>, "\x2f\x64\x2f\x61", O_RDWR|O_CREAT, 0640) = 3<\x2f\x64\x2f\x61>` + "\n"
	tests := []struct{ line, want string }{
		{`1 writev(3<\x2f\x64\x2f\x61>, [{iov_base="\x61", iov_len=1}], 1) = 1`, "not known"},
		{`1 rename("\x2f\x64\x2f\x61", "\x2f\x64\x2f\x62") = 0`, "not known"},
		{`1 syscall_0x1d3(0x3, 0, 0, 0, 0, 0) = 0`, "not known"},
		{`1 mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, 3<\x2f\x64\x2f\x61>, 0) = 0x7f0000000000`, "not modelled"},
		{`1 fcntl(3<\x2f\x64\x2f\x61>, F_DUPFD_CLOEXEC, 0) = 4<\x2f\x64\x2f\x61>`, "not modelled"},
		{`1 fallocate(3<\x2f\x64\x2f\x61>, FALLOC_FL_PUNCH_HOLE, 0, 1) = 0`, "not modelled"},
		{`1 renameat2(AT_FDCWD<\x2f\x64>, "\x2f\x64\x2f\x61", AT_FDCWD<\x2f\x64>, "\x2f\x65", 0) = 0`, "not modelled"},
		{`1 write(3<\x2f\x64\x2f\x61>, "\x61"..., 9) = 9`, "want a string"},
		{`1 writev(4<\x2f\x65>, [{iov_base="\x61", iov_len=1}], 1) = 1`, ""},
		{`1 rename("\x2f\x64\x2f\x61", "\x2f\x64\x2f\x62") = -1 ENOENT (No such file or directory)`, ""},
	}
	for _, test := range tests {
		calls, err := parse(created + test.line + "\n")
		if err != nil || len(calls) != 2 {
			t.Fatalf("%s: got %d calls, %v, want 2", test.line, len(calls), err)
		}
		tr := newTracker("/d", new(disk))
		tr.now = disk{names: map[string]inode{}, files: map[inode]*file{}}
		for i := range calls {
			err = tr.take(&calls[i])
		}
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: got error %v, want %q", test.line, err, test.want)
		}
	}
}
