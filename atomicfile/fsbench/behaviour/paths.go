package behaviour

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

var errFill = unix.ECANCELED

// paths are the behaviours of WritePath, and of what cannot be replaced.
func paths() []Behaviour {
	return []Behaviour{
		{Name: "WritePath, new", ways: fills(intoPath)},
		{Name: "WritePath", setup: existing, ways: fills(intoPath)},
		{Name: "WritePath, by another temporary", setup: existing, ways: fills(byRename)},
		{Name: "WritePath, by WriteFile of the same package", setup: existing, ways: both(
			func(*stage) error { return os.WriteFile("f", newContent(), 0o644) },
			func(*stage) error {
				return atomicfile.WritePath("f", func(tmp string) error {
					return atomicfile.WriteFile(tmp, newContent(), 0o644)
				})
			})},
		{Name: "WritePath, fails half way", setup: existing, ways: fills(halfWay)},
		{Name: "WritePath, fails, then again", setup: existing, ways: [2]way{
			{acts: []act{pathBy(halfWay, false), pathBy(intoPath, false)}},
			{acts: []act{pathBy(halfWay, true), pathBy(intoPath, true)}},
		}},
		{Name: "file that is a mount point", setup: mounted, ways: writes(), look: "."},
		{Name: "file that is a mount point, InPlace", setup: mounted, ways: both(
			func(*stage) error { return os.WriteFile("f", newContent(), 0o644) }, inPlace)},
		{Name: "file that is a mount point in a read-only directory, InPlace", setup: func(s *scene) {
			s.file("real", 0o644)
			s.mkdir("d", 0o755)
			s.file("d/f", 0o644)
			s.bind("d", "d", unix.MS_RDONLY)
			s.bind("real", "d/f", 0)
		}, ways: both(
			func(*stage) error { return os.WriteFile("d/f", newContent(), 0o644) },
			func(*stage) error { return atomicfile.Write("d/f", fillWhole, atomicfile.InPlace()) })},
		{Name: "named pipe", setup: func(s *scene) { try(unix.Mkfifo(s.path("f"), 0o644)) }, ways: both(
			pipe(os.WriteFile), pipe(atomicfile.WriteFile))},
	}
}

func mounted(s *scene) {
	s.file("real", 0o644)
	s.file("f", 0o644)
	s.bind("real", "f", 0)
}

func inPlace(*stage) error { return atomicfile.Write("f", fillWhole, atomicfile.InPlace()) }

// fills has the file f written by somebody who wants a path.
func fills(fill func(path string) error) [2]way {
	return both(pathBy(fill, false), pathBy(fill, true))
}

func pathBy(fill func(path string) error, ours bool) act {
	return func(s *stage) error {
		var err error
		if ours {
			err = atomicfile.WritePath("f", fill)
		} else {
			err = fill("f")
		}
		if errors.Is(err, errFill) { // it is meant to
			s.note("fails")
			err = nil
		}
		return err
	}
}

func intoPath(path string) error { return os.WriteFile(path, newContent(), 0o644) }

func byRename(path string) error {
	if err := os.WriteFile(path+"~", newContent(), 0o644); err != nil {
		return err
	}
	return os.Rename(path+"~", path)
}

func halfWay(path string) error {
	if err := os.WriteFile(path, newContent()[:newSize/2], 0o644); err != nil {
		return err
	}
	return errFill
}

// pipe writes what fits into the pipe f, and notes whether it arrives.
func pipe(write writeFile) act {
	return func(s *stage) error {
		fd, err := unix.Open("f", unix.O_RDONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		if err := write("f", newContent(), 0o644); err != nil {
			return err
		}
		buf := make([]byte, 2*newSize)
		n, err := unix.Read(fd, buf)
		s.note("arrives " + age(buf[:max(n, 0)]))
		return err
	}
}
