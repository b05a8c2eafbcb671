// Package directives holds the ways to silence a finding.
package directives

import (
	"errors"
	"os"
)

func silenced(data []byte) {
	os.WriteFile("a", data, 0o644) //nolint:atomiclint // readers check a sum
	os.WriteFile("b", data, 0o644) //nolint
	os.WriteFile("c", data, 0o644) //nolint:errcheck,atomiclint
	os.WriteFile("d", data, 0o644) //atomiclint:ignore readers check a sum

	//atomiclint:ignore readers check a sum
	os.WriteFile("e", data, 0o644)

	os.WriteFile("f", data, 0o644) //nolint:errcheck // want `os.WriteFile can leave`
}

func misused(data []byte) {
	/* want `//atomiclint:ignore needs a reason` */ //atomiclint:ignore
	os.WriteFile("g", data, 0o644)                  // want `os.WriteFile can leave`

	/* want `//atomiclint:ignore silences nothing here` */ //atomiclint:ignore nothing to see
	_ = data

	/* want `there is no directive //atomiclint:file-ignore, but //atomiclint:ignore, //atomiclint:ignore-file, .*` */ //atomiclint:file-ignore readers check a sum
	os.WriteFile("h", data, 0o644)                                                                                     // want `os.WriteFile can leave`
}

// behind holds comments behind code, which are for their own line.
func behind(data []byte) {
	os.WriteFile("a", data, 0o644) //nolint:atomiclint // readers check a sum
	os.WriteFile("b", data, 0o644) // want `os.WriteFile can leave`
	data = data[1:]                //nolint
	os.WriteFile("c", data, 0o644) // want `os.WriteFile can leave`
	os.WriteFile("d", data, 0o644) //atomiclint:ignore readers check a sum
	os.WriteFile("e", data, 0o644) // want `os.WriteFile can leave`

	data = data[1:]                /* want `silences nothing here` */ //atomiclint:ignore this is about the next line
	os.WriteFile("f", data, 0o644) // want `os.WriteFile can leave`
}

// above holds comments on lines of their own, which are for what is below.
func above(data []byte) {
	//atomiclint:ignore readers check a sum
	//nolint:gosec // public
	os.WriteFile("a", data, 0o644)

	//nolint:gosec // public
	//atomiclint:ignore readers check a sum
	// and so do others.
	os.WriteFile("b", data, 0o644)

	// nolint:gosec, atomiclint // readers check a sum
	_ = errors.Join(
		nil,
		os.WriteFile("c", data, 0o644),
	)

	//atomiclint:ignore readers check a sum
	_ = errors.Join(
		nil,
		os.WriteFile("d", data, 0o644),
	)

	//atomiclint:ignore readers check a sum
	if err := os.WriteFile("e", data, 0o644); err != nil {
		os.WriteFile("f", data, 0o644) // want `os.WriteFile can leave`
	}

	//nolint:atomiclint // as golangci-lint has it, for all of the statement
	if err := os.WriteFile("g", data, 0o644); err != nil {
		os.WriteFile("h", data, 0o644)
	}

	/* want `silences nothing here` */ //atomiclint:ignore a line is between

	os.WriteFile("i", data, 0o644) // want `os.WriteFile can leave`
	//nolintfoo
	os.WriteFile("j", data, 0o644) // want `os.WriteFile can leave`
}

//nolint:atomiclint // readers check a sum
func wholeFunction(data []byte) {
	os.WriteFile("a", data, 0o644)
}

/* want `silences nothing here` */ //atomiclint:ignore only for the line of the function
func headOnly(data []byte) {
	os.WriteFile("a", data, 0o644) // want `os.WriteFile can leave`
}

// save is this package's own atomic writer.
//
//atomiclint:writer
func save(path string, data []byte) error {
	return os.WriteFile(path, data, 0o644)
}
