module github.com/atomiclint/atomiclint/analyzer/golangci

go 1.26.0

require (
	github.com/atomiclint/atomiclint v0.0.0
	github.com/golangci/plugin-module-register v0.1.2
	golang.org/x/tools v0.52.0
)

require (
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)

// In a checkout the analyzer is the one beside the plugin, whatever is required.
replace github.com/atomiclint/atomiclint => ../..
