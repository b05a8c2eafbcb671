// Package net stands for the one of the standard library, of which the tests
// need little: to compile that takes longer than they do.
package net

import "io"

// An Addr is where a program can be reached.
type Addr interface{ String() string }

// A Conn is a connection.
type Conn interface {
	io.ReadWriteCloser
	RemoteAddr() Addr
}
