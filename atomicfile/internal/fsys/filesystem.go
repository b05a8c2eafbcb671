package fsys

// A Type is what is known of a file system.
type Type struct {
	// Local says that the kernel itself keeps the files. Otherwise another
	// machine, or a program, does, and may refuse what was written as late as
	// when the file is closed, or refuse to rename a file that is open.
	Local bool

	// LocksOut says that a lock keeps others from reading the file.
	LocksOut bool

	// RevertsModes says that a rename may take the last change of a file's
	// mode back in a crash, unless the whole file system was synced between.
	RevertsModes bool
}

// Type returns the type of the directory's file system, on which the file is.
func (d Dir) Type(file *Info) Type {
	if d.hook != nil && d.hook.Type != nil {
		return *d.hook.Type
	}
	return d.typeOf(file)
}

// ProvesDeath reports whether a lock that is free proves that the writer is
// dead: whether the kernel keeps the locks itself, for all who can reach the
// file. Of most file systems that is not known.
func (d Dir) ProvesDeath() bool {
	if d.hook != nil && d.hook.Type != nil {
		return d.hook.Type.Local
	}
	return d.provesDeath()
}
