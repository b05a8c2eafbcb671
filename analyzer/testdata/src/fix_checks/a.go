package fix_checks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

var _ = os.Args

// What a function still fails for when the content is written is told by a
// channel, a context, a count, or a hash: nothing is published before that.

func byChannel(name string, produce func(io.Writer) error) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	pr, pw := io.Pipe()
	errc := make(chan error, 1)
	go func() {
		errc <- produce(pw)
		pw.Close()
	}()
	if _, err := io.Copy(f, pr); err != nil {
		return err
	}
	return <-errc
}

func byContext(ctx context.Context, name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if ctx.Err() != nil {
			break
		}
		fmt.Fprintln(f, line)
	}
	return ctx.Err()
}

func bySelect(ctx context.Context, name string, lines <-chan string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s, ok := <-lines:
			if !ok {
				return nil
			}
			if _, err := f.WriteString(s); err != nil {
				return err
			}
		}
	}
}

func byCount(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	bad := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "!") {
			bad++
			continue
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d bad lines", bad)
	}
	return nil
}

func byHash(name string, r io.Reader, h hash.Hash32, want uint32) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	buf := make([]byte, 512)
	for {
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if _, err := f.Write(buf[:n]); err != nil {
			return err
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if h.Sum32() != want {
		return errors.New("checksum")
	}
	return nil
}

func byResult(name string, r io.Reader, h hash.Hash32, want uint32) bool {
	f, err := os.Create(name) // want `no fix: line \d+ can still fail for what was written when the file is published`
	if err != nil {
		return false
	}
	defer f.Close()
	if _, err := io.Copy(io.MultiWriter(f, h), r); err != nil {
		return false
	}
	return h.Sum32() == want
}

func byExitCode(name string, run func(io.Writer) int) {
	f, err := os.Create(name) // want `no fix: line \d+ can still fail for what was written when the file is published`
	if err != nil {
		panic(err)
	}
	code := run(f)
	f.Close()
	os.Exit(code)
}

func byError(name string, results map[string]error, keys []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, key := range keys {
		if _, err := fmt.Fprintln(f, key); err != nil {
			return err
		}
	}
	return results["last"]
}

// A case that is refused leaves the file unfinished.
func byCase(name string, n int) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	for i := n; i > 0; i-- {
		switch i {
		case 3:
			continue
		case 2:
			f.Close()
			return errors.New("two")
		}
		fmt.Fprintln(f, i)
	}
	return f.Close()
}

// Who has said that he wants no more must not be called again.
func bySequence(name string, lines []string) func(yield func(int, error) bool) {
	return func(yield func(int, error) bool) {
		f, err := os.Create(name) // want `no fix: there is no telling what to do if Commit fails`
		if err != nil {
			yield(0, err)
			return
		}
		defer f.Close()
		for i, line := range lines {
			if _, err := f.WriteString(line); err != nil {
				yield(i, err)
				return
			}
			if !yield(i, nil) {
				return
			}
		}
	}
}

// What the caller has handed in may look for the file.
func beforeReload(name, text string, reload func() error) error {
	f, err := os.Create(name) // want `no fix: line \d+ calls reload, which may look for the file, before that is published`
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() {
		if err := reload(); err != nil {
			fmt.Println(err)
		}
	}()
	_, err = f.WriteString(text)
	return err
}

func byLiteral(name, text string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	size := func() int64 {
		info, err := os.Stat(name)
		if err != nil {
			return -1
		}
		return info.Size()
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	fmt.Println(size())
	return nil
}

func byMode(name, text string) (os.FileMode, error) {
	f, err := os.Create(name) // want `no fix: line \d+ looks at more than the size of the open file`
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Mode(), nil
}

// What else has the file open would go on with the one that is replaced.
func startOver(name string, lines []string) error {
	log, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644) // want `no fix: it appends`
	if err != nil {
		return err
	}
	defer log.Close()
	if err := os.WriteFile(name, []byte("head\n"), 0o644); err != nil { // want `no fix: line \d+ has the same file open, which is used later`
		return err
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(log, line); err != nil {
			return err
		}
	}
	return nil
}

