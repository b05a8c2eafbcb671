package atomicfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// A callRow is one way to write dest, and the calls that it makes. What stands
// before a call says what becomes of the write if that fails: "!" an error, and
// the destination is as it was; "~" ErrNotDurable; "." nothing, it is as if it
// had succeeded.
type callRow struct {
	name  string
	setup func() error
	fail  map[string]error
	write func(atomicfile.Option) error
	calls []string
	keeps bool // nothing is to be published
}

// What most writes do, in order. T stands for the temporary, and G for the file
// that guards it where there is one.
const (
	look    = "! opendir, ! lstat dest"
	lookOld = look + ", ! access dest"
	claim   = ". exists G, ! create T, . lock T, ! stat T"
	write   = "! write T"
	again   = "! lstat dest" // it may have changed since
	keep    = ". listattrs dest, . hasattr T"
	chmod   = "! chmod T"
	rename  = "! lstat T, ! rename T dest"
	swap    = "! sync T, " + rename
	endure  = "~ syncdir"
	end     = ". close T, . closedir"
	discard = ". lstat T, . unlink T, . close T, . closedir"

	// Where there is a guard.
	take    = "! create G, . lock G, ! stat G, ! create T, ! stat T"
	guard   = ". exists G, . exists dest.atomic.tmp, " + take // of WritePath
	unguard = ". exists dest.02.atomic.tmp, . unlink G, . exists dest.02.atomic.tmp, . close G"
	hand    = "! close T, ! lstat T, ! open T, ! stat T" // WritePath hands it out, and takes it back
)

// calls returns the calls of the parts, in which the temporary has that name.
func callsOf(temp string, parts ...string) (calls []string) {
	names := strings.NewReplacer("T", temp, "G", "dest.01.atomic.tmp")
	for _, part := range parts {
		for call := range strings.SplitSeq(part, ", ") {
			calls = append(calls, names.Replace(call))
		}
	}
	return calls
}

func inFirst(parts ...string) []string { return callsOf("dest.atomic.tmp", parts...) }

