package config

import (
	"os"
	"testing"
)

func TestSave(t *testing.T) {
	if err := os.WriteFile("golden.json", []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
}
