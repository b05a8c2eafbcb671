//go:build integration && linux

package main

import (
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
)

// TestPicture checks that the picture shows what the command says now, and that
// it is XML.
func TestPicture(t *testing.T) {
	t.Chdir("../..")
	screen, err := session()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("docs/atomiclint.svg")
	if err != nil || string(got) != svg(screen) {
		t.Errorf("got a picture (error %v) of something else than the command shows now; go run ./docs/picture draws it\n%s", err, screen)
	}
	for dec := xml.NewDecoder(strings.NewReader(string(got))); ; {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
