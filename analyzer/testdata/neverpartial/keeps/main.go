// Keeps runs functions that replace a file, and prints with what mode they
// publish it, and how many of several at a time fail.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	shapes "example.com/m/shapes"
)

func main() {
	dir, err := os.MkdirTemp("", "keeps")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for _, name := range slices.Sorted(maps.Keys(shapes.Shapes)) {
		path := filepath.Join(dir, name)
		fmt.Println(name, "new:", published(path, shapes.Shapes[name]))
		if err := os.Chmod(path, 0o644); err != nil {
			panic(err)
		}
		fmt.Println(name, "over 0644:", published(path, shapes.Shapes[name]))
	}
	fmt.Println("failed:", together(filepath.Join(dir, "temp"), shapes.Shapes["temp"]))
}

// published returns the mode of the file that write leaves at path.
func published(path string, write func(string) error) os.FileMode {
	if err := write(path); err != nil {
		panic(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		panic(err)
	}
	return info.Mode()
}

// together returns how many of 16 writers of path at a time fail.
func together(path string, write func(string) error) int32 {
	var failed atomic.Int32
	var wg sync.WaitGroup
	start := make(chan bool)
	for range 16 {
		wg.Go(func() {
			<-start
			if write(path) != nil {
				failed.Add(1)
			}
		})
	}
	close(start)
	wg.Wait()
	return failed.Load()
}
