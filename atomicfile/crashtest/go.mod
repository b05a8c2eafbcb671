module github.com/atomiclint/atomiclint/atomicfile/crashtest

go 1.26.1

require (
	github.com/atomiclint/atomiclint v0.0.0
	github.com/google/renameio/v2 v2.0.2
	github.com/moby/sys/atomicwriter v0.1.0
	github.com/natefinch/atomic v1.0.1
	golang.org/x/sys v0.49.0
	tailscale.com v1.96.5
)

require github.com/moby/sys/sequential v0.6.0 // indirect

replace github.com/atomiclint/atomiclint => ../..
