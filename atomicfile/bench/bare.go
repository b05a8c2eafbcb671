package main

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// bare returns the lower bounds: the system calls that no writer of the same
// guarantee can do without, and nothing else. They keep no mode or owner of an
// existing file, follow no symbolic link, know of no other writer, and clean
// nothing up.
func bare() []writer {
	return []writer{
		{name: bareName, guarantee: durable, write: func(j job) error { return bareWrite(j, true, true) }},
		{name: bareName + ", write of 32 KiB each", guarantee: durable, streams: true, write: func(j job) error { return bareWriteBy(j, chunk, true, true) }},
		{name: bareName, guarantee: contentDurable, write: func(j job) error { return bareWrite(j, true, false) }},
		{name: bareName, guarantee: notDurable, write: func(j job) error { return bareWrite(j, false, false) }},
	}
}

func bareWrite(j job, syncFile, syncDir bool) error { return bareWriteBy(j, whole, syncFile, syncDir) }

// bareWriteBy writes step bytes at a time.
func bareWriteBy(j job, step int, syncFile, syncDir bool) error {
	temp := j.dest + ".bare"
	fd, err := unix.Openat(unix.AT_FDCWD, temp, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o644)
	if err != nil {
		return err
	}
	if err := bareFill(fd, j.data, step, syncFile); err != nil {
		unix.Close(fd)
		return err
	}
	if err := unix.Close(fd); err != nil {
		return err
	}
	if err := unix.Renameat(unix.AT_FDCWD, temp, unix.AT_FDCWD, j.dest); err != nil || !syncDir {
		return err
	}
	dir, err := unix.Openat(unix.AT_FDCWD, filepath.Dir(j.dest), unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	return unix.Fsync(dir)
}

func bareFill(fd int, data []byte, step int, sync bool) error {
	for len(data) > 0 {
		n, err := unix.Write(fd, data[:min(len(data), step)])
		if err != nil {
			return err
		}
		if n == 0 {
			return io.ErrShortWrite
		}
		data = data[n:]
	}
	if sync {
		return unix.Fsync(fd)
	}
	return nil
}

// byHand returns what is written without a library.
func byHand() []writer {
	return []writer{
		{name: "os.CreateTemp, Sync, os.Rename, Sync of the directory", guarantee: durable,
			write: func(j job) error { return createTemp(j, true, true) }},
		{name: "os.CreateTemp, Sync, os.Rename", guarantee: contentDurable,
			write: func(j job) error { return createTemp(j, true, false) }},
		{name: "os.CreateTemp, os.Rename", guarantee: notDurable,
			write: func(j job) error { return createTemp(j, false, false) }},
		{name: "os.WriteFile (in place: not atomic)", guarantee: notDurable,
			write: func(j job) error { return os.WriteFile(j.dest, j.data, 0o644) }},
	}
}

func createTemp(j job, syncFile, syncDir bool) error {
	dir := filepath.Dir(j.dest)
	f, err := os.CreateTemp(dir, filepath.Base(j.dest))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(j.data); err != nil {
		return err
	}
	if syncFile {
		if err := f.Sync(); err != nil {
			return err
		}
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), j.dest); err != nil || !syncDir {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
