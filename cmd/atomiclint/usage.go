package main

// usage is what -help prints after the documentation of the analyzer.
const usage = `One binary serves three drivers, with the same flags:

	atomiclint [flags] packages
	go vet -vettool=$(which atomiclint) [flags] packages
	go fix -fixtool=$(which atomiclint) [flags] packages

With -fix, stand-alone and in go vet, files are rewritten; -fix -diff prints
the changes instead. go fix does not need -fix. -tags means the same in each,
whatever is said below.

The exit code is

	               stand-alone  go vet  go fix
	nothing found       0          0       0
	findings            3          1       -
	  with -json        0          0       0
	  with -fix         0          0       0
	  with -fix -diff   0          1       1
	errors              1          1       1
	wrong flags         2          2       2
	wrong values        2          1       1`
