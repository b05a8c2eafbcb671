// Package renameio has the declarations that the golden files need to compile.
package renameio

import "os"

type PendingFile struct{ *os.File }

func TempFile(dir, path string) (*PendingFile, error) { return nil, nil }

func (t *PendingFile) Cleanup() error                { return nil }
func (t *PendingFile) CloseAtomicallyReplace() error { return nil }
