// Neverpartial runs functions that write a file while no file may grow beyond
// a limit, which goes through all sizes. It prints a line for each function and
// limit that leave a file with neither its old content nor the new one.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	shapes "example.com/m/shapes"
)

const before = "old content"

func main() {
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead
	dir, err := os.MkdirTemp("", "neverpartial")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for name, write := range shapes.Shapes {
		path := filepath.Join(dir, name)
		if err := write(path); err != nil {
			panic(err)
		}
		after, err := os.ReadFile(path)
		if err != nil || len(after) <= len(before) {
			panic(fmt.Sprintf("%s writes %q (%v)", name, after, err))
		}
		for n := range len(after) {
			try(path, name, write, n, before)
		}
		try(path, name, write, len(after), string(after))
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(shapes.Shapes) {
		fmt.Println("files left behind:", entries, err)
	}
}

// try has write replace the file at path while files may have n bytes.
func try(path, name string, write func(string) error, n int, want string) {
	if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
		panic(err)
	}
	var unlimited syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &unlimited); err != nil {
		panic(err)
	}
	limited := unlimited
	limited.Cur = uint64(n)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limited); err != nil {
		panic(err)
	}
	err := write(path)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &unlimited); err != nil {
		panic(err)
	}
	if (err == nil) != (want != before) {
		fmt.Printf("%s, limit %d: error %v\n", name, n, err)
	}
	if got, err := os.ReadFile(path); string(got) != want {
		fmt.Printf("%s, limit %d: %q (%v)\n", name, n, got, err)
	}
}
