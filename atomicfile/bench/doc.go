// Command bench measures what atomicfile costs, compared with the bare system
// calls that no writer of the same guarantee can do without, with package os,
// and with other libraries:
//
//	go run .
//
// The numbers of one writer after the other say little on a machine that does
// other things as well. So the writers take turns: each round runs one
// operation of each of them, in random order, and what is printed are medians
// over all rounds, as multiples of the median of the bare calls. That takes
// under three minutes; -time makes it longer and the intervals narrower.
//
// What a write costs is for the most part up to the file system. With -make,
// file systems are made and measured whose options are known:
//
//	go run . -make=ext4,xfs,btrfs -dirs=/dev/shm
//
// The table is printed and written, as Markdown, to README.md of the directory
// results, and as a chart to chart.svg.
//
// This is a module of its own so that the other libraries are dependencies of
// nobody else.
package main
