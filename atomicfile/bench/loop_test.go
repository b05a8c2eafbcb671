package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMakeVolume(t *testing.T) {
	if _, err := os.Stat("/dev/loop-control"); err != nil || os.Geteuid() != 0 {
		t.Skip("it takes root, and loop devices")
	}
	dir := t.TempDir()
	v, err := makeVolume("ext4", dir, 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fileSystemOf(v.mountPoint), "ext4 (rw,relatime) on a loop device"; got != want {
		t.Errorf("the volume is described as %q, want %q", got, want)
	}
	if err := os.WriteFile(filepath.Join(v.mountPoint, "f"), []byte("x"), 0o644); err != nil {
		t.Error(err)
	}
	if err := v.remove(); err != nil {
		t.Error(err)
	}
	if names := namesIn(t, dir); len(names) > 0 {
		t.Errorf("%q is left in the directory, want nothing", names)
	}
}

func TestMakeVolumeErrors(t *testing.T) {
	for kind, want := range map[string]string{
		"ntfs": "known are ext4, xfs, btrfs and f2fs",
		"ext4": "1073741824 MiB", // which no disk has
	} {
		dir := t.TempDir()
		v, err := makeVolume(kind, dir, 1<<50)
		if err == nil {
			v.remove()
			t.Fatalf("a volume %s of a petabyte was made", kind)
		}
		if os.Geteuid() != 0 && kind != "ntfs" {
			want = "takes root"
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got error %q, want one line with %q", kind, err, want)
		}
		if names := namesIn(t, dir); len(names) > 0 {
			t.Errorf("%s: %q is left in the directory, want nothing", kind, names)
		}
	}
}
