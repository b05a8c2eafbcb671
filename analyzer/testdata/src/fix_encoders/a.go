package fix_encoders

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"text/tabwriter"
)

var _ = os.Args

func buffered(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for _, line := range lines {
		w.WriteString(line)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return nil
}

func bufferedDefer(name string, lines []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	for _, line := range lines {
		if _, err := w.WriteString(line); err != nil {
			return err
		}
	}
	return nil
}

func flushTail(name string, records [][]string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	w.WriteAll(records)
	w.Flush()
	return w.Error()
}

func zipped(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f)
	defer zw.Close()
	w, err := zw.Create("member")
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return err
}

func gzipped(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := gzip.NewWriter(f)
	if _, err := io.Copy(zw, r); err != nil {
		return err
	}
	if err := zw.Close(); err != nil {
		return err
	}
	return f.Close()
}

func indented(name string, v any) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetIndent("", "\t")
	if err := enc.Encode(v); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func tabs(name string) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		panic(err)
	}
	defer f.Close()
	tw := tabwriter.NewWriter(f, 0, 8, 1, ' ', 0)
	tw.Write([]byte("a\tb\n"))
	tw.Flush()
}

// No error result, and the last bytes come when the function has returned.
func deferredOnly(name string) {
	f, err := os.Create(name) // want `no fix: line [0-9]+ writes to the file after it is published`
	if err != nil {
		panic(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	w.WriteString("text")
}

func tee(name string, r io.Reader) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	var w io.Writer = os.Stdout
	w = io.MultiWriter(w, f)
	if _, err := io.Copy(w, r); err != nil {
		return err
	}
	return nil
}

type log struct{ w io.Writer }

func (l *log) write() error {
	_, err := io.WriteString(l.w, "text")
	return err
}

func keeper(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	l := &log{w: f}
	return l.write()
}
