package fix_results

import (
	"encoding/json"
	"io"
	"os"
	"time"
)

var _ = os.Args

func naked(name string, r io.Reader) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return
	}
	if _, err = io.Copy(f, r); err != nil {
		f.Close()
		return
	}
	if err = f.Close(); err != nil {
		return
	}
	return
}

func nakedDefer(name string, r io.Reader) (n int64, err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return
	}
	defer f.Close()
	n, err = io.Copy(f, r)
	return
}

func underscore(name string, r io.Reader) (_ int64, _ error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(f, r)
}

// The result cannot be called err: it would be declared twice.
func declared(name string, v any) error {
	var err error
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(v)
}

// Nor here, where the assignment would declare nothing.
func onlyErr(name string, v any) error {
	err := os.MkdirAll("dir", 0o755)
	if err != nil {
		return err
	}
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(v)
}

// Nor here, where the file is opened in an inner block.
func inner(name string, v any) (time.Time, error) {
	if name != "" {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return time.Time{}, err
		}
		defer f.Close()
		if err := json.NewEncoder(f).Encode(v); err != nil {
			return time.Now(), err
		}
		return time.Now(), json.NewEncoder(f).Encode(v)
	}
	return time.Time{}, nil
}

// The named result is hidden where the file is opened; only the write that
// does not end the function can be followed by Commit.
func hidden(name string, v any) (err error) {
	if name != "" {
		f, err := os.Create(name) // want `^fix$`
		if err != nil {
			return err
		}
		defer f.Close()
		if err := json.NewEncoder(f).Encode(v); err != nil {
			return err
		}
	}
	return os.Remove("old")
}

func hiddenTail(name string, v any) (err error) {
	if name != "" {
		f, err := os.Create(name) // want `no fix: the error result cannot be named here`
		if err != nil {
			return err
		}
		defer f.Close()
		return json.NewEncoder(f).Encode(v)
	}
	return os.Remove("old")
}

type custom struct{}

func (*custom) Error() string { return "" }

// The last result is no error interface.
func notError(name string, v any) *custom {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return &custom{}
	}
	defer f.Close()
	if err := json.NewEncoder(f).Encode(v); err != nil {
		return &custom{}
	}
	return nil
}

type pair struct{ a, b int }

// The value of the first result must be spelled out.
func structs(name string, r io.Reader) (pair, *pair, func(), bool, float64, error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return pair{}, nil, nil, false, 0, err
	}
	defer f.Close()
	if _, err := io.Copy(f, r); err != nil {
		return pair{}, nil, nil, false, 0, err
	}
	return pair{1, 2}, nil, nil, true, 1, nil
}
