// Package atomicfile writes files that are either complete or not there.
//
// A file that was half written when the disk filled, the process died or the
// power went is worse than no file: the next reader takes it for a finished
// one. This package writes to a temporary file beside the destination, makes
// it durable, and renames it onto the destination only when everything went
// well. On any error it removes it.
//
// # Use
//
// [WriteFile] and [Create] are drop-ins for their namesakes in package os:
//
//	err := atomicfile.WriteFile(name, data, 0o644)
//
//	f, err := atomicfile.Create(name)
//	if err != nil {
//		return err
//	}
//	defer f.Close() // discards what was not committed
//	...             // f is an io.Writer, io.ReaderFrom, io.Seeker, ...
//	return f.Commit()
//
// In a function with a named error result, one deferred call does both:
//
//	defer f.Finish(&err)
//
// [Write] is the same with a function literal for the body, [WriteFrom] copies
// an [io.Reader], [WritePath] is for libraries and child processes that insist
// on a path, and a [Batch] publishes many files at the price of one. [Rename] is
// for a temporary that was written without this package.
//
// # Guarantee
//
// At every moment the destination's name stands for the old file, whole, or
// for the new one, whole, whatever happens to the writer: an error (also one
// that was overlooked: see [File.Commit]), a panic, [runtime.Goexit], the end
// of the process by any signal, a second writer, a power cut. A function that
// returns nil has put the new content on the disk, under its name. One that
// returns an error has changed nothing, unless errors.Is(err, [ErrNotDurable])
// is true: then the new file is published, and only its survival of a power
// cut is in doubt.
//
// No temporary remains, except if the process is killed. What it leaves, the
// next writer of the same destination removes by itself.
//
// Meanwhile nobody can open the temporary who could not open the destination:
// of an existing file it has the owner's rights alone, until it has the same
// group and access list.
//
// Everything else is as with package os: the mode of a new file is perm less
// the umask, or what the directory's default ACL says; an existing file keeps
// its mode, and on Unix its owner and group, and on Linux its extended
// attributes and ACL, as far as that is permitted, and with fewer rights where
// it is not; set-ID bits go where write(2) or chown(2) would drop them, and
// where they cannot be set again; symbolic links are followed and stay; what is
// no regular file (a device, a FIFO, /dev/stdout, a control file of /proc or
// /sys) is written to as it is; a file that may not be written to is not
// replaced, nor one that Linux would not open for writing in a directory like
// /tmp. Errors are of type [*fs.PathError], with the destination as the caller
// wrote it.
//
// # Protocol
//
// What one write does on Linux, in order, and why:
//
//  1. open(dir). The directory of the destination is opened, and every later
//     call names files relative to it, so that a directory renamed meanwhile
//     does no harm. If the last component is a symbolic link, it is the
//     directory of the link's target.
//  2. statx(dest), faccessat(dest, W_OK). What is not a regular file is
//     opened and written to instead. Renaming needs no right to write the file
//     it replaces; package os does, and so does this package.
//  3. openat(dest.atomic.tmp, O_CREAT|O_EXCL|O_NOFOLLOW), with perm, or for an
//     existing file the rights of its owner. In the same directory, for
//     rename(2) works within one file system only. O_EXCL excludes other
//     writers, and files planted by others.
//  4. flock(LOCK_EX|LOCK_NB), statx. The lock lasts until after the rename. It
//     goes with the process, and so tells the living from the dead, which
//     neither process numbers nor times do. Between 3 and 4 another writer may
//     have taken the file for a leftover; then its link count is 0, and 3 is
//     tried again.
//  5. write. The first error is kept, and Commit returns it. Large files are
//     handed to the disk each MiB by sync_file_range(2), which saves up to
//     three tenths of the time; where that reserves anything, the room for
//     content of known size is reserved by fallocate(2), so that a full disk is
//     known before it is filled.
//  6. fchown(-1, group), fsetxattr, fchmod, fchown(owner, -1). The new file gets
//     what the old one had, on the descriptor, and before the sync, which so
//     covers it. The group and the list come before the mode, which gives
//     rights to them, and the owner last, because only an owner may do the
//     rest. (On btrfs the rename would take a changed mode back in a crash, and
//     some FUSE file systems have no changes of the mode. So on btrfs and where
//     the kernel itself does not keep the file, it is made with its final mode, if
//     group and lists are known to be the same; otherwise step 7 is preceded by
//     syncfs on btrfs.)
//  7. fsync. Without it, the rename may reach the disk before the content:
//     after a power cut the file is empty or short (Pillai et al., OSDI 2014).
//     If it fails, all is discarded, and nothing is tried again, for the
//     kernel has marked the pages clean (Rebello et al., USENIX ATC 2020).
//  8. close, if the file system is not kept by the kernel itself (NFS, CIFS, 9p,
//     FUSE): it may take the content as late as now, and refuse it, and refuse
//     to rename a file that is open. If the file can be executed, the
//     descriptor is exchanged for one that can only read, which gets the lock,
//     because a program that is open for writing cannot be started (ETXTBSY,
//     execve(2)).
//  9. statx(dest.atomic.tmp). If the name does not stand for the file that was
//     written any more, somebody interfered, and nothing is published.
//  10. renameat2. It replaces the destination in one step (rename(2)). With
//     [NoReplace] it has RENAME_NOREPLACE, or else link and unlink do the same.
//     After an error the names are looked at: a server may have renamed the
//     file, and its answer got lost.
//  11. fsync(dir). It makes the rename durable (fsync(2)). A file system that
//     cannot sync a directory says EINVAL or ENOTSUP, which is no error; any
//     other is ErrNotDurable.
//  12. close, and with it the lock is dropped.
//
// A destination that vanishes or is replaced between two of these steps is
// looked at again, and an interrupted call is made again.
//
// # Leftovers
//
// The name is the proof: dest.atomic.tmp is the name of an unfinished write of
// dest, and of nothing else, for this package refuses to publish a file under
// such a name. It holds whatever a reader, a backup, a clock or a power cut
// does to the file.
//
// A writer that finds the name taken at step 3 opens the file, takes its lock
// without waiting, checks that the name still stands for the file it has
// locked, and removes it. The check is needed: the owner may have renamed the
// file onto the destination between the opening and the locking, and without
// the look at the name the writer would then take the destination itself for a
// leftover.
//
// If the lock is held, the writer lives: Create returns [ErrInProgress], and
// WriteFile, WriteFrom and [Concurrent] use dest.1.atomic.tmp instead, or the
// next number that is free, so that the last rename wins. So they do, and Create
// as well, where nothing can be told: the file may not be opened, or is no
// regular file, or somebody reads it under a shared lock, or the lock is free on
// a file system that is not known to keep its locks on this machine. Which do is
// a list; a network file system or FUSE is not on it.
//
// A number belongs to who holds the lock of dest.01.atomic.tmp, an empty file,
// and so on. Each writer looks whether there is that file, and if so, removes
// what the dead left under this and higher numbers. A temporary that
// [WritePath] hands out has such a file too, because its own lock is worth
// nothing once another file is put in its place.
//
// # What the options give up
//
// [WithSync]([SyncFile]) leaves out step 11: after a power cut the destination
// may be the old file, though WriteFile returned. [SyncNone] leaves out step 7
// as well: then it may be empty or short. A crash of the process alone does no
// harm with either. [InPlace] overwrites a file that cannot be replaced, under
// its lock; while it does, readers see a mixture, and a crash leaves one. [Concurrent] gives
// up the error that tells of a second writer.
//
// # What cannot be promised
//
//   - Hard links are split: the other names keep the old content. Watchers of
//     the inode, and programs that have the old file open, see no change.
//     Watchers of the directory see IN_MOVED_TO when the file is complete, and
//     IN_CLOSE_WRITE after it, which they may ignore.
//   - What others change of the destination, its content, mode or owner, between
//     the last look at it and the rename is lost.
//   - The directory must be writable, and a file that is a mount point of its
//     own (a single-file bind mount) cannot be replaced; see [InPlace]. Where
//     files can be made, but not removed or renamed (chattr +a, Landlock), the
//     first few that are made to no avail stay.
//   - Creation and change times, inode flags (chattr(1)) and Windows attributes
//     such as hidden are those of a new file, and so are on systems other than
//     Linux extended attributes and ACLs. To copy flags would take two system
//     calls more in each write; a file that is immutable or may only be
//     appended to is not replaced, but one with fs-verity is.
//   - A temporary is in the directory of the destination, and programs that
//     read all of it may meet it: x.atomic.tmp is matched by "include dir/*",
//     plot.atomic.tmp.png by *.png. Names that end in .tmp most of them leave
//     out; what WritePath hands out must end as its destination does.
//   - On network file systems and FUSE a free lock proves nothing, and what a
//     killed writer leaves stays, and is gone round; so also on AIX, Solaris,
//     Plan 9, js and wasip1. How atomic and durable a rename is on a network
//     file system, the server decides (nfs(5)). On CIFS no lock is held, for it
//     would keep others from reading; so two Creates at a time are not told of
//     each other, and the last wins. As long as a reader has the destination
//     open there, Linux removes it and then cannot put another in its place:
//     that is tried for a second, and then the new content is kept, and the
//     error says where.
//   - A directory on a local disk that is also written to by way of a server, of
//     FUSE or of an overlay has other locks there. So a writer on the disk takes
//     the temporary of one that came the other way for a leftover, and that one
//     fails.
//   - With a umask that takes the right to read from the owner, a user other than
//     root cannot open what a killed writer has left, so that it stays.
//   - Who can read a temporary can lock it, as any file (flock(1)): alone, and
//     he seems to be a live writer as long as he does.
//   - FAT has no journal, and renames of it are not safe against power cuts.
//   - A disk that says it has written what it has not. Darwin's fsync(2) does
//     not ask the disk at all; F_BARRIERFSYNC and F_FULLFSYNC are used there.
//     A directory that may be searched but not listed is synced with its whole
//     file system, on Linux by syncfs(2); on other systems sync(2) may return
//     before it is done, as it does on FreeBSD, Solaris and AIX.
//   - On Windows a destination that another program has open without sharing
//     it for deletion can only be replaced where the system renames with POSIX
//     semantics (NTFS, since Windows 10 1709), and not if it is mapped into
//     memory. A rename that fails because a virus scanner has the file open is
//     tried again for two seconds, not longer: who waits for a minute may as
//     well try again himself. Its ACL becomes that of a new file.
//   - Plan 9 has no rename that replaces; the name is free for a moment.
package atomicfile
