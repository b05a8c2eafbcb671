package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/behaviour"
)

// A reason explains why package atomicfile behaves otherwise than package os.
// It is for the behaviours, places and outcomes of atomicfile that match one
// of the patterns each, in which * stands for anything. No patterns fit all.
type reason struct {
	behaviours []string
	places     []string
	outcomes   []string
	why        string
}

func (r *reason) fits(behaviour, place, outcome string) bool {
	return matches(r.behaviours, behaviour) && matches(r.places, place) && matches(r.outcomes, outcome)
}

// reasonFor returns the index of the first reason that explains the
// difference, or -1.
func reasonFor(behaviourName, place string, got behaviour.Result) int {
	return slices.IndexFunc(reasons, func(r reason) bool {
		return r.fits(behaviourName, place, got[behaviour.Atomicfile])
	})
}

func matches(patterns []string, text string) bool {
	for _, p := range patterns {
		if regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(p), `\*`, ".*") + "$").MatchString(text) {
			return true
		}
	}
	return len(patterns) == 0
}

// reasons are tried in order: those of places and of what they do to
// everything come first.
var reasons = slices.Concat(vices, places, gains)

// gains are the differences for which the package was made, or that go with
// replacing a file.
var gains = []reason{
	{
		behaviours: []string{"hard link"},
		outcomes:   []string{"ok; f new *, other old *"},
		why:        "A rename changes one name: the others keep the old file.",
	},
	{
		behaviours: []string{"a reader has the old file open"},
		outcomes:   []string{"ok (it reads old); f new *"},
		why:        "Who has the old file open keeps it, whole.",
	},
	{
		behaviours: []string{"readers while it is written"},
		outcomes:   []string{"ok (they see old); f new *"},
		why:        "That is what the package is for: nobody sees half a file.",
	},
	{
		behaviours: []string{"killed", "the writer fails half way", "WritePath, fails half way"},
		outcomes:   []string{"*; f old *"},
		why:        "That is what the package is for: what is not complete is not published. What a killed writer leaves beside it, the next one removes.",
	},
	{
		behaviours: []string{"no room*"},
		outcomes:   []string{"ENOSPC; f old *", "ENOSPC; nothing there", "EIO; f old *", "EIO; nothing there"},
		why:        "That is what the package is for: the old file stays, and a file that is short is not published.",
	},
	{
		behaviours: []string{"it is removed meanwhile", "it is replaced meanwhile"},
		outcomes:   []string{"ok; f new *"},
		why:        "Commit publishes under the name, whatever became of the file that was there. Package os goes on writing to a file that has no name any more.",
	},
	{
		behaviours: []string{"WriteFile while Create is at work"},
		outcomes:   []string{"ok (the other: ok); f new *"},
		why:        "Each writer publishes its own content whole, and the last one wins.",
	},
	{
		behaviours: []string{"Create while Create is at work"},
		outcomes:   []string{"ok (the other: ErrInProgress); f new *"},
		why:        "The second one is told before it has done any work.",
	},
	{
		behaviours: []string{"eight WriteFile at a time"},
		outcomes:   []string{"ok; f new 0644", "ok; f new 0755", "ok; f new 0777"},
		why:        "Each publishes its own content whole.",
	},
	{
		behaviours: []string{"NoReplace, appears meanwhile"},
		outcomes:   []string{"EEXIST; f old *"},
		why:        "Whether the name is free is decided when the file is published.",
	},
	{
		behaviours: []string{"file that is a mount point"},
		outcomes:   []string{"EBUSY; f old *, real old *"},
		why:        "A mount point cannot be replaced. With InPlace it is overwritten.",
	},
	{
		behaviours: []string{"program while it is replaced"},
		outcomes:   []string{"ok (closed when it has its name); f new *"},
		why:        "It can be started at any time.",
	},
	{
		behaviours: []string{"temporary of a file of another group, 0640"},
		outcomes:   []string{"ok (meanwhile open to its owner alone); f new *"},
		why:        "The temporary is open to nobody but its owner until it has the group and the lists of the file.",
	},
	{
		behaviours: []string{"WritePath, by WriteFile of the same package"},
		outcomes:   []string{`error open *".atomic.tmp" in it is that of a temporary*`},
		why:        "A name of that pattern is refused, for the next writer would remove the file. WritePath does not need it: what it is given is a temporary already.",
	},
	{
		behaviours: []string{"of another user, 06*", "of another group, 0664", "temporary of a file of another group, 0640"},
		places:     []string{"unprivileged user*", "user namespace*", "root without CAP_CHOWN", "root without any capability"},
		outcomes:   []string{"ok*; f new *"},
		why:        "Who may not give a file to others becomes its owner by replacing it. Rights that its group had do not go to another group.",
	},
}

// remote are the places where a lock that is free proves nothing.
var remote = []string{"bindfs", "fuse-overlayfs", "ntfs-3g", "exfat*", "sshfs*", "rclone*", "loopback: *", "NFS*", "CIFS*", "9p*", "flock answers *"}

