package alice

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// umask is that of the guest.
const umask = 0o022

// A tracker follows the calls of a process, and notes what they do to the
// files in one directory. What it does not understand it refuses: a call that
// was overlooked would make the states it computes worthless.
type tracker struct {
	root  string
	now   disk // as programs see it
	open  map[int]*handle
	ops   []op
	opsAt []int // how many ops there were after each line of the trace
	taken int
}

// A handle is an open descriptor of a file in the directory, or of a directory.
type handle struct {
	inode  inode
	isDir  bool
	dir    string // relative to the root
	offset int64
}

func newTracker(root string, before *disk) *tracker {
	return &tracker{root: root, now: before.clone(), open: make(map[int]*handle)}
}

// within returns the part of a path that is relative to the root, if it is in it.
func (t *tracker) within(name string) (string, bool) {
	if name == t.root {
		return ".", true
	}
	return strings.CutPrefix(name, t.root+"/")
}

// resolve returns the path that a directory descriptor and a name stand for,
// relative to the root.
func (t *tracker) resolve(c *call, dirArg, nameArg int) (string, bool, error) {
	name, err := c.text(nameArg)
	if err != nil {
		return "", false, err
	}
	if !filepath.IsAbs(name) && dirArg >= 0 {
		_, dir, err := c.descriptor(dirArg)
		if err != nil {
			return "", false, err
		}
		name = filepath.Join(dir, name)
	}
	rel, ok := t.within(filepath.Clean(name))
	return rel, ok, nil
}

// handle returns what the descriptor in an argument is open on, or nil.
func (t *tracker) handle(c *call, i int) *handle {
	fd, _, err := c.descriptor(i)
	if err != nil {
		return nil
	}
	return t.open[fd]
}

// touches reports whether any argument, or the result, is of the directory.
func (t *tracker) touches(c *call) bool {
	for _, arg := range append(c.args, c.result) {
		name, ok := unhex(arg)
		if !ok {
			_, p, err := descriptor(arg)
			name, ok = p, err == nil
		}
		if _, in := t.within(filepath.Clean(name)); ok && in {
			return true
		}
	}
	return false
}

// take notes what one call does.
func (t *tracker) take(c *call) error {
	t.taken++
	for len(t.opsAt) < c.line { // lines on which calls were entered, among others
		t.opsAt = append(t.opsAt, len(t.ops))
	}
	defer func() { t.opsAt = append(t.opsAt, len(t.ops)) }()
	do, known := calls[c.name]
	switch {
	case c.failed():
		return nil
	case known && do == nil:
		return nil
	case known:
		return do(t, c)
	case strings.HasPrefix(c.name, "syscall_"), t.touches(c):
		return fmt.Errorf("%v(%.200s): it is not known what this does to a file", c, strings.Join(c.args, ", "))
	}
	return nil
}

// add notes an op.
func (t *tracker) add(c *call, o op) {
	o.begun = len(t.ops)
	if c.begun < len(t.opsAt) {
		o.begun = t.opsAt[c.begun]
	}
	t.ops = append(t.ops, o)
}

// commit notes a line by which the guest reports a round.
func (t *tracker) commit(c *call, line string) error {
	var r workload.Round
	if err := json.Unmarshal([]byte(strings.TrimPrefix(line, workload.Mark)), &r); err != nil {
		return fmt.Errorf("%v: %w", c, err)
	}
	t.add(c, op{kind: opCommit, round: r})
	return nil
}

// create notes a new file.
func (t *tracker) create(c *call, name string, mode uint32) inode {
	i := inode(len(t.now.files))
	t.now.names[name] = i
	t.now.files[i] = &file{mode: mode &^ umask}
	t.add(c, op{kind: opCreate, inode: i, name: name, mode: mode &^ umask})
	return i
}

// write notes that data was written.
func (t *tracker) write(c *call, i inode, off int64, data []byte) {
	f := t.now.files[i]
	f.put(off, data)
	f.size = max(f.size, off+int64(len(data)))
	t.add(c, op{kind: opWrite, inode: i, off: off, data: data})
}

// rename notes that a name goes to another file.
func (t *tracker) rename(c *call, from, to string) error {
	i, ok := t.now.names[from]
	if !ok {
		return fmt.Errorf("%v: renames %s, of which nothing is known", c, from)
	}
	delete(t.now.names, from)
	t.now.names[to] = i
	t.add(c, op{kind: opRename, inode: i, from: from, name: to})
	return nil
}

// dirOf returns the directory of a name.
func dirOf(name string) string { return path.Dir(name) }
