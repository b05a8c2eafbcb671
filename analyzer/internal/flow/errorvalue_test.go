package flow

import (
	"go/types"
	"testing"
)

// TestNeverNil looks at errors of packages.
func TestNeverNil(t *testing.T) {
	f, pkg := load(t, `package p

import (
	"errors"
	"fmt"
	"io"

	"example.com/other"
)

type failure struct{}

func (failure) Error() string   { return "" }
type number int

func (number) Error() string { return "" }

func may() error { return nil }

var (
	made        error = errors.New("x")
	formatted         = fmt.Errorf("x")
	composed    error = failure{}
	pointer     error = &failure{}
	converted   error = number(1)
	called            = may()
	set               = errors.New("y")
	taken             = errors.New("z")
	alias             = io.EOF
	none        error
	_                 = &taken
)

func user() { set = nil; _ = other.Err }
`)
	for name, want := range map[string]bool{
		"made": true, "formatted": true, "composed": true, "pointer": true, "converted": true, "called": false,
		"set": false, "taken": false, "alias": false, "none": false,
	} {
		if got := f.neverNil(pkg.Object(t, name).(*types.Var)); got != want {
			t.Errorf("%s is never nil: got %t, want %t", name, got, want)
		}
	}
	theirs := pkg.Imports["example.com/other"].Object(t, "Err").(*types.Var)
	if !f.neverNil(theirs) {
		t.Error("an error of another package: got that it may be nil")
	}
}
