package workload

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// The mutants that are named elsewhere.
const (
	PlainWrite    = "os.WriteFile"
	NoSync        = "rename, no fsync"
	NoDirSync     = "mutant: no fsync of the directory"
	DirSyncOnly   = "mutant: fsync of the directory only"
	LateSync      = "mutant: fsync after the rename"
	UnlinkFirst   = "mutant: unlink before the rename"
	LateChmod     = "mutant: chmod after the rename"
	RandomTempers = "mutant: temporaries that stay"
)

// mutants returns the ways to write a file that a harness must find wanting.
// The first two are what most programs do.
func mutants() []Writer {
	all := Promise{Whole: true, Mode: true, Durable: true, Tidy: true}
	mutant := func(name string, steps ...step) Writer {
		return Writer{Name: name, Kind: Mutant, Promise: all, Write: protocol(steps)}
	}
	return []Writer{
		{Name: PlainWrite, Kind: Mutant, Promise: all, Write: os.WriteFile, Stream: createFrom},
		mutant(NoSync, makeTemp, rename),
		mutant(NoDirSync, makeTemp, syncTemp, rename),
		mutant(DirSyncOnly, makeTemp, rename, syncDir),
		mutant(LateSync, makeTemp, rename, syncDest, syncDir),
		mutant(UnlinkFirst, makeTemp, syncTemp, unlinkDest, syncEverything, rename, syncDir),
		mutant(LateChmod, makePrivateTemp, syncTemp, rename, syncDir, chmodDest, syncDest),
		mutant(RandomTempers, makeRandomTemp, syncTemp, rename, syncDir),
	}
}

// createFrom is what os.WriteFile does, with a reader.
func createFrom(path string, r io.Reader, perm fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// An attempt is one replacement on its way.
type attempt struct {
	dest, temp string
	data       []byte
	perm       fs.FileMode
}

// A step is one part of the protocol of replacing a file.
type step func(*attempt) error

// protocol returns a writer that takes the steps.
func protocol(steps []step) func(string, []byte, fs.FileMode) error {
	return func(path string, data []byte, perm fs.FileMode) error {
		a := attempt{path, path + ".tmp", data, perm}
		for _, do := range steps {
			if err := do(&a); err != nil {
				return err
			}
		}
		return nil
	}
}

func makeTemp(a *attempt) error { return os.WriteFile(a.temp, a.data, a.perm) }

func makePrivateTemp(a *attempt) error { return os.WriteFile(a.temp, a.data, 0o600) }

func makeRandomTemp(a *attempt) error {
	a.temp += strconv.FormatUint(rand.Uint64(), 16)
	return makeTemp(a)
}

func syncTemp(a *attempt) error { return syncPath(a.temp) }
func syncDest(a *attempt) error { return syncPath(a.dest) }
func syncDir(a *attempt) error  { return syncPath(filepath.Dir(a.dest)) }

func rename(a *attempt) error    { return os.Rename(a.temp, a.dest) }
func chmodDest(a *attempt) error { return os.Chmod(a.dest, a.perm) }

func unlinkDest(a *attempt) error {
	if err := os.Remove(a.dest); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncEverything(*attempt) error {
	unix.Sync()
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