func callRows() []callRow {
	commit := (*atomicfile.File).Commit
	return []callRow{
		{name: "WriteFile, new", write: writeWith(),
			calls: inFirst(look, claim, write, swap, endure, end)},
		{name: "WriteFile, existing", setup: oldDest(0o644), write: writeWith(),
			calls: inFirst(lookOld, claim, write, keep, chmod, swap, endure, end)},
		{name: "WriteFile, existing, nobody else's", setup: oldDest(0o600), write: writeWith(),
			calls: inFirst(lookOld, claim, write, keep, swap, endure, end)},
		{name: "WriteFile, existing, executable", setup: oldDest(0o755), write: writeWith(),
			calls: inFirst(lookOld, claim, write, keep, chmod, "! sync T, . open T, ! stat T, . lockshared T, . lockshared T, ! close T", rename, endure, end)},
		{name: "WriteFile, leftover", setup: leftoverOfDest, write: writeWith(),
			calls: inFirst(look, ". exists G, ! create T, . lstat T, . open T, . stat T, . lock T, . lstat T, . unlink T, . close T, ! create T, . lock T, ! stat T",
				write, swap, endure, end)},
		{name: "WriteFile, live writer", write: besideLive(writeWith()),
			calls: callsOf("dest.1.atomic.tmp", look, ". exists G, ! create dest.atomic.tmp, . lstat dest.atomic.tmp, . open dest.atomic.tmp",
				". stat dest.atomic.tmp, . lock dest.atomic.tmp, . lockshared dest.atomic.tmp, . close dest.atomic.tmp",
				take, write, swap, unguard, endure, end)},
		{name: "WriteFile, 1 MiB", write: writeLarge,
			calls: inFirst(look, claim, write, ". writeback T", swap, endure, end)},
		{name: "WriteFile, symbolic link", setup: linkedDest, write: writeLink,
			calls: inFirst("! opendir, ! lstat link, ! pin link, ! stat link, ! readlink link, . close link, ! statdir, . closedir",
				lookOld, claim, write, keep, chmod, swap, endure, end)},
		{name: "In", write: inRootWith,
			calls: inFirst(look, claim, write, swap, endure, end)},
		{name: "Create", setup: oldDest(0o644), write: createWith(commit),
			calls: inFirst(lookOld, claim, write, again, keep, chmod, swap, endure, end)},
		{name: "WriteFrom", write: writeFromReader, // which is ReadFrom, and that Write
			calls: inFirst(look, claim, write, write, again, swap, endure, end)},
		{name: "Create, discarded", setup: oldDest(0o644), write: createWith((*atomicfile.File).Close), keeps: true,
			calls: inFirst(lookOld, claim, write, discard)},
		{name: "Create, SyncFile", write: createWith(commit, atomicfile.WithSync(atomicfile.SyncFile)),
			calls: inFirst(look, claim, write, again, swap, end)},
		{name: "Create, SyncNone", write: createWith(commit, atomicfile.WithSync(atomicfile.SyncNone)),
			calls: inFirst(look, claim, write, again, rename, end)},
		{name: "Create, Chmod", write: createWith(narrowAndCommit),
			calls: inFirst(look, claim, write, chmod, again, swap, endure, end)},
		{name: "Create, 1 MiB each", write: createLarge(atomicfile.SyncFull),
			calls: inFirst(look, claim, write, ". writeback T", write, ". writeback T", write, ". writeback T", write, write, ". writeback T",
				again, swap, endure, end)},
		{name: "Create, 1 MiB each, SyncNone", write: createLarge(atomicfile.SyncNone),
			calls: inFirst(look, claim, write, write, write, write, write, again, rename, end)},
		{name: "Create, 1 MiB of a file", write: createFrom,
			calls: inFirst(look, claim, write, ". writeback T", again, swap, endure, end)},
		{name: "NoReplace", write: createWith(commit, atomicfile.NoReplace()),
			calls: inFirst(look, claim, write, again, "! sync T, ! lstat T, ! renamenew T dest", endure, end)},
		{name: "NoReplace by link", fail: map[string]error{"renamenew dest.atomic.tmp dest": syscall.EINVAL},
			write: createWith(commit, atomicfile.NoReplace()),
			calls: inFirst(look, claim, write, again, "! sync T, ! lstat T, ! renamenew T dest, ! link T dest, . unlink T", endure, end)},
		{name: "InPlace", setup: oldDest(0o644), fail: map[string]error{"rename dest.atomic.tmp dest": syscall.EBUSY},
			write: createWith(commit, atomicfile.InPlace()),
			calls: inFirst(lookOld, claim, write, again, keep, chmod, swap, ". lstat dest, . lstat T, ! syncdir",
				"! open T, ! stat T, ! open dest, ! stat dest, . lock dest, ! overwrite dest, ! sync dest, ! close dest, . unlink T", endure, end)},
		{name: "WritePath", setup: oldDest(0o644), write: pathWith,
			calls: callsOf("dest.001.atomic.tmp", lookOld, ". statdir, . hasattr, . listattrs dest", guard, hand, again, keep, swap, unguard, endure, end)},
		{name: "WritePath, executable", setup: oldDest(0o755), write: pathWith,
			calls: callsOf("dest.001.atomic.tmp", lookOld, ". statdir, . hasattr, . listattrs dest", guard, hand, again, keep, swap, unguard, endure, end)},
		{name: "WritePath, replaced", setup: oldDest(0o644), write: pathReplacedWith,
			calls: callsOf("dest.001.atomic.tmp", lookOld, ". statdir, . hasattr, . listattrs dest", guard, hand, again, keep, swap, unguard, endure, end)},
		{name: "Batch", setup: oldDest(0o644), write: batchWith,
			calls: inFirst("! opendir, ! statdir, ! lstat dest, ! access dest", claim, write, ". writeback T", again, keep, chmod, swap, endure, end)},
		{name: "Batch, closed", setup: oldDest(0o644), write: batchClosedWith, keeps: true,
			calls: inFirst("! opendir, ! statdir, ! lstat dest, ! access dest", claim, write, ". writeback T", discard)},
	}
}

