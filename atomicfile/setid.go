package atomicfile

import "io/fs"

const setID = fs.ModeSetuid | fs.ModeSetgid

// withoutSetID returns mode without the set-ID bits. That of the group means
// something else where the group may not execute the file (chmod(2)).
func withoutSetID(mode fs.FileMode) fs.FileMode {
	if mode&0o010 == 0 {
		return mode &^ fs.ModeSetuid
	}
	return mode &^ setID
}
