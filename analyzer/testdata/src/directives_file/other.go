package directivesfile

import "os"

func SaveOther(data []byte) error { return os.WriteFile("b", data, 0o644) } // want `os.WriteFile can leave`

/* want `//atomiclint:ignore-file means nothing here` */ //atomiclint:ignore-file too late
