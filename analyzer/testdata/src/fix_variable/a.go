package fix_variable

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// What goes to the standard output without a name becomes an io.Writer.
func toOutput(name string, v any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	return json.NewEncoder(w).Encode(v)
}

// With its type spelled out.
func typed(name string, lines []string) error {
	var w *os.File = os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	buf := bufio.NewWriter(w)
	for _, line := range lines {
		fmt.Fprintln(buf, line)
	}
	return buf.Flush()
}

// Without it, and with several files.
func several(kind, name string, lines []string) error {
	var w = os.Stdout
	switch kind {
	case "errors":
		w = os.Stderr
	case "new":
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	for _, line := range lines {
		if _, err := w.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

// A function of the package that takes an *os.File is changed as well.
func handedOn(name string, v any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	return dump(w, v)
}

func dump(w *os.File, v any) error {
	_, err := fmt.Fprint(w, v)
	return err
}

// A nil file says so when it is written to; a nil interface panics.
func maybeNil(name string, v any) error {
	var w *os.File
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	return json.NewEncoder(w).Encode(v)
}

func setToNil(name string, v any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	} else {
		w = nil
	}
	return json.NewEncoder(w).Encode(v)
}

// What an interface does not have.
func compared(name string, v any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	if w == os.Stdout {
		return errors.New("no name")
	}
	return json.NewEncoder(w).Encode(v)
}

func described(name string, v any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	if w.Fd() > 2 {
		return errors.New("no terminal")
	}
	return json.NewEncoder(w).Encode(v)
}

// Two are declared at a time.
func pair(name string, v any) error {
	w, n := os.Stdout, 0
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
		n++
	}
	fmt.Println(n)
	return json.NewEncoder(w).Encode(v)
}

// It is declared where no declaration with var can stand.
func inCondition(name string, v any) error {
	if w := os.Stdout; name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
		return json.NewEncoder(w).Encode(v)
	}
	return nil
}

// Its address is taken.
func pointedTo(name string, v any) error {
	w := os.Stdout
	at := &w
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	return json.NewEncoder(*at).Encode(v)
}
