package fix_literal

import (
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
)

var _ = os.Args

func walk(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		f, err := os.Create(path + ".bak") // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.WriteString("backup")
		return err
	})
}

func profile(name string) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err := pprof.WriteHeapProfile(f); err != nil {
			log.Fatalf("Writing memory profile: %v", err)
		}
		f.Close()
	}()
}

func profileAll(name string) {
	defer func() {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			log.Fatal(err)
		}
		pprof.WriteHeapProfile(f)
		f.Close()
	}()
}

// Another goroutine writes and publishes.
func background(name string, r io.Reader) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		log.Print(err)
		return
	}
	go func() {
		defer f.Close()
		if _, err := io.Copy(f, r); err != nil {
			log.Print(err)
			return
		}
	}()
}

// The callback writes while the function waits.
func callback(lines []string, name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return each(lines, func(line string) error {
		_, err := f.WriteString(line)
		return err
	})
}

func each(lines []string, visit func(line string) error) error {
	for _, line := range lines {
		if err := visit(line); err != nil {
			return err
		}
	}
	return nil
}
