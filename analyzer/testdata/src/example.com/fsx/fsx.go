// Package fsx writes files by means that the analyzer does not know.
package fsx

type Dir struct{}

func Save(mode int, path string) error         { return nil }
func (*Dir) Open(path string) (*Writer, error) { return nil, nil }

type Writer struct{}

func (*Writer) Write(p []byte) (int, error) { return 0, nil }
