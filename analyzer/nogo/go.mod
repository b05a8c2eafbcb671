module github.com/atomiclint/atomiclint/analyzer/nogo

go 1.26.0

// The program that the tests build from source and drive.
tool github.com/bazelbuild/rules_go/go/tools/builders

require (
	github.com/atomiclint/atomiclint v0.0.0
	go.starlark.net v0.0.0-20260908191801-89a6a09411d5
)

require (
	github.com/aymanbagabas/go-udiff v0.4.1 // indirect
	github.com/bazelbuild/rules_go v0.65.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

// In a checkout the analyzer is the one beside this module.
replace github.com/atomiclint/atomiclint => ../..
