// Package commit_fill holds functions that fill a file for atomicfile.Write.
package commit_fill

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func swallowed(name string, v any) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if err := json.NewEncoder(f).Encode(v); err != nil {
			log.Print(err)
			return nil // want `this return publishes name though filling it has failed; return the error`
		}
		return nil
	})
}

func swallowedLater(name string, fill func(io.Writer) error) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		err := fill(f)
		if err != nil {
			return nil // want `this return publishes name`
		}
		return nil
	})
}

func returned(name string, v any) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if err := json.NewEncoder(f).Encode(v); err != nil {
			return err
		}
		return nil
	})
}

func sticky(name string, data []byte) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if _, err := f.Write(data); err != nil {
			return nil // Write returns the error all the same
		}
		return nil
	})
}

func stickyInside(name string, n int) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if _, err := fmt.Fprintln(f, n); err != nil {
			return nil // so here, too
		}
		return nil
	})
}

func ending(name string, next func() (string, error)) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		for {
			s, err := next()
			if err != nil {
				return nil
			}
			if _, err := io.WriteString(f, s); errors.Is(err, io.ErrShortWrite) {
				return nil
			}
		}
	})
}

// The error is told, and the file published.
func onlyLogged(name string, v any) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if err := json.NewEncoder(f).Encode(v); err != nil {
			log.Print(err)
		}
		return nil // want `this return publishes name`
	})
}

func behindElse(name string, fill func(io.Writer) error) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		if err := fill(f); err == nil {
			log.Print("filled")
		} else {
			log.Print(err)
			return nil // want `this return publishes name`
		}
		return nil
	})
}

func toTheEnd(name string, r io.Reader) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		for {
			_, err := io.CopyN(f, r, 512)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
}

func forgiven(name string, fill func(io.Writer) error) error {
	return atomicfile.Write(name, func(f *atomicfile.File) error {
		err := fill(f)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return err
	})
}
