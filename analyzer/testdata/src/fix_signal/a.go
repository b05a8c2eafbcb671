// Package fix_signal has functions that tell others that the file is there.
package fix_signal

import (
	"fmt"
	"io"
	"net"
	"net/http"
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

// What is sent cannot be taken back, and Commit may fail.
func sent(name, text string, done chan<- error) error {
	f, err := os.Create(name) // want `no fix: line \d+ would publish the file only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.WriteString(f, text)
	done <- err
	return err
}

// Who waits to be told of a failure would wait for ever.
func sentEitherWay(name, text string, done chan<- error) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		done <- err
		return err
	}
	defer f.Close()
	if _, err = io.WriteString(f, text); err != nil {
		done <- err
		return err
	}
	done <- nil
	return nil
}

func unlocked(name, text string, mu *sync.Mutex) error {
	mu.Lock()
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		mu.Unlock()
		return err
	}
	defer f.Close()
	if _, err := io.WriteString(f, text); err != nil {
		mu.Unlock()
		return err
	}
	mu.Unlock()
	return nil
}

// Each line is acknowledged: the reader may look for the last one.
func acknowledged(name string, lines <-chan string, acks chan<- bool) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	for line := range lines {
		if _, err := io.WriteString(f, line); err != nil {
			return err
		}
		acks <- true
	}
	return nil
}

// Who is told of a failure may try again at once, and the temporary is gone.
func failed(name, text string, done chan<- error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		done <- err
		return
	}
	if _, err := io.WriteString(f, text); err != nil {
		done <- err
		return
	}
	if err := f.Close(); err != nil {
		done <- err
		return
	}
	done <- nil
}

func failedUnlocked(name, text string, mu *sync.Mutex) error {
	mu.Lock()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		mu.Unlock()
		return err
	}
	defer f.Close()
	if _, err := io.WriteString(f, text); err != nil {
		mu.Unlock()
		return err
	}
	err = f.Close()
	mu.Unlock()
	return err
}

func failedWhileChosen(name, text string, done chan<- error, quit <-chan bool) {
	f, err := os.Create(name) // want `no fix: line \d+ tells others that something is done, and the temporary is removed only later`
	if err != nil {
		return
	}
	defer f.Close()
	if _, err := io.WriteString(f, text); err != nil {
		select {
		case done <- err:
		case <-quit:
		}
		return
	}
	if err := f.Close(); err != nil {
		done <- err
	}
}

// The other side is told that its file is there.
func answered(name string, conn net.Conn) error {
	f, err := os.Create(name) // want `no fix: line \d+ would publish the file only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, conn); err != nil {
		return err
	}
	_, err = conn.Write([]byte("OK"))
	return err
}

func answeredByText(name string, conn net.Conn) error {
	f, err := os.Create(name) // want `no fix: .* only after line \d+, which cannot be undone`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, conn); err != nil {
		return err
	}
	_, err = fmt.Fprintln(conn, "OK")
	return err
}

func handled(w http.ResponseWriter, r *http.Request, name string) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer f.Close()
	if _, err := io.Copy(f, r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusCreated)
}
