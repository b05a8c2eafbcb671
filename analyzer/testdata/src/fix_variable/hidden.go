package fix_variable

import (
	"encoding/json"
	"os"
)

// The name io means something else.
func hidden(name string, io any) error {
	w := os.Stdout
	if name != "" {
		f, err := os.Create(name) // want `no fix: w is of type \*os.File`
		if err != nil {
			return err
		}
		defer f.Close()
		w = f
	}
	return json.NewEncoder(w).Encode(io)
}