func oldDest(mode fs.FileMode) func() error {
	return func() error { return errors.Join(os.WriteFile("dest", []byte("old"), mode), os.Chmod("dest", mode)) }
}

func linkedDest() error { return errors.Join(oldDest(0o644)(), os.Symlink("dest", "link")) }

func leftoverOfDest() error { return os.WriteFile("dest.atomic.tmp", []byte("half"), 0o600) }

func writeWith(opts ...atomicfile.Option) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		return atomicfile.WriteFileWith("dest", []byte("new"), 0o644, append(opts, watch)...)
	}
}

func writeFromReader(watch atomicfile.Option) error {
	_, err := atomicfile.WriteFrom("dest", strings.NewReader("new"), watch)
	return err
}

func writeLarge(watch atomicfile.Option) error {
	return atomicfile.WriteFileWith("dest", bytes.Repeat([]byte("new\n"), 1<<18), 0o644, watch)
}

func createLarge(level atomicfile.SyncLevel) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		data := bytes.Repeat([]byte("new\n"), 1<<18)
		return atomicfile.Write("dest", func(f *atomicfile.File) error {
			if _, err := f.Write(data); err != nil {
				return err
			}
			if _, err := f.WriteString(string(data)); err != nil {
				return err
			}
			if _, err := f.WriteAt(data, int64(2*len(data))); err != nil {
				return err
			}
			_, err := f.ReadFrom(bytes.NewReader(data))
			return err
		}, atomicfile.WithSync(level), watch)
	}
}

func createFrom(watch atomicfile.Option) error {
	if err := os.WriteFile("source", bytes.Repeat([]byte("new\n"), 1<<18), 0o644); err != nil {
		return err
	}
	source, err := os.Open("source")
	if err != nil {
		return err
	}
	defer source.Close()
	return atomicfile.Write("dest", func(f *atomicfile.File) error {
		_, err := f.ReadFrom(source)
		return err
	}, watch)
}

func writeLink(watch atomicfile.Option) error {
	return atomicfile.WriteFileWith("link", []byte("new"), 0o644, watch)
}

func createWith(end func(*atomicfile.File) error, opts ...atomicfile.Option) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		f, err := atomicfile.Create("dest", append(opts, watch)...)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.WriteString("new"); err != nil {
			return err
		}
		return end(f)
	}
}

func narrowAndCommit(f *atomicfile.File) error {
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	return f.Commit()
}

// besideLive has another writer of dest be at work meanwhile.
func besideLive(write func(atomicfile.Option) error) func(atomicfile.Option) error {
	return func(watch atomicfile.Option) error {
		f, err := atomicfile.Create("dest")
		if err != nil {
			return err
		}
		defer f.Close()
		return write(watch)
	}
}

func inRootWith(watch atomicfile.Option) error {
	root, err := os.OpenRoot(".")
	if err != nil {
		return err
	}
	defer root.Close()
	return writeWith(atomicfile.In(root))(watch)
}

func pathWith(watch atomicfile.Option) error {
	return atomicfile.WritePath("dest", func(tmp string) error { return os.WriteFile(tmp, []byte("new"), 0o644) }, watch)
}

func pathReplacedWith(watch atomicfile.Option) error {
	return atomicfile.WritePath("dest", func(tmp string) error {
		return errors.Join(os.WriteFile("other", []byte("new"), 0o644), os.Rename("other", tmp))
	}, watch)
}

func batchWith(watch atomicfile.Option) error {
	var b atomicfile.Batch
	defer b.Close()
	if err := b.WriteFile("dest", []byte("new"), 0o644, watch); err != nil {
		return err
	}
	return b.Commit()
}

func batchClosedWith(watch atomicfile.Option) error {
	var b atomicfile.Batch
	defer b.Close()
	return b.WriteFile("dest", []byte("new"), 0o644, watch)
}
