// Package directivescgo is written by hand, with cgo.
package directivescgo

// static int one(void) { return 1; }
// static void none(void) {}
import "C"

import "os"

func save(name string) error {
	return os.WriteFile(name, []byte{byte(C.one())}, 0o644) // want `by hand: the file uses cgo`
}

func silenced(name string) error {
	//atomiclint:ignore readers check a sum
	return os.WriteFile(name, []byte{byte(C.one())}, 0o644)
}

func idle() {
	/* want `silences nothing here` */ //atomiclint:ignore nothing is here
	C.none()
}
