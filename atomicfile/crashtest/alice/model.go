package alice

// A Model says what a file system may lose in a crash of what was not synced.
// What was, and by fsync(2) of what, is in each.
type Model struct {
	Name string
	Text string

	// ordered says that changes of metadata (names, sizes, modes) reach the
	// disk in the order in which they were made, as those of a journal do.
	ordered bool

	// shared says that syncing one file makes all changes of metadata so far
	// durable, because all are in one journal.
	shared bool
}

// Models returns all models, the one that loses most first.
func Models() []Model {
	return []Model{
		{Name: "model: posix", Text: "any change may be lost, and any other survive, that no fsync of its own file or directory covers"},
		{Name: "model: ordered", Text: "changes of names, sizes and modes survive in order; those of content in any", ordered: true},
		{Name: "model: journal", Text: "as ordered, and any fsync makes all names, sizes and modes so far durable", ordered: true, shared: true},
	}
}
