// Package fix_behaviour_writers writes files through the writers of the
// standard library.
package fix_behaviour_writers

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"text/template"
)

// Shapes are functions that write the file of a name. They return an error if
// that fails.
var Shapes = map[string]func(name string) error{
	"whole":         whole,
	"printed":       printed,
	"bufioReturned": bufioReturned,
	"bufioDeferred": bufioDeferred,
	"bufioLoop":     bufioLoop,
	"gzipChecked":   gzipChecked,
	"gzipDeferred":  gzipDeferred,
	"gzipLayered":   gzipLayered,
	"gzipClosure":   gzipClosure,
	"flated":        flated,
	"tarChecked":    tarChecked,
	"tarGzip":       tarGzip,
	"zipReturned":   zipReturned,
	"zipDeferred":   zipDeferred,
	"csvChecked":    csvChecked,
	"csvDropped":    csvDropped,
	"csvDeferred":   csvDeferred,
	"jsonReturned":  jsonReturned,
	"jsonIndented":  jsonIndented,
	"jsonClosed":    jsonClosed,
	"xmlEncoded":    xmlEncoded,
	"gobEncoded":    gobEncoded,
	"hexDumped":     hexDumped,
	"tabbed":        tabbed,
	"executed":      executed,
	"teed":          teed,
	"untruncated":   untruncated,
	"reported":      reported,
}

var (
	lines = strings.Split("the quick brown fox jumps over the lazy dog", " ")
	text  = strings.Join(lines, "\n")
	page  = template.Must(template.New("page").Parse("{{range .}}<p>{{.}}</p>\n{{end}}"))
)

func whole(name string) error {
	return os.WriteFile(name, []byte(text), 0o644) // want `^fix$`
}

func printed(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for i, line := range lines {
		fmt.Fprintf(f, "%d %s\n", i, line)
	}
	return nil
}

func bufioReturned(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 16)
	for _, line := range lines {
		w.WriteString(line)
	}
	return w.Flush()
}

func bufioDeferred(name string) error {
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

func bufioLoop(name string) error {
	for range 1 {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		w := bufio.NewWriter(f)
		for _, line := range lines {
			fmt.Fprintln(w, line)
		}
		w.Flush()
		f.Close()
	}
	return nil
}

func gzipChecked(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	if _, err := io.WriteString(zw, text); err != nil {
		f.Close()
		return err
	}
	if err := zw.Close(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func gzipDeferred(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := gzip.NewWriter(f)
	defer zw.Close()
	_, err = io.WriteString(zw, text)
	return err
}

func gzipLayered(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	bw := bufio.NewWriter(f)
	defer bw.Flush()
	zw := gzip.NewWriter(bw)
	defer zw.Close()
	for _, line := range lines {
		if _, err := fmt.Fprintln(zw, line); err != nil {
			return fmt.Errorf("writing %q: %w", line, err)
		}
	}
	return nil
}

func gzipClosure(name string) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(f)
	defer func() {
		zw.Close()
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	_, err = io.WriteString(zw, text)
	return err
}

func flated(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw, err := flate.NewWriter(f, flate.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := zw.Write([]byte(text)); err != nil {
		return err
	}
	return zw.Close()
}

func tarChecked(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	tw := tar.NewWriter(f)
	for _, line := range lines[:2] {
		if err := tw.WriteHeader(&tar.Header{Name: line, Size: int64(len(text)), Mode: 0o644}); err != nil {
			return err
		}
		if _, err := io.WriteString(tw, text); err != nil {
			return err
		}
	}
	if err := tw.Close(); err != nil {
		return err
	}
	return nil
}

func tarGzip(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := gzip.NewWriter(f)
	defer zw.Close()
	tw := tar.NewWriter(zw)
	defer tw.Close()
	if err := tw.WriteHeader(&tar.Header{Name: "text", Size: int64(len(text)), Mode: 0o644}); err != nil {
		return err
	}
	if _, err := io.WriteString(tw, text); err != nil {
		return err
	}
	return nil
}

func zipReturned(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f)
	for _, line := range lines[:3] {
		w, err := zw.Create(line)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return zw.Close()
}

func zipDeferred(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	zw := zip.NewWriter(f)
	defer zw.Close()
	w, err := zw.Create("text")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

func csvChecked(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for _, line := range lines {
		if err := w.Write([]string{line, text}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func csvDropped(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.Write(lines)
	w.Flush()
	f.Close()
	return nil
}

func csvDeferred(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	defer w.Flush()
	return w.WriteAll([][]string{lines, lines})
}

func jsonReturned(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(lines)
}

func jsonIndented(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	enc.SetIndent("", "  ")
	for _, line := range lines {
		if err := enc.Encode(map[string]string{"line": line}); err != nil {
			return err
		}
	}
	return nil
}

func jsonClosed(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	err = json.NewEncoder(f).Encode(lines)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

func xmlEncoded(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	io.WriteString(f, xml.Header)
	return xml.NewEncoder(f).Encode(lines)
}

func gobEncoded(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if err := gob.NewEncoder(f).Encode(lines); err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	return nil
}

func hexDumped(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	d := hex.Dumper(f)
	defer d.Close()
	_, err = io.WriteString(d, text)
	return err
}

func tabbed(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	tw := tabwriter.NewWriter(f, 0, 8, 1, ' ', 0)
	for _, line := range lines {
		fmt.Fprintf(tw, "%s\t%d\n", line, len(line))
	}
	tw.Flush()
	return nil
}

func executed(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if err := page.Execute(f, lines); err != nil {
		f.Close()
		return err
	}
	f.Close()
	return nil
}

func teed(name string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(f, sum), strings.NewReader(text)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "\n%x\n", sum.Sum(nil))
	return err
}

func untruncated(name string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o644) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, strings.NewReader(text))
	return err
}

func reported(name string) (failure error) {
	report := func(err error) {
		failure = err
	}
	write := func() {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			report(err)
			return
		}
		defer f.Close()
		w := bufio.NewWriterSize(f, 16)
		for _, line := range lines {
			fmt.Fprintln(w, line)
		}
		w.Flush()
	}
	write()
	return failure
}
