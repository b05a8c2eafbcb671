package fix_generic

import (
	"encoding/json"
	"os"
)

var _ = os.Args

// The result is of a type that only the caller knows.
func dump[T any](path string, v T) (T, error) {
	var zero T
	f, err := os.Create(path) // want `^fix$`
	if err != nil {
		return zero, err
	}
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return zero, err
	}
	f.Close()
	return v, nil
}

type number interface{ ~int | ~float64 }

// The parameter has a core type, or belongs to the receiver.
func dumpNumber[N number, S ~[]N](path string, v S) (S, N, error) {
	f, err := os.Create(path) // want `^fix$`
	if err != nil {
		return v, v[0], err
	}
	if err := json.NewEncoder(f).Encode(v); err != nil {
		f.Close()
		return v, v[1], err
	}
	f.Close()
	return v, v[2], nil
}

type store[V any] struct{ last V }

func (s *store[V]) dump(path string) (V, error) {
	f, err := os.Create(path) // want `^fix$`
	if err != nil {
		return s.last, err
	}
	if err := json.NewEncoder(f).Encode(s.last); err != nil {
		f.Close()
		return s.last, err
	}
	f.Close()
	return s.last, nil
}
