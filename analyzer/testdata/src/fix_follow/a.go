package fix_follow

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"time"
)

var _ = os.Args

// Rows are there as soon as they are known.
func rows(name string, results <-chan []string) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ flushes in a loop that waits for more, so the file may be read while it grows`
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for row := range results {
		if err := w.Write(row); err != nil {
			return err
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return err
		}
	}
	return nil
}

func samples(name string, sample func() float64, stop <-chan bool) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ flushes in a loop that waits for more, so the file may be read while it grows`
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		select {
		case <-stop:
			return nil
		case <-time.After(time.Second):
			if _, err := fmt.Fprintln(f, sample()); err != nil {
				return err
			}
			if err := f.Sync(); err != nil {
				return err
			}
		}
	}
}

func polled(name string, poll func() string) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+ flushes in a loop that waits for more, so the file may be read while it grows`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for range 60 {
		w.WriteString(poll())
		if err := w.Flush(); err != nil {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

// Nobody can follow what takes no time.
func table(name string, rows [][]string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			return err
		}
		w.Flush()
	}
	return w.Error()
}

// What comes by and by is flushed at the end.
func collected(name string, results <-chan string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for result := range results {
		fmt.Fprintln(w, result)
	}
	return w.Flush()
}

// Whoever stops the program wants what came until then.
func capture(name string, packets io.Reader) error {
	f, err := os.Create(name) // want `no fix: line \d+ says how the program is stopped, which would lose what is written until then`
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(os.Stderr, "Press Ctrl-C to stop the capture.")
	_, err = io.Copy(f, packets)
	return err
}
