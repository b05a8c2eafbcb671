// Package stream holds files that are useful while they grow.
package stream

import (
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"runtime/trace"
	"time"
)

func profiles(cpu, tr string) {
	f, _ := os.Create(cpu)
	pprof.StartCPUProfile(f)
	g, _ := os.Create(tr)
	trace.Start(g)
}

func logs(path string) {
	f, _ := os.Create(path)
	log.SetOutput(io.MultiWriter(os.Stderr, f))
	g, _ := os.Create(path)
	slog.SetDefault(slog.New(slog.NewJSONHandler(g, nil)))
}

func child(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	f.WriteString("# output\n")
	cmd := exec.Command("make")
	cmd.Stdout = f
	cmd.Stderr = f
	return cmd.Run()
}

type profiler struct{ cpu, heap *os.File }

func (p *profiler) start(cpu, heap string) {
	p.cpu, _ = os.Create(cpu)
	p.heap, _ = os.Create(heap) // want `os.Create can leave`
	pprof.StartCPUProfile(p.cpu)
}

func (p *profiler) stop() {
	pprof.StopCPUProfile()
	pprof.Lookup("heap").WriteTo(p.heap, 0)
}

func toChild(path string) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	return (&exec.Cmd{Path: "make", Stdout: f}).Run()
}

func open(path string) (*os.File, error) { return os.Create(path) }

func redirect(path string) {
	f, _ := os.Create(path)
	os.Stderr = f
}

var logOut io.Writer

func setup(logDest, report string) {
	f, _ := os.Create(logDest)
	logOut = f
	g, _ := os.Create(report) // want `os.Create can leave`
	out = g
}

var out io.Writer

func print(s string) {
	io.WriteString(logOut, s)
	io.WriteString(out, s)
}

func claim(dir string) error { return exclusive(lockName(dir)) }

func lockName(dir string) string { return dir + "/lock" }

func exclusive(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.WriteString(f, "owner")
	return err
}

func copyOutput(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("make")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	go io.Copy(f, out)
	return cmd.Run()
}

// The function that gets the command with the file writes what that does.
func traced(path string, trace func(*exec.Cmd, io.Writer) error) error {
	cmd := exec.Command("make")
	out := cmd.Stderr
	if path != "" {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		defer f.Close()
		out = f
	}
	return trace(cmd, out)
}

func traceDirectly(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return traceTo(exec.Command("make"), f)
}

func traceTo(cmd *exec.Cmd, w io.Writer) error {
	_, err := fmt.Fprintln(w, cmd.String())
	return err
}

// Who prints a command does not run it.
func script(path string, cmd *exec.Cmd) error {
	f, err := os.Create(path) // want `can leave path half-written`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintln(f, cmd)
	return err
}

func start(path string) {
	f, _ := os.Create(path)
	os.StartProcess("make", nil, &os.ProcAttr{Files: []*os.File{nil, f, f}})
}

type eventLogger struct{ w io.Writer }

func newEventLogger(path string) *eventLogger {
	f, _ := os.Create(path)
	return &eventLogger{w: f}
}

func (l *eventLogger) event(s string) { io.WriteString(l.w, s) }

type command interface {
	SetStdout(w io.Writer) command
	Run() error
	SerialLogs(w io.Writer) error
	Render(w io.Writer) error
}

func interfaces(c command, out, serial, page string) {
	f, _ := os.Create(out)
	c.SetStdout(f).Run()
	g, _ := os.Create(serial)
	c.SerialLogs(g)
	h, _ := os.Create(page) // want `os.Create can leave`
	c.Render(h)
}

func samples(path string, read func() string) {
	f, _ := os.Create(path)
	defer f.Close()
	for range time.NewTicker(time.Second).C {
		io.WriteString(f, read())
	}
}

func events(path string, next <-chan string, stop <-chan bool) {
	f, _ := os.Create(path)
	for {
		select {
		case s := <-next:
			if s == "" {
				break
			}
			f.WriteString(s)
		case <-time.After(time.Minute):
			for range 3 {
				if len(next) > 0 {
					break
				}
			}
			func() { return }()
		}
	}
}

func copies(path string, r io.Reader) error {
	f, _ := os.Create(path) // want `os.Create can leave`
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		f.Write(buf[:n])
	}
	return f.Close()
}

func forever(paths <-chan string, data []byte) {
	for {
		f, _ := os.Create(<-paths) // want `os.Create can leave`
		f.Write(data)
		f.Close()
	}
}

func drains(path string, lines <-chan string) {
	f, _ := os.Create(path) // want `os.Create can leave`
	defer f.Close()
	for line := range lines {
		f.WriteString(line)
	}
}

func reported(dir string, err error) (name string) {
	name = filepath.Join(dir, "panic.log")
	if f, failed := os.Create(name); failed != nil {
		name = ""
	} else {
		defer f.Close()
		fmt.Fprintln(f, err)
	}
	return name
}

// A logging package makes a new file when the last one is full.

type rotated struct {
	file   *os.File
	report *os.File
}

var (
	logDirs []string
	outDirs []string
)

func logName(n int) (name, link string) { return fmt.Sprint("prog.", n), "prog" }

func outName(n int) (name, link string) { return fmt.Sprint("prog.", n), "prog" }

func (r *rotated) next(n int) (err error) {
	r.file, err = newest(n)
	return err
}

func newest(n int) (f *os.File, err error) {
	name, _ := logName(n)
	for _, dir := range outDirs {
		fname := filepath.Join(dir, name)
		if f, err = os.Create(fname); err == nil {
			return f, nil
		}
	}
	for _, dir := range logDirs {
		fname := filepath.Join(dir, fmt.Sprint(n))
		if f, err = os.Create(fname); err == nil {
			return f, nil
		}
	}
	return nil, err
}

func (r *rotated) nextReport(n int) error {
	name, _ := outName(n)
	for _, dir := range outDirs {
		fname := filepath.Join(dir, name)
		f, err := os.Create(fname) // want `os.Create can leave fname half-written`
		if err == nil {
			r.report = f
			return nil
		}
	}
	return os.ErrNotExist
}

func (r *rotated) Write(data []byte) (int, error) {
	r.report.Write(data)
	return r.file.Write(data)
}
