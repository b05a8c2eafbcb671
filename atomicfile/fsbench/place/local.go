package place

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Local returns the file systems that the kernel of this machine has, as a
// Debian kernel has them all.
func Local() []Place {
	return []Place{
		image("ext4", "", 64, "mkfs.ext4", "-q", "-F"),
		image("ext4, inodes of 128 bytes", "", 64, "mkfs.ext4", "-q", "-F", "-I", "128"),
		image("xfs", "", 320, "mkfs.xfs", "-q", "-f"),
		image("btrfs", "", 160, "mkfs.btrfs", "-q", "-f"),
		image("btrfs, compress=zstd", "compress=zstd", 160, "mkfs.btrfs", "-q", "-f"),
		{"tmpfs", func(m *Mounted) error {
			return m.mounted("tmpfs", m.Dir, "tmpfs", 0, "mode=755,size="+small)
		}},
		{"overlayfs", overlay},
	}
}

// Guest returns local file systems of User Mode Linux.
func Guest() []Place {
	return []Place{
		image("ext4, Linux 6.1", "", 64, "mkfs.ext4", "-q", "-F").with("loop"),
		image("f2fs, Linux 6.1", "", 128, "mkfs.f2fs", "-q", "-f").with("loop", "crc32_generic", "f2fs"),
		image("vfat, Linux 6.1", "utf8", 64, "mkfs.vfat").with("loop", "vfat", "nls_cp437", "nls_iso8859-1", "nls_ascii", "nls_utf8"),
	}
}

// with loads modules before the place is mounted.
func (p Place) with(modules ...string) Place {
	mount := p.mount
	p.mount = func(m *Mounted) error {
		if err := load(modules...); err != nil {
			return err
		}
		return mount(m)
	}
	return p
}

// image is a file system in a file of so many MiB.
func image(name, options string, mib int64, mkfs ...string) Place {
	return Place{name, func(m *Mounted) error {
		file, err := m.image(mib, mkfs...)
		if err != nil {
			return err
		}
		if options != "" {
			options = "," + options
		}
		if err := run("mount", "-o", "loop"+options, file, m.Dir); err != nil {
			return err
		}
		m.unmountLater(m.Dir)
		os.Remove(filepath.Join(m.Dir, "lost+found"))
		return nil
	}}
}

// image makes a file system.
func (m *Mounted) image(mib int64, mkfs ...string) (string, error) {
	file := filepath.Join(m.scratch, "image")
	f, err := os.Create(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if err := f.Truncate(mib << 20); err != nil {
		return "", err
	}
	return file, run(append(mkfs, file)...)
}

// loop makes a block device of a file.
func (m *Mounted) loop(file string) (string, error) {
	out, err := command("losetup", "--find", "--show", file).Output()
	if err != nil {
		return "", fmt.Errorf("losetup: %w", err)
	}
	disk := strings.TrimSpace(string(out))
	m.later(func() error { return run("losetup", "--detach", disk) })
	return disk, nil
}

// overlay has an empty lower layer.
func overlay(m *Mounted) error {
	options, err := m.layers()
	if err != nil {
		return err
	}
	return m.mounted("overlay", m.Dir, "overlay", 0, options)
}

// layers makes what an overlay needs, and returns its options.
func (m *Mounted) layers() (string, error) {
	upper, err := m.backing("upper")
	if err != nil {
		return "", err
	}
	lower, err := m.backing("lower")
	if err != nil {
		return "", err
	}
	for _, dir := range []string{"work", "files"} {
		if err := unix.Mkdir(filepath.Join(upper, dir), 0o755); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("lowerdir=%s,upperdir=%s/files,workdir=%s/work", lower, upper, upper), nil
}
