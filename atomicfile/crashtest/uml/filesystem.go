package uml

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// A FileSystem is one that is tested, with its options.
type FileSystem struct {
	Name    string   // as shown
	Type    string   // as mount(2) calls it
	Options string   // for mount(2)
	Make    []string // the command that makes it; the image is appended
	Size    int64    // of the image, in bytes
	Modules []string

	// Exempt says why nothing is demanded there.
	Exempt string

	// Markless says that files have no mode there, so that no leftover can be
	// known by its mark.
	Markless bool
}

const mib = 1 << 20

// FileSystems returns all that are tested.
func FileSystems() []FileSystem {
	ext4 := func(name, options string) FileSystem {
		return FileSystem{Name: name, Type: "ext4", Options: options, Size: 512 * mib,
			Make: []string{"mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0"}}
	}
	return []FileSystem{
		ext4("ext4", ""),
		ext4("ext4, data=writeback", "data=writeback"),
		ext4("ext4, noauto_da_alloc", "noauto_da_alloc"),
		{Name: "xfs", Type: "xfs", Make: []string{"mkfs.xfs", "-q", "-f"}, Size: 512 * mib, Modules: []string{"xfs"}},
		{Name: "btrfs", Type: "btrfs", Make: []string{"mkfs.btrfs", "-q", "-f"}, Size: 512 * mib, Modules: []string{"btrfs"}},
		{Name: "f2fs", Type: "f2fs", Make: []string{"mkfs.f2fs", "-q", "-f"}, Size: 512 * mib, Modules: []string{"crc32_generic", "f2fs"}},
		{Name: "vfat", Type: "vfat", Make: []string{"mkfs.vfat"}, Size: 512 * mib,
			Modules: []string{"vfat", "nls_cp437", "nls_iso8859-1", "nls_ascii", "nls_utf8"}, Exempt: "FAT has no journal", Markless: true},
	}
}

// make makes the file system in the new file name.
func (f *FileSystem) make(name string) error {
	image, err := os.Create(name)
	if err != nil {
		return err
	}
	err = image.Truncate(f.Size)
	if cerr := image.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	cmd := exec.Command(f.Make[0], append(f.Make[1:len(f.Make):len(f.Make)], name)...)
	// A login shell of an ordinary user does not have these on its path.
	if path, err := exec.LookPath("/usr/sbin/" + f.Make[0]); cmd.Err != nil && err == nil {
		cmd.Path, cmd.Err = path, nil
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return nil
}
