//go:build unix

package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// Flags that say what may be opened are heeded, as package os does.
func TestOpenFileHeedsFlags(t *testing.T) {
	const (
		truncate = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
		excl     = os.O_WRONLY | os.O_CREATE | os.O_EXCL
	)
	for _, tt := range []struct {
		name string
		flag int
		want error // besides that package os fails
	}{
		{"absent", truncate | syscall.O_NOFOLLOW, nil},
		{"file", truncate | syscall.O_NOFOLLOW, nil},
		{"dir/../file", truncate | syscall.O_NOFOLLOW, nil},
		{"link", truncate | syscall.O_NOFOLLOW, syscall.ELOOP},
		{"dangling", truncate | syscall.O_NOFOLLOW, syscall.ELOOP},
		{"null", truncate | syscall.O_NOFOLLOW, syscall.ELOOP},
		{"null", truncate, nil},
		{"fifo", truncate | syscall.O_NONBLOCK, syscall.ENXIO},
		{"file", truncate | syscall.O_DIRECTORY, syscall.EINVAL},
		{"absent", truncate | syscall.O_DIRECTORY, syscall.EINVAL},
		{"file", excl, fs.ErrExist},
		{"null", excl, fs.ErrExist},
		{"fifo", excl, fs.ErrExist},
		{".", excl, fs.ErrExist},
		{"dir/.", excl, fs.ErrExist},
		{"/", excl, fs.ErrExist},
		{"file", truncate | os.O_SYNC, nil},
		{"/dev/null", truncate | os.O_SYNC, nil},
	} {
		dir := t.TempDir()
		t.Chdir(dir)
		if err := errors.Join(os.WriteFile("file", []byte("old"), 0o644), os.Mkdir("dir", 0o755), os.Symlink("file", "link"),
			os.Symlink("gone", "dangling"), os.Symlink("/dev/null", "null"), unix.Mkfifo("fifo", 0o644)); err != nil {
			t.Fatal(err)
		}
		f, err := atomicfile.OpenFile(tt.name, tt.flag, 0o644)
		if err == nil {
			f.WriteString("new")
			err = f.Commit()
		}
		if tt.want != nil {
			wantPathError(t, err, "open", tt.name, tt.want)
			wantFile(t, "file", "old")
		} else if err != nil {
			t.Errorf("%s, flag %#x: %v", tt.name, tt.flag, err)
		}
		if _, err := os.Lstat("gone"); err == nil {
			t.Errorf("%s, flag %#x: the link was followed", tt.name, tt.flag)
		}
	}
}

// A device is opened with the flags that do nothing for a file.
func TestOpenFileSyncsDevice(t *testing.T) {
	f, err := atomicfile.OpenFile("/dev/null", os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_SYNC, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	conn, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	flags := 0
	if err := conn.Control(func(fd uintptr) { flags, err = unix.FcntlInt(fd, unix.F_GETFL, 0) }); err != nil {
		t.Fatal(err)
	}
	if flags&os.O_SYNC == 0 {
		t.Errorf("/dev/null was opened with flags %#x, want O_SYNC among them", flags)
	}
}
