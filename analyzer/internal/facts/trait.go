package facts

// A Trait tells what a function does with one of its parameters that
// matters when a file is written under one name and renamed to another.
type Trait struct {
	MoveTo    int  // path: as in Param, in file systems other than the system's, too
	Link      bool // path: with MoveTo, it keeps its old name as well
	DirSynced bool // path: with MoveTo, the directory is flushed to the disk afterwards

	Opens    bool // path: a file is created there, and is result 0
	OpenSync bool // path: with Opens, each write to it waits for the disk, or may do so

	Draft        bool // path: a file is created there and filled
	Unsynced     bool // path: with Draft, it is not flushed to the disk
	Unclosed     bool // path: with Draft, an error of closing it is dropped
	WriteIgnored bool // path: with Draft, an error of writing it is dropped
	Fixed        bool // path: with Draft or Opens, it may have been there before

	Private bool // result: the file has the mode 0600 of os.CreateTemp

	Syncs  bool // path or file: it is flushed to the disk
	Chmods bool // path or file: it is given a mode
	Closes bool // file: it is closed
}

// Move returns the part of t that tells of a move.
func (t Trait) Move() Param { return Param{MoveTo: t.MoveTo, Link: t.Link} }

// AddDraft adds what a function that it calls does with the path.
func (t *Trait) AddDraft(inner Trait) {
	t.Draft = true
	t.Unsynced = t.Unsynced || inner.Unsynced
	t.Unclosed = t.Unclosed || inner.Unclosed
	t.WriteIgnored = t.WriteIgnored || inner.WriteIgnored
	t.Fixed = t.Fixed || inner.Fixed
}
