package alice

import "github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"

// An inode is a file, by whatever names.
type inode int

// An op is what a system call changes, or makes durable.
type op struct {
	kind  opKind
	begun int // how many ops there were when the call was entered

	inode inode
	name  string // of link, unlink; the new one of rename
	from  string // of rename
	off   int64  // of write, in bytes
	data  []byte
	size  int64  // of truncate and allocate, in bytes
	mode  uint32 // of link, if that creates the file, and of chmod
	dir   string // that is synced
	round workload.Round
}

type opKind int

const (
	opCreate   opKind = iota // a new file gets a name
	opLink                   // a file gets another name
	opUnlink                 // a name goes
	opRename                 // a name goes, and another stands for the file
	opWrite                  // bytes change
	opTruncate               // the size is set
	opAllocate               // the size grows, by zeros
	opChmod                  // the mode changes
	opSync                   // a file is made durable
	opSyncDir                // a directory is made durable
	opSyncAll                // everything is made durable
	opCommit                 // the writer has returned
)
