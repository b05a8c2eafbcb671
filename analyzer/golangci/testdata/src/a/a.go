package a

import "os"

func save(data []byte) error {
	return os.WriteFile("a.json", data, 0o644) // want `^direct-write: os\.WriteFile can leave "a\.json" half-written; `
}

func create(data []byte) error {
	f, err := os.Create("a.csv") // want `^direct-write: os\.Create can leave "a\.csv" half-written; `
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
