// Package fix_watched has files that others may remove while they are written,
// at a signal for instance. That would be the old file, which the writer keeps.
package fix_watched

import (
	"io"
	"os"
	"os/signal"
	"sync"
)

func interrupted(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	go func() {
		<-c
		os.Remove(name)
		os.Exit(1)
	}()
	_, err = io.Copy(f, r)
	return err
}

func interruptedWhole(name string, b []byte, c chan os.Signal) error {
	go func() {
		if <-c != nil {
			os.Remove(name)
			os.Exit(1)
		}
	}()
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ may remove the old file after a failure`
}

func watch(name string, c chan os.Signal) {
	<-c
	os.Remove(name)
	os.Exit(1)
}

func watched(name string, r io.Reader, c chan os.Signal) error {
	go watch(name, c)
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func watchedWhole(name string, b []byte, c chan os.Signal) error {
	go watch(name, c)
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ may remove the old file after a failure`
}

func save(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func watchedByCaller(name string, r io.Reader, c chan os.Signal) error {
	go watch(name, c)
	return save(name, r)
}

var (
	mu      sync.Mutex
	partial string
	parts   []string
	open    = make(map[string]bool)
	queue   = make(chan string, 1)
)

func cleanUp() {
	mu.Lock()
	defer mu.Unlock()
	os.Remove(partial)
	for _, name := range parts {
		os.Remove(name)
	}
	for name := range open {
		os.Remove(name)
	}
	for name := range queue {
		os.Remove(name)
	}
}

func noted(name string, r io.Reader) error {
	partial = name
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	partial = ""
	return err
}

func listed(name string, b []byte) error {
	parts = append(parts, name)
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ may remove the old file after a failure`
}

func queued(name string, b []byte) error {
	queue <- name
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ may remove the old file after a failure`
}

// It is there, and whole, when its name gets into the list.
func listedBehind(name string, b []byte) error {
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `^fix$`
		return err
	}
	parts = append(parts, name)
	return nil
}

func track(name string) {
	mu.Lock()
	defer mu.Unlock()
	open[name] = true
}

func tracked(name string, r io.Reader) error {
	track(name)
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func saveTracked(name string, r io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ may remove the old file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	return err
}

func trackedByCaller(name string, r io.Reader) error {
	track(name)
	return saveTracked(name, r)
}

type job struct{ dst, log string }

func (j *job) abort() { os.Remove(j.dst) }

func (j *job) run(name string, b []byte) error {
	j.dst = name
	return os.WriteFile(name, b, 0o644) // want `no fix: line \d+ may remove the old file after a failure`
}

// Nobody removes what is kept there.
func (j *job) runLogged(name string, b []byte) error {
	j.log = name
	return os.WriteFile(name, b, 0o644) // want `^fix$`
}
