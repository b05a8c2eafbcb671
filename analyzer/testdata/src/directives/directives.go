// Package directives holds the ways to silence a finding.
package directives

import "os"

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
}

// save is this package's own atomic writer.
//
//atomiclint:writer
func save(path string, data []byte) error {
	return os.WriteFile(path, data, 0o644)
}
