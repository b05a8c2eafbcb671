// Package fix_lent has functions that hand the file to others of the package,
// which want an *os.File.
package fix_lent

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

var _ = os.Args

func save(name string, doc any) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := encode(f, doc); err != nil {
		return err
	}
	return f.Close()
}

// All that encode does with the file is to write it.
func encode(f *os.File, doc any) error {
	w := bufio.NewWriter(f)
	if err := json.NewEncoder(w).Encode(doc); err != nil {
		return err
	}
	return w.Flush()
}

func backpatch(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := rewound(f, rows); err != nil {
		return err
	}
	return f.Close()
}

func rewound(f *os.File, rows []string) error {
	for _, row := range rows {
		if _, err := f.Write([]byte(row)); err != nil {
			return err
		}
	}
	if _, err := f.Seek(0, 0); err != nil {
		return err
	}
	_, err := fmt.Fprintln(f, len(rows))
	return err
}

// table is another file's.
func apart(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if err := table(f, rows); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func closing(name string) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+, in closed, uses its method Close`
	if err != nil {
		return err
	}
	return closed(f)
}

func closed(f *os.File) error {
	fmt.Fprintln(f, "text")
	return f.Close()
}

// Exported has callers that this package does not show.
func exported(name string) error {
	f, err := os.Create(name) // want `no fix: Exported wants an \*os\.File`
	if err != nil {
		return err
	}
	if err := Exported(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func Exported(f *os.File) error {
	_, err := fmt.Fprintln(f, "text")
	return err
}

// Methods are changed, but not those that an interface wants.
func (s *saver) save(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := s.fill(f); err != nil {
		return err
	}
	return f.Close()
}

type saver struct{ rows []string }

func (s *saver) fill(f *os.File) error {
	_, err := fmt.Fprintln(f, s.rows)
	return err
}

type filler interface{ put(*os.File) error }

func (s *saver) put(f *os.File) error {
	_, err := fmt.Fprintln(f, s.rows)
	return err
}

func (s *saver) saveAs(name string) error {
	f, err := os.Create(name) // want `no fix: s.put wants an \*os\.File`
	if err != nil {
		return err
	}
	if err := s.put(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// What is handed on is handed on as an interface.
func handedOn(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := twice(f, rows); err != nil {
		return err
	}
	return f.Close()
}

func twice(f *os.File, rows []string) error {
	if err := table(f, rows); err != nil {
		return err
	}
	return tail(f)
}

func tail(f *os.File) error {
	_, err := f.Write([]byte("tail"))
	return err
}

// A function may call itself.
func countdown(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := again(f, 3); err != nil {
		return err
	}
	return f.Close()
}

func again(f *os.File, n int) error {
	if n == 0 {
		return nil
	}
	fmt.Fprintln(f, n)
	return again(f, n-1)
}

// Functions that call one another would have to change together.
func pingPong(name string) error {
	f, err := os.Create(name) // want `no fix: line [0-9]+, in ping, line [0-9]+, in pong, ping wants an \*os\.File`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := ping(f, 3); err != nil {
		return err
	}
	return f.Close()
}

func ping(f *os.File, n int) error { return pong(f, n) }

func pong(f *os.File, n int) error {
	if n == 0 {
		return nil
	}
	return ping(f, n-1)
}

// What is declared for each system would have to change for each.
func ported(name string) error {
	f, err := os.Create(name) // want `no fix: port wants an \*os\.File, and is declared in a file for another system, too`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := port(f); err != nil {
		return err
	}
	return f.Close()
}

// The method has another body elsewhere, which would keep its parameter.
func portedMethod(name string, s system) error {
	f, err := os.Create(name) // want `no fix: s\.name wants an \*os\.File, and is declared in a file for another system, too`
	if err != nil {
		return err
	}
	defer f.Close()
	return s.name(f)
}

func usedInTests(f *os.File) error {
	_, err := f.WriteString("x")
	return err
}

func lentTested(name string) error {
	f, err := os.Create(name) // want `no fix: usedInTests wants an \*os\.File`
	if err != nil {
		return err
	}
	defer f.Close()
	return usedInTests(f)
}
