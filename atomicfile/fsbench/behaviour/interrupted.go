package behaviour

import (
	"errors"
	"os"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// interrupted are the behaviours in which the writer does not come to its end,
// or is disturbed.
func interrupted() []Behaviour {
	killed := creates("f", die)
	then := func(std, ours act) [2]way {
		return [2]way{{acts: []act{killed[OS].acts[0], std}}, {acts: []act{killed[Atomicfile].acts[0], ours}}}
	}
	write, create := writes(), creates("f", nothing)
	return []Behaviour{
		{Name: "the writer fails half way", setup: existing, ways: both(
			func(s *stage) error { return failing(creates("f", fails)[OS].acts[0](s)) },
			func(s *stage) error { return failing(createsOurs(s, "f", fails)) })},
		{Name: "killed", setup: existing, ways: killed},
		{Name: "killed, then WriteFile", setup: existing, ways: then(write[OS].acts[0], write[Atomicfile].acts[0])},
		{Name: "killed, then Create", setup: existing, ways: then(create[OS].acts[0], create[Atomicfile].acts[0])},
		{Name: "killed, then NoReplace of a new name", ways: then(
			func(*stage) error {
				os.Remove("f")
				return openExclusively(nil)
			},
			func(*stage) error { return atomicfile.Write("f", fillWhole, atomicfile.NoReplace()) })},
		{Name: "killed in WritePath, then again", setup: existing, ways: [2]way{
			{acts: []act{pathBy(diesHalfWay, false), pathBy(intoPath, false)}},
			{acts: []act{pathBy(diesHalfWay, true), pathBy(intoPath, true)}},
		}},
		{Name: "signals while it writes", setup: existing, ways: both(signalled(os.WriteFile), signalled(atomicfile.WriteFile))},
	}
}

func fails(*stage) error { return errFill }

// failing takes away the error that was meant to be.
func failing(err error) error {
	if errors.Is(err, errFill) {
		return nil
	}
	return err
}

func diesHalfWay(path string) error {
	if err := halfWay(path); err != errFill {
		return err
	}
	return die(nil)
}

// signalled writes while signals come in all the time, which interrupt the
// system calls of file systems that wait for somebody.
func signalled(write writeFile) act {
	return func(*stage) error {
		done := make(chan bool)
		stopped := make(chan bool)
		go func() {
			defer close(stopped)
			for {
				select {
				case <-done:
					return
				default:
					syscall.Kill(syscall.Getpid(), syscall.SIGURG)
				}
			}
		}()
		err := tenTimes(write)(nil)
		close(done)
		<-stopped
		return err
	}
}
