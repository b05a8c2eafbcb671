package directivespackage

import "os"

func SaveOther(data []byte) error { return os.WriteFile("b", data, 0o644) }
