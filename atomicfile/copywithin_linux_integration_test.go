//go:build linux && integration

package atomicfile_test

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func init() { roles["copywithin"] = copyWithin }

// copySize is more than is copied within the kernel at a time.
const copySize = 20 << 20

type copyArg struct {
	Dir, Source string
}

// copyWithin writes the file dest from a source of copySize bytes.
func copyWithin() error {
	var arg copyArg
	if err := roleArg(&arg); err != nil {
		return err
	}
	src, err := os.Open(filepath.Join(arg.Dir, "src"))
	if err != nil {
		return err
	}
	defer src.Close()
	var r io.Reader
	switch arg.Source {
	case "file":
		r = src
	case "part of a file":
		r = io.LimitReader(src, copySize)
	case "plain reader":
		r = struct{ io.Reader }{src}
	case "socket":
		if r, err = served(filepath.Join(arg.Dir, "socket"), src); err != nil {
			return err
		}
	}
	n, err := atomicfile.WriteFrom(filepath.Join(arg.Dir, "dest"), r, atomicfile.WithSync(atomicfile.SyncNone))
	if err == nil && n != copySize {
		err = io.ErrShortWrite
	}
	return err
}

// served returns a socket from which what src has can be read.
func served(name string, src io.Reader) (io.Reader, error) {
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		io.Copy(conn, struct{ io.Reader }{src}) // a short copy is seen by the reader
	}()
	return net.Dial("unix", name)
}

// TestCopyWithin checks that content which the kernel can copy by itself does
// not pass through memory.
func TestCopyWithin(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Fatal("strace is missing; install the Debian package strace")
	}
	moved := regexp.MustCompile(`(?m)(?:copy_file_range|splice)(?:\(| resumed).*= (\d+)$`)
	for source, want := range map[string]int{
		"file":           copySize,
		"part of a file": copySize,
		"socket":         2 * copySize, // into a pipe, and from there to the file
		"plain reader":   0,
	} {
		t.Run(source, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "src"), make([]byte, copySize), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := roleCommand("copywithin", copyArg{dir, source})
			log := filepath.Join(dir, "trace")
			cmd.Args = append([]string{"strace", "-f", "-o", log, "-e", "trace=copy_file_range,splice"}, os.Args[0])
			if path, err := exec.LookPath("strace"); err == nil {
				cmd.Path = path
			}
			if err := cmd.Run(); err != nil {
				t.Fatal(errors.Join(err, errors.New("strace, or what it ran, failed")))
			}
			trace, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			got := 0
			for _, match := range moved.FindAllSubmatch(trace, -1) {
				n, err := strconv.Atoi(string(match[1]))
				if err != nil {
					t.Fatal(err)
				}
				got += n
			}
			if got != want {
				t.Errorf("the kernel copied %d bytes by itself, want %d; trace:\n%s", got, want, trace)
			}
			info, err := os.Stat(filepath.Join(dir, "dest"))
			if err != nil || info.Size() != copySize {
				t.Errorf("got %v, error %v, want a file of %d bytes", info, err, copySize)
			}
		})
	}
}
