package fix_signal

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
)

// Who is told looks for the file while it is written.
func sentEarly(name, text string, ready chan<- string) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, by which others may know of it`
	if err != nil {
		return err
	}
	defer f.Close()
	ready <- name
	_, err = io.WriteString(f, text)
	return err
}

func closedEarly(name, text string, ready chan struct{}) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, by which others may know of it`
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "head")
	close(ready)
	_, err = io.WriteString(f, text)
	return err
}

func countedEarly(name, text string, wg *sync.WaitGroup) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, by which others may know of it`
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "head")
	wg.Done()
	_, err = io.WriteString(f, text)
	return err
}

func cancelledEarly(name, text string, ready context.CancelFunc) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, by which others may know of it`
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "head")
	ready()
	_, err = io.WriteString(f, text)
	return err
}

// Only the goroutines of the function wait for these.
func fanned(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	jobs, results := make(chan string, len(rows)), make(chan string, len(rows))
	for _, row := range rows {
		jobs <- row
	}
	close(jobs)
	go func() {
		defer close(results)
		for job := range jobs {
			results <- job
		}
	}()
	for result := range results {
		if _, err := fmt.Fprintln(f, result); err != nil {
			return err
		}
	}
	return nil
}
