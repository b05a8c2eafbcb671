// Copyright of somebody.

//go:build !never

// Package fix_buildtag has comments that must stay where they are.
package fix_buildtag // import "fix_buildtag"

// The imports.
import (
	"fmt" // printing
	// Files and the like.
	"os" // kept
)

// save saves.
func save(name string, data []byte) error { // one
	// Two.
	f, err := os.Create( // want `^fix$`
		name, // three
	)
	// Four.
	if err != nil { // five
		return fmt.Errorf("save: %w", os.ErrInvalid) // six
	} // seven
	// Eight.
	defer f.Close() // nine
	// Ten.
	_, err = f.Write(data) // eleven
	// Twelve.
	if err != nil {
		return err
	} // thirteen
	// Fourteen.
	return nil // fifteen
}
