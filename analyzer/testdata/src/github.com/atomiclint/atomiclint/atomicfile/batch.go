package atomicfile

import "io/fs"

type Batch struct{}

func (b *Batch) WriteFile(name string, data []byte, perm fs.FileMode, opts ...Option) error {
	return nil
}
func (b *Batch) Create(name string, opts ...Option) (*File, error) { return nil, nil }
func (b *Batch) Commit() error                                     { return nil }
func (b *Batch) Close() error                                      { return nil }
