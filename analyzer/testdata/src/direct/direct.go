// Package direct holds writes of output files under their final names.
package direct

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/ioutil"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"syscall"
)

func wholeFiles(dir string, data []byte) {
	os.WriteFile("config.json", data, 0o644)                                        // want `os.WriteFile can leave "config.json" half-written; use atomicfile.WriteFile`
	ioutil.WriteFile(filepath.Join(dir, "x"), data, 0o600)                          // want `ioutil.WriteFile can leave filepath.Join\(dir, "x"\) half-written`
	os.WriteFile(fmt.Sprintf("%s/%d.json", dir, 1), data, 0o644)                    // want `half-written`
	os.WriteFile(filepath.Join(dir, "a-very-long-name", "that-goes-on"), data, 0o6) // want `filepath.Join\(dir, "a-very-long-name", "that-goes-on"\) half-written`
}

func handle(path string) error {
	f, err := os.Create(path) // want `os.Create can leave path half-written; use atomicfile.Create and Commit`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(path)
}

func truncated(path string) {
	f, _ := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) // want `os.OpenFile can leave path half-written`
	fmt.Fprintln(f, "x")
	f.Close()
}

// A file that is filled from its beginning without O_TRUNC is as broken half
// way, and worse if the old content was longer.
func notTruncated(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644) // want `os.OpenFile can leave`
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, r); err != nil {
		return err
	}
	return f.Close()
}

func conditionalFlags(path string, trunc bool) {
	flags := os.O_WRONLY | os.O_CREATE
	if trunc {
		flags |= os.O_TRUNC
	}
	f, _ := os.OpenFile(path, flags, 0o644) // want `os.OpenFile can leave`
	f.WriteString("x")
	f.Close()
}

func throughLocals() {
	name := "out.txt"
	other := name
	w := bufio.NewWriter(mustCreate(other))
	w.WriteString("x")
	w.Flush()
}

func mustCreate(name string) *os.File {
	f, err := os.Create(name) // want `os.Create can leave name half-written`
	if err != nil {
		panic(err)
	}
	return f
}

type report struct{ out *os.File }

func (r *report) open(path string) (err error) {
	r.out, err = os.Create(path) // want `os.Create can leave`
	return err
}

func (r *report) add(s string) { fmt.Fprintln(r.out, s) }

// A heap profile is written in one go, unlike a CPU profile.
func heapProfile(path string) {
	f, _ := os.Create(path) // want `os.Create can leave`
	pprof.WriteHeapProfile(f)
	f.Close()
}

func inRoot(root *os.Root, data []byte) {
	root.WriteFile("state", data, 0o644) // want `os.Root.WriteFile can leave "state" half-written`
	f, _ := root.Create("other")         // want `os.Root.Create can leave "other" half-written`
	f.Write(data)
	f.Close()
}

func descriptor(path string, data []byte) {
	fd, err := syscall.Open(path, syscall.O_CREAT|syscall.O_WRONLY|syscall.O_TRUNC, 0o644) // want `syscall.Open can leave`
	if err == nil {
		syscall.Write(fd, data)
	}
}

// Removing the old file first, or what is left of the new one after an error,
// makes nothing atomic.
func removals(path string, data []byte) error {
	os.Remove(path)
	if err := os.WriteFile(path, data, 0o644); err != nil { // want `os.WriteFile can leave`
		os.Remove(path)
		return err
	}
	return nil
}

// Nothing comes after a call that ends the program.
func ends(path string, data []byte, fail bool) {
	if fail {
		os.Remove(path)
		log.Fatal("no data")
	}
	if len(data) == 0 {
		os.WriteFile(path, []byte("none"), 0o644) // want `os.WriteFile can leave`
		os.Exit(0)
	}
	os.Remove(path)
	if err := os.WriteFile(path+".sum", data, 0o644); err != nil { // a reply, once the message has been taken
		log.Fatal(err)
	}
}

func endsFirst(path string, data []byte, fail bool) {
	if fail {
		os.Remove(path)
		log.Fatal("no data")
	}
	os.WriteFile(path+".sum", data, 0o644) // want `os.WriteFile can leave`
}

// Moving the old file out of the way is no publication of the new one.
func backup(path string, data []byte) error {
	if err := os.Rename(path, path+".bak"); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644) // want `os.WriteFile can leave`
}

func rotate(path string, data []byte) error {
	old := path + ".1"
	if err := os.WriteFile(path, data, 0o644); err != nil { // want `os.WriteFile can leave`
		return err
	}
	return os.Rename(path, old)
}
