// Package configured is analyzed with settings that differ from the default.
package configured

import (
	"os"
	"testing"

	"example.com/fsx"
)

func sinks(d *fsx.Dir) {
	fsx.Save(0, "a")    // want `fsx.Save can leave "a" half-written`
	w, _ := d.Open("b") // want `fsx.Dir.Open can leave "b" half-written`
	w.Write([]byte("x"))
	e, _ := d.Open("c")
	_ = e
	fsx.Save(0, "/tmp/d")
}

func forTests(t *testing.T) {
	os.WriteFile("e", []byte("x"), 0o644) // want `os.WriteFile can leave`
}