// places are the differences that are due to a file system or a container.
var places = []reason{
	{
		behaviours: []string{"killed, then *", "killed in WritePath, then again"},
		places:     remote,
		outcomes:   []string{"killed, then ok; f new *stays besides"},
		why:        "A lock that is free proves nothing there, for it may be held on another machine. So what a killed writer has left is gone round, and stays.",
	},
	{
		behaviours: []string{"Create while Create is at work"},
		places:     []string{"loopback: locks unknown", "flock answers *", "CIFS*", "rclone*"},
		outcomes:   []string{"ok (the other: ok); f new *"},
		why:        "Without locks nobody can tell that a writer lives. Each publishes its own content whole.",
	},
	{
		places:   []string{"sshfs, server without extensions"},
		outcomes: []string{"*EPERM*"},
		why:      "The server cannot rename a file onto another (nor can os.Rename), or link it. Nothing is changed, and nothing stays.",
	},
	{
		behaviours: []string{"name of 255 bytes"},
		places:     []string{"ntfs-3g"},
		why:        "ntfs-3g keeps what is replaced for a moment under a longer name, and leaves it there where that is too long.",
	},
	{
		behaviours: []string{"name in capitals"},
		places:     []string{"exfat (FUSE)"},
		outcomes:   []string{"ok; F new *"},
		why:        "Names that differ in case are one. The file gets the name by which it was written last; package os leaves a short file here.",
	},
	{
		behaviours: []string{"NoReplace, absent", "OpenFile O_EXCL, *", "killed, then NoReplace of a new name"},
		places:     []string{"exfat*", "rclone*"},
		outcomes:   []string{"EPERM; *", "EIO; *", "killed, then EPERM; *"},
		why:        "There is neither a rename that does not replace nor a link, so that whether the name is free cannot be decided in one step.",
	},
	{
		behaviours: []string{"access list"},
		places:     []string{"user namespace*"},
		outcomes:   []string{"ok; f new 0640"},
		why:        "The list lets in a user who has no number in the namespace: it cannot be written there, and the file is not opened to a group instead.",
	},
	{
		behaviours: []string{"its directory is renamed meanwhile"},
		places:     []string{"rclone*", "9p*", "CIFS*"},
		why:        "The server knows directories by their path alone, or does not rename one that is in use. The old file stays, whole.",
	},
	{
		behaviours: []string{"a reader has the old file open"},
		places:     []string{"CIFS*"},
		outcomes:   []string{"EACCES; f.atomic.saved0 new *"},
		why:        "Linux removes the old file, and then the server refuses the rename, because somebody has that open. The new one is kept, and the error says where.",
	},
	{
		behaviours: []string{"mode 0444"},
		places:     []string{"CIFS*"},
		outcomes:   []string{"ok; f new *"},
		why:        "The server takes the missing right for an attribute of DOS, which keeps the superuser from writing, but not from replacing.",
	},
}

// vices are the differences that are due to a vice.
var vices = []reason{
	{
		places:   []string{"loopback: content lost at close", "loopback: disk full is found at fsync"},
		outcomes: []string{"*EDQUOT*old*", "*EDQUOT; nothing there*", "*ENOSPC*old*", "*ENOSPC; nothing there*", "*EDQUOT; ENOENT", "*ENOSPC; ENOENT", "EDQUOT*", "ENOSPC*", "killed, then EDQUOT; *", "killed, then ENOSPC; *"},
		why:      "That is what the package is for: the error comes before the rename, and the old file stays.",
	},
	{
		behaviours: []string{"extended attribute", "access list", "default list, file without"},
		places:     []string{"loopback: attributes unreadable"},
		outcomes:   []string{"ok; f new *"},
		why:        "What cannot be read is not kept; package os does not look at it.",
	},
	{
		places:   []string{"loopback: mode, owner and times not settable"},
		outcomes: []string{"*new 0600*", "*f new 0700*", "*f new 0400*"},
		why:      "A file of another owner or group, or with a list, is begun with the rights of its owner alone, and those of others cannot be added there.",
	},
	{
		behaviours: []string{"Chmod 0600 before the secret", "it is replaced meanwhile"},
		places:     []string{"loopback: mode, owner and times not settable"},
		outcomes:   []string{"EPERM; f old *"},
		why:        "The rights that the new file was begun with cannot be taken away there, and it is not published with more than it may have. The old one stays.",
	},
	{
		behaviours: []string{"program while it is replaced"},
		places:     []string{"loopback: reply to rename lost", "loopback: rename sent twice"},
		outcomes:   []string{"ok (nothing is seen of it); f new *"},
		why:        "The system does not know that the file was renamed, and tells nobody.",
	},
	{
		behaviours: []string{"WritePath, by another temporary", "its directory is renamed meanwhile", "it is replaced meanwhile"},
		places:     []string{"loopback: reply to rename lost", "loopback: rename sent twice"},
		outcomes:   []string{"EIO, not a PathError; *", "ENOENT, not a PathError; *"},
		why:        "It is a rename of the caller, by os.Rename, that fails here: the old file stays.",
	},
}
