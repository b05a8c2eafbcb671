package behaviour

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// meanwhile are the behaviours in which somebody else is at work, too.
func meanwhile() []Behaviour {
	return []Behaviour{
		{Name: "readers while it is written", setup: existing, ways: creates("f", func(s *stage) error {
			data, err := os.ReadFile("f")
			s.note("they see " + age(data))
			return err
		})},
		{Name: "a reader has the old file open", setup: existing, ways: both(
			stillOpen(os.WriteFile), stillOpen(atomicfile.WriteFile))},
		{Name: "it is removed meanwhile", setup: existing, ways: creates("f", func(*stage) error { return os.Remove("f") })},
		{Name: "it is replaced meanwhile", setup: existing, ways: creates("f", func(*stage) error {
			if err := os.WriteFile("g", []byte(oldContent), 0o600); err != nil {
				return err
			}
			return os.Rename("g", "f")
		})},
		{Name: "its directory is renamed meanwhile", setup: func(s *scene) {
			s.mkdir("d", 0o755)
			s.file("d/f", 0o644)
		}, ways: creates("d/f", func(*stage) error { return os.Rename("d", "e") })},
		{Name: "WriteFile while Create is at work", setup: existing, ways: [2]way{
			{acts: creates("f", another(os.WriteFile))[OS].acts},
			{acts: creates("f", another(atomicfile.WriteFile))[Atomicfile].acts},
		}},
		{Name: "Create while Create is at work", setup: existing, ways: [2]way{
			{acts: creates("f", func(s *stage) error {
				f, err := os.Create("f")
				s.note("the other: " + outcomeOf(err))
				f.Close()
				return nil
			})[OS].acts},
			{acts: creates("f", func(s *stage) error {
				f, err := atomicfile.Create("f")
				s.note("the other: " + outcomeOf(err))
				f.Close()
				return nil
			})[Atomicfile].acts},
		}},
		{Name: "Create after Close of another", setup: existing, ways: [2]way{
			{acts: []act{creates("f", nothing)[OS].acts[0]}},
			{acts: []act{func(s *stage) error {
				f, err := atomicfile.Create("f")
				if err != nil {
					return err
				}
				f.Write(newContent())
				if err := f.Close(); err != nil {
					return err
				}
				return createsOurs(s, "f", nothing)
			}}},
		}},
		{Name: "eight WriteFile at a time", setup: existing, ways: [2]way{
			{told: "whole or a mixture, by chance"},
			{acts: []act{atATime(atomicfile.WriteFile)}},
		}},
		{Name: "program while it is replaced", setup: func(s *scene) { s.file("f", 0o755) }, ways: both(
			watched(os.WriteFile), watched(atomicfile.WriteFile))},
	}
}

func stillOpen(write writeFile) act {
	return func(s *stage) error {
		r, err := os.Open("f")
		if err != nil {
			return err
		}
		defer r.Close()
		if err := write("f", newContent(), 0o644); err != nil {
			return err
		}
		data := make([]byte, 2*newSize)
		n, err := r.Read(data)
		if err != nil {
			s.note("it reads " + outcomeOf(err))
			return nil
		}
		s.note("it reads " + age(data[:n]))
		return nil
	}
}

// another writes other content, and notes how that went.
func another(write writeFile) func(*stage) error {
	return func(s *stage) error {
		s.note("the other: " + outcomeOf(write("f", []byte(oldContent), 0o644)))
		return nil
	}
}

func atATime(write writeFile) act {
	return func(s *stage) error {
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				for range 5 {
					if err := write("f", newContent(), 0o644); err != nil {
						errs[i] = err
					}
				}
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// watched notes whether the file f is open for writing when it gets its name,
// by which starting it would fail with ETXTBSY. Whoever watches the directory
// sees the close before the rename or after.
func watched(write writeFile) act {
	return func(s *stage) error {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if _, err := unix.InotifyAddWatch(fd, ".", unix.IN_CLOSE_WRITE|unix.IN_MOVED_TO|unix.IN_MODIFY); err != nil {
			return err
		}
		if err := write("f", newContent(), 0o755); err != nil {
			return err
		}
		buf := make([]byte, 64<<10)
		n, err := unix.Read(fd, buf)
		if err != nil {
			return err
		}
		s.note(busyness(buf[:n]))
		return nil
	}
}

// busyness tells from the events of a directory how the file f came there.
func busyness(events []byte) string {
	var seen []string
	for len(events) >= unix.SizeofInotifyEvent {
		e := (*unix.InotifyEvent)(unsafe.Pointer(&events[0]))
		name := strings.TrimRight(string(events[unix.SizeofInotifyEvent:][:e.Len]), "\x00")
		events = events[unix.SizeofInotifyEvent+e.Len:]
		if name == "f" {
			seen = append(seen, fmt.Sprintf("%x", e.Mask))
		}
	}
	switch moved := fmt.Sprintf("%x", unix.IN_MOVED_TO); {
	case len(seen) == 0:
		return "nothing is seen of it"
	case seen[0] != moved:
		return "open for writing under its name"
	case len(seen) > 1:
		return "still open for writing when it has its name"
	}
	return "closed when it has its name"
}

// die ends the process at once, as kill -9 does.
func die(*stage) error {
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGKILL); err != nil {
		return err
	}
	select {}
}
