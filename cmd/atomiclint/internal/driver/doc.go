// Package driver runs an analyzer over packages, as the drivers of
// golang.org/x/tools do, in less time and memory.
//
// There are two ways in. A [Unit] is one package that the go command describes
// in a file, in go vet and go fix; [Load] lists packages by patterns. In both,
// what a package imports comes from the export data that the go command makes
// for the compiler, facts are made only of packages that can have any, and a
// package about which there is nothing to find out is not even parsed.
//
// That leans on what the go command does, and on what analyzers do: their facts
// are about packages, and what they require never fails. What is not as
// expected, export data of an unknown version say, is done without: types then
// come from source, and in go vet from one package to the next, as x/tools has
// it. [Unit.RunUnitchecker] and [Packages.AnalyzeSource] are its own drivers.
package driver
