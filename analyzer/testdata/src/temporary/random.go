package temporary

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
)

const exclusive = os.O_WRONLY | os.O_CREATE | os.O_EXCL

// What follows does as os.CreateTemp does.

func randomText(dir string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, "x-"+rand.Text()), exclusive, 0o644)
}

func randomBytes(dir string, data []byte) error {
	var suffix [8]byte
	if _, err := rand.Read(suffix[:]); err != nil {
		return err
	}
	name := filepath.Join(dir, fmt.Sprintf("x%x", suffix))
	f, err := os.OpenFile(name, exclusive, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func randomNumber(dir string, data []byte) error {
	n := mathrand.Uint64()
	f, err := os.OpenFile(filepath.Join(dir, fmt.Sprint(n)), exclusive, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// Others may have the name by then.
func randomShared(dir string, data []byte) error {
	return os.WriteFile(filepath.Join(dir, rand.Text()), data, 0o644) // want `can leave filepath.Join`
}

func randomTruncated(dir string, data []byte) error {
	f, err := os.Create(filepath.Join(dir, rand.Text())) // want `can leave filepath.Join`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

// Nothing in the name is a random number.
func sumInName(dir string, data, sum []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(filepath.Join(dir, hex.EncodeToString(sum)), exclusive, mode) // want `can leave filepath.Join`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}
