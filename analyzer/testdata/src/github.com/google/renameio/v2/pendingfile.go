package renameio

import "os"

type PendingFile struct{ *os.File }

type Option func()

func TempFile(dir, path string) (*PendingFile, error)                  { return nil, nil }
func NewPendingFile(path string, opts ...Option) (*PendingFile, error) { return nil, nil }
func WithReplaceOnClose() Option                                       { return nil }

func (t *PendingFile) Cleanup() error                { return nil }
func (t *PendingFile) CloseAtomicallyReplace() error { return nil }
func (t *PendingFile) Close() error                  { return nil }
