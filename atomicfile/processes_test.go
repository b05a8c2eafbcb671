//go:build unix

package atomicfile_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// newVersion returns content that tells whether it is complete: a line with
// its length and its hash comes first.
func newVersion() []byte {
	size := rand.IntN(64 << 10)
	if rand.IntN(16) == 0 {
		size = rand.IntN(3 << 20) // enough for the write-back to start early
	}
	body := make([]byte, size)
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(rand.Uint32())
	}
	rand.NewChaCha8(seed).Read(body)
	return append(versionHeader(body), body...)
}

func versionHeader(body []byte) []byte {
	return fmt.Appendf(nil, "%010d %x\n", len(body), sha256.Sum256(body))
}

// checkVersion reports, as an error, what is wrong with data, which should be
// one of newVersion.
func checkVersion(data []byte) error {
	header := len(versionHeader(nil))
	if len(data) < header {
		return fmt.Errorf("a file of %d bytes, which is not even a header", len(data))
	}
	if want := versionHeader(data[header:]); !bytes.Equal(data[:header], want) {
		return fmt.Errorf("a torn file: header %q, want %q for its %d bytes", data[:header], want, len(data)-header)
	}
	return nil
}

// writeVersion writes a new version of name, in one of several ways.
func writeVersion(name string) error {
	data := newVersion()
	if rand.IntN(2) == 0 {
		return atomicfile.WriteFile(name, data, 0o666)
	}
	opts := []atomicfile.Option{atomicfile.WithSync(atomicfile.SyncLevel(rand.IntN(3)))}
	if rand.IntN(4) == 0 {
		opts = append(opts, atomicfile.Concurrent())
	}
	f, err := atomicfile.Create(name, opts...)
	if errors.Is(err, atomicfile.ErrInProgress) {
		return nil // what another writer is for
	}
	if err != nil {
		return err
	}
	defer f.Close()
	for chunk := range slices.Chunk(data, 16<<10) {
		if _, err := f.Write(chunk); err != nil {
			return err
		}
	}
	if rand.IntN(8) == 0 {
		return f.Close()
	}
	return f.Commit()
}

func init() { roles["writer"] = playWriter }

// playWriter writes new versions of the file given as argument until it is
// killed, and a byte to its standard output when it begins and after each one.
func playWriter() error {
	var name string
	if err := roleArg(&name); err != nil {
		return err
	}
	for {
		if _, err := os.Stdout.Write([]byte{'.'}); err != nil {
			return err
		}
		if err := writeVersion(name); err != nil {
			return err
		}
	}
}

// A crowd is a number of writers, which get killed, and of readers of one file.
type crowd struct {
	name                 string
	writes, kills, reads atomic.Int64
}

// run lets the crowd do its work for that long, and until there were so many
// kills.
func (c *crowd) run(t *testing.T, d time.Duration, kills int64, writers, readers int) {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	for range writers {
		wg.Go(func() {
			for (ctx.Err() == nil || c.kills.Load() < kills) && !t.Failed() {
				if err := c.liveAndDie(); err != nil {
					t.Error(err)
					cancel()
				}
			}
		})
	}
	for range readers {
		wg.Go(func() {
			for ctx.Err() == nil {
				data, err := os.ReadFile(c.name)
				if err == nil {
					err = checkVersion(data)
				}
				if err != nil {
					t.Errorf("a reader sees %v", err)
					cancel()
				}
				c.reads.Add(1)
				time.Sleep(time.Millisecond) // leave the processors to the writers
			}
		})
	}
}

// liveAndDie starts a writer, and kills it at an arbitrary moment of its work.
func (c *crowd) liveAndDie() error {
	cmd := roleCommand("writer", c.name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
		cmd.Wait()
		return fmt.Errorf("a writer did not begin: %w", err)
	}
	timer := time.AfterFunc(time.Duration(rand.IntN(int(100*time.Millisecond))), func() { cmd.Process.Kill() })
	defer timer.Stop()
	n, _ := io.Copy(io.Discard, out)
	c.writes.Add(n)
	err = cmd.Wait()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.Exited() {
		return fmt.Errorf("a writer ended by itself: %v", err)
	}
	c.kills.Add(1)
	return nil
}

func TestProcesses(t *testing.T) { testProcesses(t, 3*time.Second, 50) }

// testProcesses has 8 processes write one file for that long, and be killed
// at least so many times, while 4 readers look.
func testProcesses(t *testing.T, d time.Duration, kills int64) {
	dir := t.TempDir()
	c := crowd{name: filepath.Join(dir, "out")}
	if err := atomicfile.WriteFile(c.name, newVersion(), 0o666); err != nil {
		t.Fatal(err)
	}
	c.run(t, d, kills, 8, 4)
	left, err := filepath.Glob(c.name + ".*")
	t.Logf("%d writes, %d kills, %d reads, %d temporaries of the dead at the end, %v",
		c.writes.Load(), c.kills.Load(), c.reads.Load(), len(left), err)
	f, err := atomicfile.Create(c.name)
	if err != nil {
		t.Fatalf("a writer after all others died: %v", err)
	}
	f.WriteString("the end")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFile(t, c.name, "the end")
	wantNames(t, dir, "out")
}

func TestGoroutines(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "out")
	if err := atomicfile.WriteFile(name, newVersion(), 0o666); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	done := make(chan bool)
	for range 8 {
		wg.Go(func() {
			for range 40 {
				if err := writeVersion(name); err != nil {
					t.Error(err)
				}
			}
		})
	}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				case <-time.After(time.Millisecond):
				}
				data, err := os.ReadFile(name)
				if err == nil {
					err = checkVersion(data)
				}
				if err != nil {
					t.Errorf("a reader sees %v", err)
				}
			}
		})
	}
	wg.Wait()
	close(done)
	readers.Wait()
	wantNames(t, dir, "out")
}
