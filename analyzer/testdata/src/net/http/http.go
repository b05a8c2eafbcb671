// Package http stands for the one of the standard library, of which the tests
// need little: to compile that takes longer than they do.
package http

import "io"

// The status codes that the tests name.
const (
	StatusCreated             = 201
	StatusInternalServerError = 500
)

// A Request is asked of a server.
type Request struct{ Body io.ReadCloser }

// A ResponseWriter answers a request.
type ResponseWriter interface {
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}

// Error answers with an error.
func Error(w ResponseWriter, text string, code int) {
	w.WriteHeader(code)
	io.WriteString(w, text)
}
