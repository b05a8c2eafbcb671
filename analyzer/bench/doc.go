// Command bench measures what atomiclint costs:
//
//	go run .
//
// It looks at golang.org/x/tools at the version that this module requires, and
// measures
//
//   - the pass alone, over packages that are already loaded, beside the time that
//     it takes to parse and type-check them;
//   - how that grows with the number of calls in a package;
//   - whole processes: under go vet and stand-alone, beside an analyzer that does
//     nothing, go vet's own suite, and forbidigo in golangci-lint.
//
// Times are processor time, user and system, of a process and all that it
// starts, because on a shared machine the time on the clock says little; the
// memory is the peak of the largest process. Tools take turns, and the medians
// of all rounds are printed, and written as Markdown to README.md of the
// directory results. -rounds=0 leaves the whole processes out, which take
// minutes.
//
// This is a module of its own because golangci-lint requires hundreds.
package main
