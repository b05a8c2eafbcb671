// Package atomicfile writes files that are either complete or not there.
//
// A file that was half written when the disk filled, the process died or the
// power went is worse than no file: the next reader takes it for a finished
// one. This package writes to a temporary file beside the destination, makes
// it durable, and renames it onto the destination only when everything went
// well.
package atomicfile
