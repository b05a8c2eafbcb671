// Package fix_signal has functions that tell others that the file is there.
package fix_signal

import (
	"fmt"
	"io"
	"os"
	"sync"
)

func counted(name, text string, wg *sync.WaitGroup) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		wg.Done()
		return err
	}
	defer f.Close()
	defer wg.Done()
	_, err = io.WriteString(f, text)
	return err
}

func closed(name, text string, done chan struct{}) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	defer close(done)
	_, err = io.WriteString(f, text)
	return err
}

// What is called in the branch of the failed opening is deferred by now.
func twice(name string, wg *sync.WaitGroup, rows []string) {
	f, err := os.Create(name) // want `no fix: there is no telling what to do if Commit fails`
	if err != nil {
		wg.Done()
		return
	}
	defer wg.Done()
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
}

// Who waits for the lock waits until the file is published.
func locked(name, text string, mu *sync.Mutex) error {
	mu.Lock()
	defer mu.Unlock()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.WriteString(f, text)
	return err
}