// A file that tells of the failure is complete with it.
func toldInside(name string, run func(io.Writer) error) error {
	f, err := os.Create(name) // want `no fix: line \d+ fails after line \d+ has written of a failure to the file`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := run(f); err != nil {
		fmt.Fprintln(f, "FAILED:", err)
		return err
	}
	return nil
}

func toldAtTheEnd(name string, run func(io.Writer) error) (err error) {
	f, err := os.Create(name) // want `no fix: line \d+ fails after line \d+ has written of a failure to the file`
	if err != nil {
		return err
	}
	defer f.Close()
	defer func() {
		if err != nil {
			fmt.Fprintln(f, "FAILED:", err)
		}
	}()
	return run(f)
}

// An error that was told apart before is none that the file tells of: the
// failure is that of writing.
func onlyIfAbsent(name string, content []byte) (string, error) {
	st, err := os.Stat(name)
	if err != nil && !os.IsNotExist(err) {
		return "", err
	}
	if err == nil && st != nil {
		return "", errors.New("already exists")
	}
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return "", err
	}
	defer f.Close()
	_, err = f.Write(content)
	if err != nil {
		return "", fmt.Errorf("writing: %w", err)
	}
	return name, nil
}

func toldInsideInVain(name string, run func(io.Writer) error) error {
	f, err := os.Create(name) // want `no fix: line \d+ fails after line \d+ has written of a failure to the file`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := run(f); err != nil {
		if _, werr := fmt.Fprintln(f, "FAILED:", err); werr != nil {
			return werr
		}
		return err
	}
	return nil
}

// What stops the loop, or is counted beside it, is looked at again.
func byDeadline(name string, lines []string, deadline time.Time) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, line := range lines {
		if time.Now().After(deadline) {
			break
		}
		fmt.Fprintln(f, line)
	}
	if time.Now().After(deadline) {
		return errors.New("timeout")
	}
	return nil
}

func byCounter(name string, parts []func() (string, error)) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var failed atomic.Int32
	texts := make(chan string)
	go func() {
		defer close(texts)
		for _, part := range parts {
			text, err := part()
			if err != nil {
				failed.Add(1)
				continue
			}
			texts <- text
		}
	}()
	for text := range texts {
		if _, err := f.WriteString(text); err != nil {
			return err
		}
	}
	if n := failed.Load(); n > 0 {
		return fmt.Errorf("%d parts failed", n)
	}
	return nil
}

func byCode(name string, lines []string) int {
	f, err := os.Create(name) // want `no fix: line \d+ can still fail for what was written when the file is published`
	if err != nil {
		return 2
	}
	defer f.Close()
	code := 0
	for _, line := range lines {
		if line == "" {
			code = 1
			continue
		}
		fmt.Fprintln(f, line)
	}
	return code
}

type outcome struct {
	lines int
	err   error
}

func byStruct(name string, lines []string) (out outcome) {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return outcome{err: err}
	}
	defer f.Close()
	for _, line := range lines {
		if line == "" {
			return outcome{out.lines, errors.New("empty line")}
		}
		fmt.Fprintln(f, line)
		out.lines++
	}
	return out
}

// What reads the file later would find the old one.
func readLater(name string, b []byte) ([]byte, error) {
	r, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := os.WriteFile(name, b, 0o644); err != nil { // want `no fix: line \d+ has the same file open, which is used later`
		return nil, err
	}
	return io.ReadAll(r)
}

// Nothing of the one that is closed is left.
func reopened(name string, b []byte, force bool) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil || force {
		f.Close()
		if err := os.WriteFile(name, b, 0o644); err != nil { // want `^fix$`
			return nil, err
		}
		if f, err = os.Open(name); err != nil {
			return nil, err
		}
	}
	defer f.Close()
	return io.ReadAll(f)
}

// What Stat tells is of the temporary.
func described(name string, data []byte) (os.FileInfo, error) {
	f, err := os.Create(name) // want `no fix: line \d+ hands on more than the size of the open file`
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return nil, err
	}
	return f.Stat()
}

func measured(name string, data []byte) (int64, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return 0, err
	}
	var info, statErr = f.Stat()
	if statErr != nil {
		return 0, statErr
	}
	return info.Size(), nil
}
