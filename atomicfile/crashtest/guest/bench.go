package main

import (
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// Where file systems are mounted, and the directory in them that is written to.
const (
	mountPoint = "/mnt"
	workDir    = "/mnt/work"
)

// A bench has the devices that a trial needs. All are in memory.
type bench struct {
	config   *lab.Config
	pristine *image // the new file system
	disk     *image // on which a writer works
	log      *image // of what is written to the disk meanwhile
	base     *image // the disk as a crash leaves it
	changes  *image // what is written to that afterwards
}

// logSize bounds what can be recorded, in bytes. It costs nothing until used.
const logSize = 8 << 30

// newBench copies the new file system that the host has made.
func newBench(config *lab.Config) (*bench, error) {
	source, err := os.Open("/dev/ubda")
	if err != nil {
		return nil, err
	}
	defer source.Close()
	size, err := source.Seek(0, 2)
	if err != nil {
		return nil, err
	}
	b := &bench{config: config}
	for n, i := range []struct {
		image **image
		name  string
		size  int64
	}{{&b.pristine, "pristine", size}, {&b.disk, "disk", size}, {&b.log, "log", logSize}, {&b.base, "base", size}, {&b.changes, "changes", size}} {
		if *i.image, err = newImage(i.name, i.size, n); err != nil {
			return nil, err
		}
	}
	if _, err := source.Seek(0, 0); err != nil {
		return nil, err
	}
	return b, copySparse(b.pristine, source)
}

// run runs one trial.
func (b *bench) run(trial lab.Trial) lab.Report {
	r := lab.Report{Kernel: kernel(), Trial: trial}
	start := time.Now()
	run, err := workload.New(trial.Spec)
	if err == nil {
		history := &workload.History{Run: run}
		if err = b.prepare(run); err == nil {
			err = b.record(history)
		}
		if err == nil {
			err = b.explore(history, &r)
		}
	}
	if err != nil {
		r.Err = err.Error()
	}
	r.Seconds = time.Since(start).Seconds()
	return r
}

// mount mounts a device with the options of the trial. Access times are not
// kept: looking at a file must not change it.
func (b *bench) mount(device string) error {
	return unix.Mount(device, mountPoint, b.config.FileSystem, unix.MS_NOATIME, b.config.Options)
}

// unmount is retried, for the kernel may hold on to a file for a moment after
// it was closed.
func unmount() (err error) {
	for range 100 {
		if err = unix.Unmount(mountPoint, 0); err != unix.EBUSY {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// prepare makes a file system with what the run finds, and a copy of it.
func (b *bench) prepare(run *workload.Run) error {
	os.MkdirAll(mountPoint, 0o777)
	if err := copyImage(b.disk, b.pristine); err != nil {
		return err
	}
	if err := b.mount(b.disk.Device); err != nil {
		return err
	}
	err := os.MkdirAll(workDir, 0o777)
	if err == nil {
		err = run.Prepare(workDir)
	}
	if uerr := unmount(); err == nil {
		err = uerr
	}
	if err != nil {
		return err
	}
	return copyImage(b.base, b.disk)
}

// pin makes a file a mount point, so that no rename can replace it.
func pin() error {
	name := filepath.Join(workDir, "dest")
	return unix.Mount(name, name, "", unix.MS_BIND, "")
}

func unpin() error { return unix.Unmount(filepath.Join(workDir, "dest"), 0) }
