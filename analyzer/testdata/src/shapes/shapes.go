// Package shapes holds code of unusual shape: nothing here may make the pass
// panic, or claim what is not so.
package shapes

import (
	. "os"
	stdos "os"
)

type fake struct{}

func (fake) WriteFile(string, []byte, uint32) error { return nil }
func (fake) Create(string) error                    { return nil }

func shadowed(data []byte) {
	os := fake{}
	os.WriteFile("x", data, 0o644)
	os.Create("x")
}

func dotted(data []byte) {
	WriteFile("x", data, 0o644)       // want `os.WriteFile can leave`
	stdos.WriteFile("x", data, 0o644) // want `os.WriteFile can leave`
}

// A call through a variable is one of the function that it holds.
func values(data []byte) {
	w := stdos.WriteFile
	w("x", data, 0o644)                               // want `os.WriteFile can leave`
	go func() { stdos.WriteFile("y", data, 0o644) }() // want `os.WriteFile can leave`
}

func generic[T ~string](name T, data []byte) error {
	return stdos.WriteFile(string(name), data, 0o644) // want `os.WriteFile can leave`
}

var _ = generic[string]

func recursive(path string, n int) {
	path = path + "x"
	if n > 0 {
		recursive(path, n-1)
	}
	stdos.WriteFile(path, []byte("x"), 0o644) // want `os.WriteFile can leave`
}

type node struct {
	next *node
	path string
}

func (n *node) save(data []byte) error {
	if n.next != nil {
		n.next.path = n.path
		return n.next.save(data)
	}
	return stdos.WriteFile(n.path, data, 0o644) // want `os.WriteFile can leave`
}

var global = stdos.WriteFile("z", []byte("x"), 0o644) // want `os.WriteFile can leave`
