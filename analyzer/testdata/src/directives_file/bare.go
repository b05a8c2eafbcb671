/* want `//atomiclint:ignore-file needs a reason` */ //atomiclint:ignore-file

/* want `for the whole file, write //atomiclint:ignore-file` */ //atomiclint:ignore not of a file
package directivesfile

import "os"

func SaveBare(data []byte) error { return os.WriteFile("c", data, 0o644) } // want `os.WriteFile can leave`
