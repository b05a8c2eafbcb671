package rename_flaws

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

func writeFile(tmp string, data []byte) error {
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

func fixed(path string, data []byte) error {
	tmp := path + ".tmp"
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: shared-temp, no-dirsync;`
}

func random(path string, data []byte) error {
	tmp := fmt.Sprintf("%s.%x", path, rand.Uint64())
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

func timed(path string, data []byte) error {
	tmp := path + ".tmp-" + time.Now().Format(time.RFC3339Nano)
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

func unique(path string, data []byte) error {
	tmp := filepath.Join(filepath.Dir(path), strconv.FormatUint(rand.Uint64(), 36))
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

func sameName(name string, data []byte) error {
	base := strconv.Quote(name)
	tmp := filepath.Join("incoming", base)
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, filepath.Join("done", base)) // want `unsafely: shared-temp, no-dirsync;`
}

// A function of this package names the temporary.
func named(path string, data []byte) error {
	tmp := draftName(path)
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: shared-temp, no-dirsync;`
}

func draftName(path string) string { return path + ".tmp" }

func namedApart(path string, data []byte) error {
	tmp := draftNameApart(path)
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

func draftNameApart(path string) string { return fmt.Sprintf("%s.%d.tmp", path, os.Getpid()) }

// The callers name the temporary.
func given(tmp, path string, data []byte) error {
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: no-dirsync;`
}

func givenFixed(tmp, path string, data []byte) error {
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, path) // want `unsafely: shared-temp, no-dirsync;`
}

func giver(path string, data []byte) error {
	if err := given(fmt.Sprint(path, rand.Int()), path, data); err != nil {
		return err
	}
	return givenFixed(path+".new", path, data)
}

type store struct {
	mu   sync.Mutex
	path string
}

func (s *store) save(data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	tmp := s.path + ".tmp"
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, s.path) // want `unsafely: no-dirsync;`
}

// One goroutine does all the work of a saver.
type saver struct {
	path string
	todo chan []byte
}

func newSaver(path string) *saver {
	s := &saver{path, make(chan []byte)}
	go s.run()
	return s
}

func (s *saver) run() {
	for data := range s.todo {
		if err := s.save(data); err != nil {
			return
		}
	}
}

func (s *saver) save(data []byte) error {
	tmp := s.path + ".tmp"
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, s.path) // want `unsafely: no-dirsync;`
}

// A directory of its own.
func inOwnDirectory(name string, data []byte) error {
	dir, err := os.MkdirTemp(filepath.Dir(name), "new")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tmp := filepath.Join(dir, "content")
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `unsafely: no-dirsync;`
}

// The directory of all.
func inSystemDirectory(name string, data []byte) error {
	dir := os.TempDir()
	tmp := filepath.Join(dir, "content")
	defer os.Remove(tmp)
	if err := writeFile(tmp, data); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `unsafely: (other-dir, )?shared-temp`
}
