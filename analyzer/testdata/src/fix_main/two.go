package main

import (
	"io"
	"log"
	"os"
)

// What has failed to open the second file finds the first one published.
func writeTwo() {
	a, err := os.Create("a") // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	put(a)
	b, err := os.Create("b") // want `^fix$`
	if err != nil {
		log.Fatal(err)
	}
	put(b)
}

func put(w io.Writer) {
	if _, err := w.Write([]byte("text")); err != nil {
		log.Fatal(err)
	}
}
