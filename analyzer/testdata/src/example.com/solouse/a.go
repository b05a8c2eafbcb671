// Package solouse calls functions of another module that write the file at a path.
package solouse

import (
	"bytes"
	"io"
	"os"
	"strings"

	"example.com/solo"
	. "example.com/solo/inner"
)

type name string

func fixed(d *solo.Doc, buf *bytes.Buffer, dir string) error {
	if err := solo.Plain("plain", buf.Bytes()); err != nil { // want `can leave`
		return err
	}
	if err := solo.Mode("mode", []byte(strings.ToUpper("x"))); err != nil { // want `can leave`
		return err
	}
	if err := d.Save(dir + "/doc"); err != nil { // want `can leave`
		return err
	}
	if err := Dump("dump", nil); err != nil { // want `can leave`
		return err
	}
	return d.SaveAs(path()) // want `can leave`
}

func path() string { return "out" }

func content() []byte { return nil }

func refused(d *solo.Doc, ch chan []byte) (err error) {
	err = solo.Default("f")          // want `solo.Default can leave "f" half-written; .*by hand: solo.Default also passes the path to os.Stat`
	err = solo.AddLine("f", "line")  // want `by hand: solo.AddLine also passes the path to os.ReadFile`
	err = solo.Private("f")          // want `by hand: solo.Private also passes the path to filepath.Dir`
	err = d.Keep("f")                // want `by hand: solo.Doc.Keep keeps the path`
	err = solo.WithSum("f")          // want `by hand: solo.WithSum makes another name of the path, or looks at it`
	err = solo.Twice("f")            // want `by hand: solo.Twice writes the file more than once`
	err = solo.Moded("f", 0o600)     // want `by hand: solo.Moded creates the file with a mode that is not a constant`
	err = d.Sometimes("f")           // want `by hand: solo.Doc.Sometimes may succeed without writing the file`
	err = d.Perhaps("f")             // want `by hand: solo.Doc.Perhaps may succeed without writing the file`
	err = solo.Tolerant("f", nil)    // want `by hand: solo.Tolerant may succeed without writing the file`
	err = solo.Named("f", nil)       // want `by hand: solo.Named also passes the path to fmt.Errorf`
	err = solo.Exclusive("f", nil)   // want `by hand: solo.Exclusive opens the file with other flags than os.Create`
	err = solo.Overlaid("f", nil)    // want `by hand: solo.Overlaid opens the file with other flags than os.Create`
	err = d.Open("f")                // want `by hand: solo.Doc.Open may keep the open file`
	err = d.Buffered("f")            // want `by hand: solo.Doc.Buffered may keep the open file`
	err = solo.Chmod("f", nil)       // want `by hand: solo.Chmod also calls Chmod of the open file`
	err = solo.Pack("f")             // want `by hand: solo.Pack also calls filepath.Glob, which may list the directory`
	err = solo.Fatal("f", nil)       // want `by hand: solo.Fatal may end the program with log.Fatal`
	err = solo.Deep("f", nil)        // want `by hand: solo.Deep also passes the path to inner.Look`
	err = Look("f", nil)             // want `by hand: inner.Look also passes the path to os.Lstat`
	err = solo.Later("f", nil)       // want `by hand: solo.Later may succeed without writing the file`
	err = solo.Both("f", "g", nil)   // want `by hand: solo.Both writes another file as well`
	err = solo.Plain("f", content()) // want `by hand: content would be called only when the temporary is there`
	err = solo.Plain("f", <-ch)      // want `by hand: <-ch would be called only when the temporary is there`
	err = solo.Again("f", 1)         // want `by hand: solo.Again calls itself`
	_ = (*solo.Doc).Keep(d, "f")
	return err
}

func after(d *solo.Doc, b []byte) (err error) {
	err = d.SaveClean("f")        // want `by hand: solo.Doc.SaveClean sets d.clean when it has written the file`
	err = d.SaveLocked("f")       // want `by hand: solo.Doc.SaveLocked calls d.mu.Unlock when it has written the file`
	err = solo.IfPossible("f", b) // want `by hand: solo.IfPossible may succeed though it cannot write the file`
	err = solo.Warn("f", b)       // want `by hand: solo.Warn may fail when it has written the file`
	err = solo.In("d", "d/f", b)  // want `by hand: solo.In also calls os.MkdirAll, after which the path may lead elsewhere`
	err = solo.Title("f", b)      // want `by hand: solo.Title asks whether the open file is an \*os.File`
	return err
}

func filled(path string, text string) error {
	return solo.Fill(path, func(w io.Writer) error { // want `can leave`
		_, err := io.WriteString(w, text)
		return err
	})
}

func filledFrom(path string) error {
	return solo.Fill(path, func(w io.Writer) error { // want `by hand: line \d+ calls os.ReadFile, which may look for the file, while it is written`
		old, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = w.Write(old)
		return err
	})
}

func filledByName(path string) error { return solo.Fill(path, named) } // want `by hand: line \d+ asks whether a writer is of type \*os.File`

func named(w io.Writer) error {
	if f, ok := w.(*os.File); ok {
		_, err := io.WriteString(f, f.Name())
		return err
	}
	return nil
}

func filledWithNames(path string) error {
	return solo.Fill(path, list) // want `by hand: line \d+ calls os.ReadDir, which may list the directory, while the file is written`
}

func list(w io.Writer) error {
	entries, err := os.ReadDir(".")
	if err != nil {
		return err
	}
	return write(w, len(entries))
}

func write(w io.Writer, n int) error {
	_, err := w.Write(make([]byte, n))
	return err
}

func filledFromOther() error {
	return solo.Fill("out", copied) // want `can leave`
}

func copied(w io.Writer) error {
	b, err := os.ReadFile("in")
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}
