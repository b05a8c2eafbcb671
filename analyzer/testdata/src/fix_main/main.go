package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"testing"
)

var _ = os.Args

var out = flag.String("o", "out", "output file")

func main() {
	f, err := os.Create(*out) // want `^fix$`
	if err != nil {
		log.Fatalf("creating: %v", err)
	}
	defer f.Close()
	if err := json.NewEncoder(f).Encode(os.Args); err != nil {
		log.Fatalf("writing: %v", err)
	}
	fmt.Println("done")
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func must() {
	f, err := os.Create("must") // want `^fix$`
	check(err)
	_, err = f.WriteString("text")
	check(err)
	check(f.Close())
}

func mustDefer() {
	f, err := os.Create("must") // want `^fix$`
	check(err)
	defer f.Close()
	_, err = f.WriteString("text")
	check(err)
}

func panics(r io.Reader) {
	f, err := os.Create("panics") // want `^fix$`
	if err != nil {
		panic(err)
	}
	defer f.Close()
	_, err = io.Copy(f, r)
	if err != nil {
		panic(fmt.Errorf("copying: %v", err))
	}
	fmt.Println("copied")
}

func exits() {
	f, err := os.Create("exits") // want `^fix$`
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(f, "text")
	f.Close()
}

// Nothing closes the file, and Fatal is the answer to each error.
func never(r io.Reader) {
	f, err := os.Create("never") // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	if _, err := io.Copy(f, r); err != nil {
		log.Fatal("copying: ", err)
	}
}

func inTest(t *testing.T, r io.Reader) {
	f, err := os.Create("test") // want `^fix$`
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		t.Fatal(err)
	}
}

// The function goes on after a failed write.
func goesOn(r io.Reader) {
	f, err := os.Create("goesOn") // want `no fix: line [0-9]+ goes on when io.Copy fails`
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		log.Print(err)
	}
}

// An early return leaves the file empty, on purpose or not.
func early(data []byte) {
	f, err := os.Create("early") // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if len(data) == 0 {
		return
	}
	f.Write(data)
}

// The literal closes the file after a panic, too, and must not publish it.
func inPanic(w io.WriterTo) {
	f, err := os.Create("inPanic") // want `no fix: line [0-9]+ goes on when w.WriteTo fails`
	if err != nil {
		panic(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			panic(err)
		}
	}()
	w.WriteTo(f)
}
