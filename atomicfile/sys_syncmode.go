//go:build !linux

package atomicfile

import "io/fs"

func (d dir) syncMode(desc, fs.FileMode) error { return nil }

func (d dir) syncModes(desc) error { return nil }
