package driver

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"flag"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// cacheEnv names the directory of the fact cache, or is "off".
const cacheEnv = "ATOMICLINT_CACHE"

// cacheDays is how many days facts are kept that no run asks for.
const cacheDays = 30

// A factCache keeps the facts of dependencies from one run to the next, as
// their source seldom changes and checking it takes most of the time. There is
// one file for each build of this command and its settings.
//
// A key stands for all else that the facts depend on. See factStore.key.
type factCache struct {
	file    string // "" if nothing is kept
	today   int    // days since 1970
	mu      sync.Mutex
	entries map[string]cachedFacts
	changed bool
	spoiled bool // facts may be incomplete
}

// cachedFacts are the facts of one package, each encoded by gob.
type cachedFacts struct {
	Day   int // when they were asked for last
	Facts [][]byte
}

// openFactCache reads what earlier runs have kept for the analyzer. What cannot
// be read is made anew.
func openFactCache(a *analysis.Analyzer) *factCache {
	c := &factCache{today: int(time.Now().Unix() / (24 * 60 * 60)), entries: make(map[string]cachedFacts)}
	dir := os.Getenv(cacheEnv)
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return c // as the go command has none either
		}
		dir = filepath.Join(user, "atomiclint")
	}
	own := sha256.New()
	if dir == "off" || hashSelf(own) != nil {
		return c
	}
	a.Flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(own, "%s=%q\n", f.Name, f.Value) })
	c.file = filepath.Join(dir, "facts-"+hex.EncodeToString(own.Sum(nil)[:16]))
	data, err := os.ReadFile(c.file)
	if err != nil || gob.NewDecoder(bytes.NewReader(data)).Decode(&c.entries) != nil {
		c.entries = make(map[string]cachedFacts)
	}
	return c
}

// hashSelf adds this binary to h, which no other is like.
func hashSelf(h hash.Hash) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(exe)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(h, f)
	return err
}

// get returns the facts that are kept under key.
func (c *factCache) get(key string) (facts []analysis.Fact, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	for _, data := range e.Facts {
		var fact analysis.Fact
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&fact); err != nil {
			return nil, false
		}
		facts = append(facts, fact)
	}
	if e.Day != c.today {
		e.Day, c.changed = c.today, true
		c.entries[key] = e
	}
	return facts, true
}

// put keeps facts under key, if it is not "".
func (c *factCache) put(key string, facts []analysis.Fact) {
	if key == "" || c.file == "" {
		return
	}
	e := cachedFacts{Day: c.today}
	for _, fact := range facts {
		var out bytes.Buffer
		if err := gob.NewEncoder(&out).Encode(&fact); err != nil {
			return // it is made anew then
		}
		e.Facts = append(e.Facts, out.Bytes())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key], c.changed = e, true
}

// spoil has nothing of this run kept.
func (c *factCache) spoil() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.spoiled = true
}

// save writes what was added, but for what nobody has asked for of late. Of two
// runs at a time the last one's facts stay.
func (c *factCache) save() error {
	if !c.changed || c.spoiled {
		return nil
	}
	maps.DeleteFunc(c.entries, func(_ string, e cachedFacts) bool { return e.Day < c.today-cacheDays })
	var out bytes.Buffer
	if err := gob.NewEncoder(&out).Encode(c.entries); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.file), 0o777); err != nil {
		return err
	}
	c.removeOld()
	return atomicfile.Write(c.file, func(f *atomicfile.File) error {
		_, err := f.Write(out.Bytes())
		return err
	}, atomicfile.WithSync(atomicfile.SyncNone), atomicfile.Concurrent())
}

// removeOld removes the files of other versions and settings that have not been
// written for long.
func (c *factCache) removeOld() {
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(c.file), "facts-*"))
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > cacheDays*24*time.Hour {
			os.Remove(file)
		}
	}
}

// key returns the key of the facts about u, or "" if they cannot be kept. They
// depend on what is in the package, in its dependencies, and in theirs. Of a
// package the name of the file with its export data tells: it is the hash of
// what the compiler made of it, with the hash of what went in
// (https://pkg.go.dev/cmd/go/internal/cache).
func (s *factStore) key(u *unit) string {
	if u.pkg.ExportFile == "" {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s %s\n", u.pkg.PkgPath, filepath.Base(u.pkg.ExportFile))
	for _, path := range slices.Sorted(maps.Keys(u.pkg.Imports)) {
		dep := s.units[u.pkg.Imports[path]]
		if standard(dep.pkg) {
			continue // has no facts
		}
		key := dep.key()
		if key == "" {
			return ""
		}
		fmt.Fprintf(h, "%s %s\n", path, key)
	}
	return string(h.Sum(nil))
}

// dependencyFacts returns the facts about u, which is not to be analyzed.
func (s *factStore) dependencyFacts(u *unit) []analysis.Fact {
	if standard(u.pkg) {
		return nil
	}
	if facts, ok := s.cache.get(u.key()); ok {
		return facts
	}
	var facts []analysis.Fact
	if s.concerned(u) {
		pass := s.pass(u)
		if err := s.check.load(pass, u.pkg); err != nil {
			s.cache.spoil() // of facts that lack these
			return nil      // the go command says what is wrong, if it matters
		}
		facts = prepare(s.main, pass).facts
	}
	s.cache.put(u.key(), facts)
	return facts
}
