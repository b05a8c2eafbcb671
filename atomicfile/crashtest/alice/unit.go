package alice

// A unit is a change that is on the disk as a whole or not at all.
type unit struct {
	at    int // the op that made it
	kind  opKind
	inode inode
	dirs  []string    // whose names change
	do    func(*disk) // makes the change
}

// isName reports whether the unit changes names, and no file.
func (u *unit) isName() bool { return u.dirs != nil }

// isMeta reports whether the unit changes anything but content.
func (u *unit) isMeta() bool { return u.kind != opWrite }

// opSize, besides the kinds of ops, is the kind of the unit by which a file
// grows. Sizes are set to what they were at the time, and not merely raised:
// that is what is in an inode.
const opSize opKind = -1

// units returns the changes that the ops make to a disk, in order.
func units(before *disk, ops []op) (list []unit) {
	sizes := make(map[inode]int64)
	for i, f := range before.files {
		sizes[i] = f.size
	}
	for at := range ops {
		o := &ops[at]
		switch o.kind {
		case opCreate, opLink, opUnlink, opRename:
			list = append(list, nameUnit(at, o))
		case opWrite:
			list = append(list, writeUnits(at, o)...)
			if end := o.off + int64(len(o.data)); end > sizes[o.inode] {
				sizes[o.inode] = end
				list = append(list, sizeUnit(at, opSize, o.inode, end))
			}
		case opTruncate, opAllocate:
			sizes[o.inode] = o.size
			list = append(list, sizeUnit(at, o.kind, o.inode, o.size))
		case opChmod:
			list = append(list, unit{at: at, kind: o.kind, inode: o.inode, do: func(d *disk) { d.files[o.inode].mode = o.mode }})
		}
	}
	return list
}

func nameUnit(at int, o *op) unit {
	u := unit{at: at, kind: o.kind, inode: o.inode, dirs: []string{dirOf(o.name)}}
	switch o.kind {
	case opUnlink:
		u.do = func(d *disk) { d.drop(o.name, o.inode) }
	case opRename:
		u.dirs = append(u.dirs, dirOf(o.from))
		u.do = func(d *disk) {
			d.drop(o.from, o.inode)
			d.names[o.name] = o.inode
		}
	default:
		u.do = func(d *disk) { d.names[o.name] = o.inode }
	}
	return u
}

// drop removes a name if it stands for that file.
func (d *disk) drop(name string, i inode) {
	if now, ok := d.names[name]; ok && now == i {
		delete(d.names, name)
	}
}

func sizeUnit(at int, kind opKind, i inode, size int64) unit {
	return unit{at: at, kind: kind, inode: i, do: func(d *disk) {
		if kind == opTruncate {
			d.files[i].truncate(size)
		} else {
			d.files[i].size = size
		}
	}}
}

// block is the unit in which files are cached, in bytes.
const block = 4096

// writeUnits cuts a write into two parts, each of which may be lost.
func writeUnits(at int, o *op) (list []unit) {
	cut := len(o.data)
	if cut > block {
		cut = cut / 2 / block * block
	}
	off := o.off
	for _, part := range [][]byte{o.data[:cut], o.data[cut:]} {
		if len(part) > 0 {
			at0 := off
			list = append(list, unit{at: at, kind: opWrite, inode: o.inode, do: func(d *disk) { d.files[o.inode].put(at0, part) }})
		}
		off += int64(len(part))
	}
	return list
}
