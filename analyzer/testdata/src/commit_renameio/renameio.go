// Package commit_renameio holds files of renameio, which are published by
// CloseAtomicallyReplace and discarded by Cleanup.
package commit_renameio

import (
	"encoding/json"
	"io"
	"os"

	v1 "github.com/google/renameio"
	"github.com/google/renameio/v2"
)

func good(name string, data []byte) error {
	t, err := renameio.TempFile("", name)
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.CloseAtomicallyReplace()
}

func never(name string, data []byte) error {
	t, err := renameio.TempFile("", name) // want `nothing publishes name; call t.CloseAtomicallyReplace when it is written`
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.Close()
}

func shut(name string, data []byte) error {
	t, err := renameio.TempFile("", name) // want `nothing publishes name`
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if _, err := t.Write(data); err != nil {
		return err
	}
	if err := t.Close(); err != nil {
		return err
	}
	return nil
}

func leak(name string, v any) error {
	t, err := v1.TempFile("", name) // want `the temporary of name stays behind when the function returns early; defer t.Cleanup\(\)`
	if err != nil {
		return err
	}
	defer t.Close()
	if err := json.NewEncoder(t).Encode(v); err != nil {
		return err
	}
	return t.CloseAtomicallyReplace()
}

func removed(name string, v any) error {
	t, err := v1.TempFile("", name)
	if err != nil {
		return err
	}
	defer os.Remove(t.Name())
	if err := json.NewEncoder(t).Encode(v); err != nil {
		return err
	}
	return t.CloseAtomicallyReplace()
}

func replaced(name string, data []byte) error {
	t, err := renameio.NewPendingFile(name, renameio.WithReplaceOnClose())
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if _, err := t.Write(data); err != nil {
		return err
	}
	return t.Close()
}

func dropped(name string, r io.Reader) error {
	t, err := renameio.NewPendingFile(name)
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if _, err := io.Copy(t.File, r); err != nil {
		return err
	}
	t.CloseAtomicallyReplace() // want `the error of t.CloseAtomicallyReplace, .* is dropped`
	return nil
}

func deferred(name string, r io.Reader) error {
	t, err := renameio.NewPendingFile(name)
	if err != nil {
		return err
	}
	defer t.CloseAtomicallyReplace() // want `the error of t.CloseAtomicallyReplace, .* is dropped`
	_, err = io.Copy(t, r)
	return err
}

func late(name string, data []byte) error {
	t, err := renameio.TempFile("", name)
	if err != nil {
		return err
	}
	defer t.Cleanup()
	if err := t.CloseAtomicallyReplace(); err != nil {
		return err
	}
	return t.Chmod(0o644) // want `Chmod comes after t.CloseAtomicallyReplace`
}
