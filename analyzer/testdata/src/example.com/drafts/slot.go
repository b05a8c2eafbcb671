package drafts

import "os"

// A Slot holds a file that gets the name Path in the end.
type Slot struct {
	Path, Tmp string
	File      *os.File
}
