package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/behaviour"
	"github.com/atomiclint/atomiclint/atomicfile/fsbench/confine"
	"github.com/atomiclint/atomiclint/atomicfile/fsbench/place"
	"github.com/atomiclint/atomiclint/atomicfile/fsbench/vice"
)

// results has what came out, by place and behaviour. A place is a file system
// or a container.
type results map[string]map[string]behaviour.Result

// everywhere tries what has the text only in its name, on this kernel and in
// a guest, at the same time.
func everywhere(only string) (results, error) {
	scratch, err := os.MkdirTemp("", "fsbench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(scratch)
	if err := os.Chmod(scratch, 0o755); err != nil {
		return nil, err
	}
	var guest results
	var gerr error
	var wg sync.WaitGroup
	wg.Go(func() { guest, gerr = inGuest(scratch, only) })
	r, err := inWorld(scratch, only)
	wg.Wait()
	if err := errors.Join(err, gerr); err != nil {
		return nil, err
	}
	maps.Copy(r, guest)
	return r, nil
}

// inWorld tries everything in a process that has mounts of its own, which go
// with it.
func inWorld(scratch, only string) (results, error) {
	dir, err := os.MkdirTemp(scratch, "world")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, err
	}
	cmd := exec.Command("/proc/self/exe", "world", dir, only)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("the process that mounts file systems, which needs root: %w", err)
	}
	var r results
	return r, json.Unmarshal(out, &r)
}

// A trial is one place.
type trial struct {
	place       place.Place
	confinement confine.Confinement
}

func (t *trial) name() string {
	if t.confinement.Name == unconfined.Name {
		return t.place.Name
	}
	return t.confinement.Name
}

var unconfined = confine.All()[0]

// hostFileSystems returns the trials of file systems on this machine's kernel.
func hostFileSystems() (trials []trial) {
	places := append(place.Local(), place.FUSE()...)
	for _, v := range vice.All() {
		places = append(places, place.Served(viceName(v), "/proc/self/exe", "vice", string(v)))
	}
	for _, p := range places {
		trials = append(trials, trial{p, unconfined})
	}
	return trials
}

func viceName(v vice.Vice) string { return "loopback: " + string(v) }

// containers returns the trials of containers, which are all on ext4.
func containers() (trials []trial) {
	for _, c := range confine.All()[1:] {
		trials = append(trials, trial{place.Local()[0], c})
	}
	return trials
}

// guestTrials returns the trials that need another kernel.
func guestTrials() (trials []trial) {
	for _, p := range append(place.Guest(), place.Network()...) {
		trials = append(trials, trial{p, unconfined})
	}
	return trials
}

// chances are behaviours that are a matter of chance in some places: calls
// fail there that have done their work, or that come while somebody else is at
// work, or files are uploaded some time after they were closed.
var chances = []struct{ places, behaviours []string }{
	{
		places:     []string{"sshfs, server without extensions", "CIFS*", "loopback: no rename of open files", "loopback: reply to rename lost", "loopback: rename sent twice"},
		behaviours: []string{"eight WriteFile at a time"},
	},
	{
		places: []string{"rclone*"},
		behaviours: []string{"eight WriteFile at a time", "WriteFile while *", "Create while *", "Create after *", "WritePath*", "*InPlace", "no room*",
			"killed*", "a reader has the old file open", "its directory is renamed meanwhile", "it is re* meanwhile", "readers *", "name of 256 bytes"},
	},
}

func (t *trial) chance(behaviour string) bool {
	for _, c := range chances {
		if matches(c.places, t.name()) && matches(c.behaviours, behaviour) {
			return true
		}
	}
	return false
}

// workers is how many places are tried at a time.
const workers = 2

// tryAll tries what has the text only in its name. It uses the directory
// scratch, and needs mounts of its own.
func tryAll(scratch string, trials []trial, only string) (results, error) {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return nil, err
	}
	if err := unix.Mount("tmpfs", scratch, "tmpfs", 0, "mode=755"); err != nil {
		return nil, err
	}
	r := make(results)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	queue := make(chan trial)
	for range workers {
		wg.Go(func() {
			for t := range queue {
				got, err := t.try(scratch)
				mu.Lock()
				if r[t.name()] = got; err != nil && failed == nil {
					failed = fmt.Errorf("%s: %w", t.name(), err)
				}
				mu.Unlock()
			}
		})
	}
	for _, t := range trials {
		if strings.Contains(t.name(), only) {
			queue <- t
		}
	}
	close(queue)
	wg.Wait()
	return r, failed
}

// try tries all behaviours in one place.
func (t *trial) try(scratch string) (got map[string]behaviour.Result, err error) {
	m, err := t.place.Mount(scratch)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := m.Close(); err == nil {
			err = cerr
		}
	}()
	bench := behaviour.Bench{Dir: m.Dir, UID: t.confinement.UID, GID: t.confinement.GID, Arm: m.Arm, Chance: t.chance,
		Command: func(ctx context.Context, dir, text string) *exec.Cmd {
			cmd := exec.CommandContext(ctx, "/proc/self/exe", "act", t.confinement.Name, text)
			cmd.Dir = dir
			cmd.SysProcAttr = t.confinement.Attr()
			return cmd
		}}
	got = make(map[string]behaviour.Result)
	for _, b := range behaviour.All() {
		if got[b.Name], err = bench.Try(&b); err == nil && doubtful(b.Name, t.name(), got[b.Name]) {
			got[b.Name], err = bench.Try(&b)
		}
		if err != nil {
			return got, err
		}
	}
	return got, bench.Clean()
}

// doubtful tells what has to come out twice to be taken for true: a server, or
// a machine that is emulated, may answer late when the real one is busy.
func doubtful(behaviourName, place string, got behaviour.Result) bool {
	for _, outcome := range got {
		if strings.Contains(outcome, behaviour.Hangs) {
			return true
		}
	}
	return got[behaviour.OS] != got[behaviour.Atomicfile] && reasonFor(behaviourName, place, got) < 0
}
