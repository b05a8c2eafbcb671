package behaviour

import (
	"os"

	"golang.org/x/sys/unix"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// refused are the behaviours in which there is an error to be expected.
func refused() []Behaviour {
	exclusive := both(openExclusively, func(*stage) error {
		return atomicfile.Write("f", fillWhole, atomicfile.NoReplace())
	})
	return []Behaviour{
		{Name: "missing directory", ways: writesTo("d/f", 0o644)},
		{Name: "a directory has the name", setup: func(s *scene) { s.mkdir("f", 0o755) }, ways: writes()},
		{Name: "read-only mount, new", setup: readOnly, ways: writesTo("d/g", 0o644)},
		{Name: "read-only mount", setup: readOnly, ways: writesTo("d/f", 0o644)},
		{Name: "NoReplace, absent", ways: exclusive},
		{Name: "NoReplace, exists", setup: existing, ways: exclusive},
		{Name: "NoReplace, appears meanwhile", ways: [2]way{
			{told: "opened exclusively, so the other one fails"},
			{acts: []act{func(s *stage) error {
				return createsOurs(s, "f", func(*stage) error {
					return os.WriteFile("f", []byte(oldContent), 0o644)
				}, atomicfile.NoReplace())
			}}},
		}},
		{Name: "OpenFile O_EXCL, beside somebody's f.tmp", setup: func(s *scene) { s.file("f.tmp", 0o644) }, ways: both(
			openExclusively,
			func(*stage) error {
				f, err := atomicfile.OpenFile("f", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
				if err != nil {
					return err
				}
				defer f.Close()
				if err := fillWhole(f); err != nil {
					return err
				}
				return f.Commit()
			})},
		{Name: "no room, new", setup: func(s *scene) { s.fill() }, ways: both(tooLarge(os.WriteFile), tooLarge(atomicfile.WriteFile))},
		{Name: "no room", setup: func(s *scene) {
			existing(s)
			s.fill()
		}, ways: both(tooLarge(os.WriteFile), tooLarge(atomicfile.WriteFile))},
		{Name: "no room, Create", setup: func(s *scene) {
			existing(s)
			s.fill()
		}, ways: both(
			func(*stage) error {
				f, err := os.Create("f")
				if err != nil {
					return err
				}
				defer f.Close()
				if _, err := f.Write(content(tooLargeSize)); err != nil {
					return err
				}
				return f.Close()
			},
			func(*stage) error {
				return atomicfile.Write("f", func(f *atomicfile.File) error {
					f.Write(content(tooLargeSize)) // Commit tells of the error, too
					return nil
				})
			})},
	}
}

func readOnly(s *scene) {
	s.mkdir("d", 0o755)
	s.file("d/f", 0o644)
	s.bind("d", "d", unix.MS_RDONLY)
}

func openExclusively(*stage) error {
	f, err := os.OpenFile("f", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(newContent()); err != nil {
		return err
	}
	return f.Close()
}

// tooLargeSize is more than the room that fill leaves anywhere.
const tooLargeSize = 8 << 20

func tooLarge(write writeFile) act {
	return func(*stage) error { return write("f", content(tooLargeSize), 0o644) }
}
