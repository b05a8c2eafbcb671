package fsys

import "unsafe"

// A Name is the name of one file within a directory, with a NUL byte after it,
// so that Linux can be handed the bytes as they are. Every other way of
// calling the kernel copies the name to append that byte, and a write makes a
// dozen calls.
type Name string

// MakeName returns the Name of base.
func MakeName(base string) Name { return Name(base + "\x00") }

// String returns the name without its NUL.
func (n Name) String() string {
	if n == "" {
		return ""
	}
	return string(n[:len(n)-1])
}

// pointer returns the address of the first byte.
func (n Name) pointer() unsafe.Pointer { return unsafe.Pointer(unsafe.StringData(string(n))) }
