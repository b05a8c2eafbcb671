// Package alice finds the states that a crash may leave, without crashing
// anything: from the system calls of one run it computes what each of them
// changes, which of these changes must be on the disk at any moment, and which
// may be there or not. The idea, and the name, are those of Pillai et al., All
// File Systems Are Not Created Equal, OSDI 2014.
//
// It sees what no file system on this machine may ever show in time, such as
// an fsync that comes after the rename; and it believes what the [Model] says,
// where a real file system may be better or worse.
package alice
