// Package workload has what is crashed: writers of files, and situations in
// which they write. It also judges what a crash has left.
//
// A workload is a row of rounds. In each, a writer publishes one or more files
// whose content follows from a seed, so that any content found later can be
// told to be that of a round, whole, or not. After a round the workload
// reports that the writer has returned, and waits until that is noted: what
// was published by then must survive, if the writer says so.
package workload
