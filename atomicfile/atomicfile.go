package atomicfile

import (
	"io"
	"io/fs"
	"os"
)

// WriteFile writes data to the named file, replacing it in one step. It is a
// drop-in for os.WriteFile: a new file gets perm less the umask, an existing
// one keeps its mode, and a name that is no regular file, such as /dev/stdout,
// is written to as it is.
//
// When WriteFile returns nil the new content is on the disk, under its name.
// After an error the destination is as it was, unless errors.Is(err,
// ErrNotDurable), or unless it is not a regular file. Errors are of type
// *fs.PathError.
//
// Several WriteFile calls for one name may run at a time, in one process or
// many: each publishes its own content whole, and the last one wins.
func WriteFile(name string, data []byte, perm fs.FileMode) error {
	return writeFile(name, data, options{perm: perm, access: os.O_WRONLY, concurrent: true})
}

func writeFile(name string, data []byte, o options) error {
	s := stage{name: name, opt: o}
	direct, err := s.begin()
	if direct != nil {
		return writeDirect(direct, name, data)
	}
	if err != nil {
		return err
	}
	if err := s.write(data); err != nil {
		s.discard()
		return err
	}
	return s.publish()
}

// writeDirect writes data to f, the file itself, and closes it.
func writeDirect(f *os.File, name string, data []byte) error {
	_, err := f.Write(data)
	cerr := f.Close()
	return first(pathError("write", name, err), pathError("close", name, cerr))
}

// Write creates the named file, calls fill to write its content, and
// publishes it if fill returns nil. If fill returns an error, panics or calls
// runtime.Goexit, the destination stays as it was, and the error is returned
// as it is.
func Write(name string, fill func(*File) error, opts ...Option) error {
	f, err := Create(name, opts...)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := fill(f); err != nil {
		return err
	}
	return f.Commit()
}

// WriteFrom writes everything that r gives, up to io.EOF, to the named file,
// and publishes it if neither reading nor writing failed. It returns the
// number of bytes written. Like WriteFile it lets several writers of one name
// run at a time, of which the last wins.
func WriteFrom(name string, r io.Reader, opts ...Option) (int64, error) {
	f, err := create(name, append([]Option{Concurrent()}, opts...))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, err := f.ReadFrom(r)
	if err != nil {
		return n, err
	}
	return n, f.Commit()
}
